import { fail, ok, type Result } from '../base/result.ts';
import { functionsNamed } from '../index/c-functions.ts';
import { sourceFiles } from '../index/files.ts';
import { placeInCFile } from '../place/c-file.ts';
import { type Change, type TreeEdit, toTreeEdit } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { type StartupStep, startupMap } from './map.ts';
import type { Milestone } from './milestones.ts';

/**
 * A call of an existing function after a step of the start-up map: the statement on a line of its own, and the header that declares the
 * function where the file does not include it yet. Notes say what does not exist yet at that point. Refused are functions that the
 * server does not define, that take arguments or that are static elsewhere, and steps that are no statements, that do not return or that
 * go through a list of callbacks.
 */
export function insertCall(context: TreeContext, pathName: string, index: number, name: string): Result<TreeEdit> {
  const step = startupMap(context).find((path) => path.name === pathName)?.steps[index];
  if (!step)
    return refuse(
      'startup/no-step',
      `The start-up of ${pathName} has no such step any more`,
      'Look at the map again: the tree has changed.',
    );
  const { path } = step.place;
  const text = context.tree.read(path)?.text ?? '';
  if (text[step.after - 1] !== ';')
    return refuse(
      'startup/no-statement',
      `The call of ${step.name} is part of a condition or an expression`,
      'Choose a step before or after it.',
    );
  if (!text.startsWith(step.name, step.place.offset))
    return refuse(
      'startup/callback',
      `${step.name} is called through a list of callbacks, with others`,
      'Add a function to that list, or choose a step before or after it.',
    );
  if (neverReturns(context, step))
    return refuse('startup/no-return', `${step.name} does not return, so nothing after it runs`, 'Choose a step before or below it.');
  const changes = callAfter(text, step, name);
  if (!changes)
    return refuse(
      'startup/branch',
      `The call of ${step.name} shares its line with the condition that it is under`,
      'Put braces around it, or choose a step before or after it.',
    );
  const callee = functionsNamed(context, name).find((one) => one.place.path === path || !one.isStatic);
  if (!callee)
    return refuse(
      'startup/no-function',
      `The server defines no function ${name} that ${path} can call`,
      'Write the function first; the call comes after it.',
    );
  const own = context.tree.read(callee.place.path)?.text.slice(callee.place.offset, callee.place.offset + 200) ?? '';
  if (!/^\w+\s*\(\s*void\s*\)/.test(own))
    return refuse(
      'startup/arguments',
      `${name} takes arguments`,
      'Only a function without arguments can be called from the map; write such a call by hand.',
    );
  const header = callee.place.path === path ? undefined : declaringHeader(context, name);
  if (callee.place.path !== path && header === undefined)
    return refuse(
      'startup/no-declaration',
      `No header below src/include declares ${name}`,
      'Declare it extern in the header of its module first.',
    );
  const include =
    header === undefined
      ? ok([])
      : placeInCFile(context, {
          path,
          description: '',
          includes: [{ step: 'include', header }],
          types: [],
          variables: [],
          prototypes: [],
          functions: [],
        });
  if (!include.ok) return include;
  return toTreeEdit(context.tree, planOf(step, name, path, include.value.length > 0), [...include.value, ...changes]);
}

function planOf(step: StartupStep, name: string, path: TreePath, includes: boolean): Pick<TreeEdit, 'title' | 'steps' | 'notes'> {
  return {
    title: `Call ${name} after ${step.name}`,
    steps: [
      { what: 'call', file: path, why: `runs right after ${step.name}`, required: true },
      ...(includes ? [{ what: 'include', file: path, why: `declares ${name}`, required: true }] : []),
    ],
    notes: warningsAt(step),
  };
}

/**
 * The call on a line after the step's statement. A statement that is all that an `if`, an `else` or a loop without braces holds gets braces
 * for both; undefined where it does not begin a line.
 */
function callAfter(text: string, step: StartupStep, name: string): readonly Change[] | undefined {
  const { path, offset } = step.place;
  // A comment at the end of the line belongs to the statement before it.
  const after =
    step.after +
    (/^[ \t]*\/\*(?:(?!\*\/)[^\n])*\*\/[ \t]*(?=\r?\n)/.exec(text.slice(step.after, step.after + 400))?.[0].trimEnd().length ?? 0);
  const edit = (at: number, added: string): Change => ({ kind: 'edit', step: 'call', path, start: at, end: at, text: added });
  const call = `\n${step.indent}${name}();`;
  const before = text.slice(Math.max(0, offset - 2000), offset).replaceAll(/\/\*[\s\S]*?\*\//g, ' ');
  if (!/(?:^|[;{}])\s*(?:(?:else\s+)?(?:if|while|for)\s*\([^{}]*\)|else)\s*[^;{}()]*$/.test(before)) return [edit(after, call)];
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const outer = step.indent.replace(/(?:\t| {1,4})$/, '');
  if (!/^[ \t]*(?:[\w.>\-[\]]+ *= *)?$/.test(text.slice(line, offset))) return undefined;
  return [edit(line, `${outer}{\n`), edit(after, `${call}\n${outer}}`)];
}

/** What code must not do before something exists. */
const WITHOUT: Readonly<Record<Milestone, string>> = {
  'shared memory': 'Shared memory does not exist yet: nothing in it may be read or written, and no LWLock taken.',
  base: 'BaseInit has not run yet: files, storage and buffers cannot be used.',
  'process slot': 'The process has no PGPROC yet: it cannot wait for LWLocks or heavyweight locks.',
  database: 'No database is open yet: catalogs, transactions and syscaches cannot be used.',
};

/** What code right after a step must not use yet, one sentence for each. */
export function warningsAt(step: StartupStep): readonly string[] {
  return step.missing.filter((milestone) => milestone !== step.milestone).map((milestone) => WITHOUT[milestone]);
}

/** Whether the tree declares that the function of a step does not return. */
function neverReturns(context: TreeContext, step: StartupStep): boolean {
  const declared = new RegExp(`^(?:[\\w \\t*]*\\b)?${step.name}\\s*\\([^;{}]*;`, 'm');
  const header = declaringHeader(context, step.name) ?? '';
  const own = context.tree.read(step.definition?.path ?? '')?.text ?? '';
  return [context.tree.read(`src/include/${header}`)?.text ?? '', own].some((text) => /noreturn/i.test(declared.exec(text)?.[0] ?? ''));
}

function declaringHeader(context: TreeContext, name: string): string | undefined {
  const declares = new RegExp(`^(?:pg_noreturn )?extern\\b[^;{}]*\\b${name}\\s*\\(`, 'm');
  for (const path of sourceFiles(context.tree)) {
    if (!path.startsWith('src/include/') || !path.endsWith('.h')) continue;
    const text = context.tree.read(path)?.text ?? '';
    if (text.includes(name) && declares.test(text)) return path.slice('src/include/'.length);
  }
  return undefined;
}

function refuse(code: string, message: string, hint: string): Result<never> {
  return fail({ code, message, hint });
}
