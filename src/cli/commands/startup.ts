import {
  closest,
  lineNumber,
  mermaidOf,
  type Place,
  reachedText,
  type StartupPath,
  type StartupStep,
  serverProcesses,
  startupMap,
  type TreeContext,
} from '../../core/api.ts';
import { fillIndex } from '../../host/index/fill-index.ts';
import { type Call, single } from '../call.ts';
import { openContext } from '../open.ts';
import { type Outcome, refused, usage } from '../outcome.ts';

const FORMATS = ['text', 'json', 'mermaid'];

/** `pgsmith startup`: how each mode of the program and each process starts, call by call, as this tree's code has it. */
export async function startup(call: Call): Promise<Outcome> {
  const format = single(call, 'format') ?? 'text';
  if (!FORMATS.includes(format)) return usage('unknown-format', `Unknown format "${format}"`, `Formats: ${FORMATS.join(', ')}.`);
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const { context, root } = opened;
  await fillIndex(context, root);
  const map = startupMap(context);
  const wanted = single(call, 'process');
  const process = serverProcesses(context).find((one) => wanted !== undefined && [one.name, one.type].includes(wanted));
  const paths = wanted === undefined ? map : map.filter((path) => path.name === (process?.name ?? wanted));
  if (process && paths.length === 0) {
    const begun = process.becomes.map((one) => one.name).join(' or ');
    return refused({
      code: 'startup/begins-as-another',
      message: `A process of ${root} becomes "${process.name}" after it began as another one`,
      where: process.listed,
      hint: `Ask for the one that it begins as, in which ${begun || 'some function'} makes it that.`,
    });
  }
  if (paths.length === 0) {
    const names = map.map((path) => path.name);
    const near = closest(wanted ?? '', names);
    return refused({
      code: 'startup/unknown-process',
      message: `No mode or process of ${root} is called "${wanted}"`,
      hint: `${near === undefined ? '' : `Did you mean "${near}"? `}There are: ${names.join(', ')}.`,
    });
  }
  const json = () => paths.map((path) => ({ ...path, steps: path.steps.map((step) => stepJson(context, step)) }));
  const text = () => {
    if (format === 'json') return `${JSON.stringify(json(), undefined, 2)}\n`;
    return paths.map((path) => (format === 'mermaid' ? mermaidOf(path) : pathText(context, path))).join('\n');
  };
  return { ok: true, json, text };
}

function lineOf(context: TreeContext, place: Place): { readonly file: string; readonly line: number } {
  return { file: place.path, line: lineNumber(context.tree.read(place.path)?.text ?? '', place.offset) };
}

function stepJson(context: TreeContext, step: StartupStep): unknown {
  const { name, depth, place, definition, conditions, milestone, missing } = step;
  return { name, depth, ...lineOf(context, place), definition: definition && lineOf(context, definition), conditions, milestone, missing };
}

function pathText(context: TreeContext, { name, origin, steps }: StartupPath): string {
  const lines: string[] = [];
  /** Calls that make something exist once they return, which is where the next one of their depth or above is made. */
  const running: StartupStep[] = [];
  const returned = (depth: number) => {
    for (let last = running.at(-1); last && last.depth >= depth; last = running.at(-1)) {
      running.pop();
      if (last.milestone !== undefined) lines.push(`${'  '.repeat(last.depth + 1)}-- ${reachedText(last.milestone)} from here on`);
    }
  };
  for (const step of steps) {
    returned(step.depth);
    const { file, line } = lineOf(context, step.place);
    const condition = step.conditions.at(-1);
    lines.push(`${'  '.repeat(step.depth + 1)}${step.name}  ${file}:${line}${condition === undefined ? '' : `  [${condition}]`}`);
    if (step.milestone !== undefined) running.push(step);
  }
  returned(0);
  return `${name} (${origin})\n${lines.join('\n')}\n`;
}
