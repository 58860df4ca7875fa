import type { Place } from '../base/result.ts';
import { functionsNamed, type PlacedFunction } from '../index/c-functions.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { calledBack, isCallbackCall } from './callbacks.ts';
import { commonCallees, INITIALIZES } from './callees.ts';
import { type FlowCall, flowOf } from './flow.ts';
import { MILESTONES, type Milestone, milestoneOf } from './milestones.ts';
import { isInChild, isSeldomCompiled, type ServerProcess, serverProcesses } from './processes.ts';
import { setupHooks } from './setup-hooks.ts';

/** One call on the way of a process, in the order in which it runs. */
export interface StartupStep {
  readonly name: string;
  /** How deep below the first function of the path. */
  readonly depth: number;
  /** The call itself. */
  readonly place: Place;
  /** After the statement that makes the call: where another call could stand. */
  readonly after: number;
  /** Blanks at the start of the line of the call. */
  readonly indent: string;
  /** Where the function is defined. */
  readonly definition: Place | undefined;
  /** Conditions around the call in its function: those of the preprocessor first, then outermost first. */
  readonly conditions: readonly string[];
  /** What exists once the call has returned, and did not before. */
  readonly milestone: Milestone | undefined;
  /** What does not exist yet when the call is made. */
  readonly missing: readonly Milestone[];
}

/** How one process, or one mode of the program, starts. */
export interface StartupPath {
  /** What it is called, for example `postmaster`, `boot` or `checkpointer`. */
  readonly name: string;
  /** What leads to it: a condition in `main`, or the functions that start the process. */
  readonly origin: string;
  readonly steps: readonly StartupStep[];
}

/** How far below the functions that lead to a process initializations are followed. */
const DEEPEST = 3;

/** How a tree starts: each mode that `main` dispatches to, then each process. */
export function startupMap(context: TreeContext): readonly StartupPath[] {
  return remember(context, 'startup map', (inner) => {
    const processes = serverProcesses(inner).flatMap((process) => processPath(inner, process) ?? []);
    return [...modes(inner), ...processes, ...workers(inner, processes)];
  });
}

/** The modes of the program: calls of main functions in `main`, after what `main` does for all of them. */
function modes(context: TreeContext): readonly StartupPath[] {
  const main = functionsNamed(context, 'main').find((one) => one.place.path.startsWith('src/backend/main/'));
  if (!main) return [];
  const path = main.place.path;
  const calls = flowOf(context, path, 'main');
  const dispatched = calls.filter((call) => /Main$/.test(call.name) && !isSeldomCompiled(call.compiled));
  const common = calls.filter((call) => !/Main$/.test(call.name) && call.start < (dispatched[0]?.start ?? 0));
  // The usual mode is what main comes to last.
  return dispatched.toReversed().map((call) => {
    const walk = walker(context, []);
    for (const one of common) walk.visit(path, one, 0);
    walk.enter(path, call, 0);
    return {
      name: modeName(call),
      origin: /^(?!not )/.test(call.conditions.at(-1) ?? 'not ') ? (call.conditions.at(-1) ?? '') : 'no other mode',
      steps: walk.steps(),
    };
  });
}

/** `boot` of `case DISPATCH_BOOT` and of `strcmp(argv[1], "--boot") == 0`; what is left is the postmaster. */
function modeName(call: FlowCall): string {
  const condition = call.conditions.at(-1) ?? '';
  const option = /^not /.test(condition) ? undefined : /"--([\w-]+)"/.exec(condition)?.[1];
  const label = /^case DISPATCH_(\w+)/.exec(condition)?.[1]?.toLowerCase().replaceAll('_', '-');
  return option ?? label ?? call.name.replace(/Main$/, '').toLowerCase();
}

/** A process: what the child does after the fork, then its own function. Shared memory is there from the start, but for one that lets go of it. */
function processPath(context: TreeContext, process: ServerProcess): StartupPath | undefined {
  if (process.main === undefined) return undefined;
  const walk = walker(context, process.labels, process.attaches ? ['shared memory'] : []);
  const last = process.prelude.at(-1);
  const ends = last !== undefined && last.call.name !== process.main && process.labels.length > 0;
  for (const { path, call } of process.prelude.slice(0, ends ? -1 : undefined)) walk.visit(path, call, 0);
  if (ends && last) walk.enter(last.path, last.call, 0);
  else walk.enterFunction(process.main, process.listed, 0);
  const origin =
    process.startedBy.length > 0 ? `started by ${[...new Set(process.startedBy.map((one) => one.name))].join(', ')}` : 'started by nobody';
  return { name: process.name, origin, steps: walk.steps() };
}

/** Background workers of the server: what their entry functions do once the process that any background worker is has started. */
function workers(context: TreeContext, processes: readonly StartupPath[]): readonly StartupPath[] {
  const type = serverProcesses(context).find((one) => one.type === 'B_BG_WORKER');
  const any = processes.find((one) => one.name === type?.name);
  const existing: readonly Milestone[] = ['shared memory', ...(any?.steps ?? []).flatMap((step) => step.milestone ?? [])];
  const own = treeIndex(context)
    .ofKind('bgworker')
    .filter((one) => one.fields['library'] === 'postgres');
  return own.flatMap((worker) => {
    const walk = walker(context, [], existing);
    walk.enterFunction(worker.name, worker.place, 0);
    const steps = walk.steps();
    return steps.length > 0
      ? [{ name: worker.name, origin: `background worker, registered by ${String(worker.fields['registeredBy'])}`, steps }]
      : [];
  });
}

/** Follows calls and writes down those that initialize something or lead to a milestone. */
function walker(context: TreeContext, labels: readonly string[], existing: readonly Milestone[] = []) {
  const steps: StartupStep[] = [];
  /** Functions that have been followed; those that were followed under a condition only are followed once more without one. */
  const seen = new Map<string, 'perhaps' | 'surely'>();
  let uncertain = 0;
  const exists = new Set<Milestone>(existing);
  const common = commonCallees(context);

  /** A call by which the process goes on for good: it is shown, and everything in the function is followed. */
  function enter(path: TreePath, call: FlowCall, depth: number): void {
    const definition = resolve(context, path, call.name);
    steps.push(stepOf(context, path, call, depth, definition, exists));
    if (definition) follow(definition, depth + 1, 0);
  }

  function enterFunction(name: string, listed: Place, depth: number): void {
    const definition = resolve(context, listed.path, name);
    const call: FlowCall = { name, start: listed.offset, end: listed.offset, arguments: '', conditions: [], compiled: [] };
    steps.push(stepOf(context, listed.path, call, depth, definition, exists));
    if (definition) follow(definition, depth + 1, 0);
  }

  function visit(path: TreePath, call: FlowCall, depth: number, below = 0): void {
    if (isSeldomCompiled(call.compiled) || !isOnTheWay(call, labels)) return;
    for (const definition of calledBack(context, call.name)) {
      steps.push(stepOf(context, path, { ...call, name: definition.name }, depth, definition, exists));
      followOnce(definition, depth, below, true);
    }
    const hook = setupHooks(context).get(call.name);
    if (hook) steps.push({ ...stepOf(context, path, call, depth, undefined, exists), definition: hook });
    const definition = resolve(context, path, call.name);
    if (!definition?.place.path.startsWith('src/backend/')) return;
    const goesOn = /(?:Main|MainLoop|ServerLoop|BackendRun)$/.test(call.name);
    if (goesOn && !seen.has(call.name)) {
      enter(path, call, depth);
      return;
    }
    const reached = milestoneOf(call.name);
    const shown =
      reached !== undefined || (INITIALIZES.test(call.name) && !common.has(call.name)) || leadsToMilestone(context, definition, 2);
    if (!shown || below > DEEPEST) return;
    const at = steps.length;
    const before = steps.at(-1);
    // Calls of one function in a row are one step, at the first of them.
    if (before?.name === call.name && before.depth === depth && before.conditions.join() === call.conditions.join()) return;
    steps.push(stepOf(context, path, call, depth, definition, exists));
    followOnce(definition, depth, below, call.conditions.length === 0);
    if (reached !== undefined && !exists.has(reached)) {
      exists.add(reached);
      const step = steps[at];
      if (step) steps[at] = { ...step, milestone: reached };
    }
  }

  function followOnce(definition: PlacedFunction, depth: number, below: number, isCertain: boolean): void {
    uncertain += isCertain ? 0 : 1;
    follow(definition, depth + 1, below + 1);
    uncertain -= isCertain ? 0 : 1;
  }

  function follow(definition: PlacedFunction, depth: number, below: number): void {
    const now = uncertain > 0 ? 'perhaps' : 'surely';
    const before = seen.get(key(definition));
    if (before === 'surely' || before === now) return;
    seen.set(key(definition), now);
    const { path } = definition.place;
    for (const call of flowOf(context, path, definition.name)) if (!isInChild(context, path, call)) visit(path, call, depth, below);
  }

  return { enter, enterFunction, visit, steps: (): readonly StartupStep[] => steps };
}

function key(definition: PlacedFunction): string {
  return `${definition.place.path} ${definition.name}`;
}

/** Whether the labels of a switch around a call are those of the process, where the switch distinguishes processes. */
function isOnTheWay(call: FlowCall, labels: readonly string[]): boolean {
  return call.conditions.every((condition) => {
    const cases = condition.split(', ').flatMap((one) => /^case (\w+Process)$/.exec(one)?.[1] ?? []);
    return cases.length === 0 || labels.length === 0 || cases.some((one) => labels.includes(one));
  });
}

/** The function that a call in a file means: a static one of the same file, else the server's global one. */
function resolve(context: TreeContext, path: TreePath, name: string): PlacedFunction | undefined {
  const all = functionsNamed(context, name);
  return all.find((one) => one.place.path === path) ?? all.find((one) => !one.isStatic);
}

/** Whether a function makes something exist, or lets modules and the users of shared memory take part, by itself or through functions that it calls. */
function leadsToMilestone(context: TreeContext, definition: PlacedFunction, depth: number): boolean {
  return remember(context, `leads to milestone ${key(definition)} ${depth}`, (inner) =>
    flowOf(inner, definition.place.path, definition.name).some((call) => {
      if (isSeldomCompiled(call.compiled) || isInChild(inner, definition.place.path, call)) return false;
      if (milestoneOf(call.name) !== undefined || setupHooks(inner).has(call.name)) return true;
      if (isCallbackCall(call.name) && calledBack(inner, call.name).length > 0) return true;
      const next = depth > 0 ? resolve(inner, definition.place.path, call.name) : undefined;
      return next?.place.path.startsWith('src/backend/') === true && leadsToMilestone(inner, next, depth - 1);
    }),
  );
}

function stepOf(
  context: TreeContext,
  path: TreePath,
  call: FlowCall,
  depth: number,
  definition: PlacedFunction | undefined,
  exists: ReadonlySet<Milestone>,
): StartupStep {
  const text = context.tree.read(path)?.text ?? '';
  const lineStart = text.lastIndexOf('\n', call.start - 1) + 1;
  return {
    name: call.name,
    depth,
    place: { path, offset: call.start },
    after: call.end,
    indent: /^[ \t]*/.exec(text.slice(lineStart, call.start))?.[0] ?? '',
    definition: definition?.place,
    conditions: [...call.compiled, ...call.conditions],
    milestone: undefined,
    missing: MILESTONES.filter((milestone) => !exists.has(milestone)),
  };
}
