import type { Place } from '../base/result.ts';
import { functionPlace, functionsOf, serverFiles } from '../index/c-functions.ts';
import { conditionsAround } from '../syntax/c/directives.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { backendTypes, proctypes, typeOfNone } from './backend-types.ts';
import { turningInto } from './becoming.ts';
import { callPlace, type FlowCall, flowOf } from './flow.ts';

/** A kind of process that the postmaster starts, or that a process turns into. */
export interface ServerProcess {
  /** What people call it, for example `checkpointer`. */
  readonly name: string;
  /** Its constant, `B_…` or a member of AuxProcType; undefined where the tree gives it none. */
  readonly type: string | undefined;
  /** The function that it runs; undefined for one that begins as another process. */
  readonly main: string | undefined;
  readonly mainPlace: Place | undefined;
  /** Where the tree says that this type of process runs that function. */
  readonly listed: Place;
  /** Functions that start it, each with the call. */
  readonly startedBy: readonly { readonly name: string; readonly place: Place }[];
  /** Calls that the child makes after the fork and before its own function, in order. */
  readonly prelude: readonly { readonly path: TreePath; readonly call: FlowCall }[];
  /** Labels of a switch that lead to its own function, where one function serves several processes. */
  readonly labels: readonly string[];
  /** Whether it keeps the shared memory that it inherits from the postmaster. */
  readonly attaches: boolean;
  /** Functions by which a process that began as another one turns into it, each with the place. */
  readonly becomes: readonly { readonly name: string; readonly place: Place }[];
}

const LAUNCHER = 'src/backend/postmaster/launch_backend.c';
const PROCTYPES = 'src/include/postmaster/proctypelist.h';

/** The processes of a tree: entries of one table or list of all children, or what each function that forks runs in the child. */
export function serverProcesses(context: TreeContext): readonly ServerProcess[] {
  return remember(context, 'server processes', (inner) => {
    const forks = forksOf(inner);
    const listed = tabledProcesses(inner);
    if (listed.length === 0) return forks.flatMap((fork) => processesOf(inner, fork));
    const launcher = forks.find((fork) => fork.path === LAUNCHER) ?? forks[0];
    return listed.map((process) => ({
      ...process,
      mainPlace: process.main === undefined ? undefined : functionPlace(inner, process.main),
      startedBy: starters(inner, process.type),
      prelude: launcher ? launcher.child.map((call) => ({ path: launcher.path, call })) : [],
      labels: [],
      becomes: process.main === undefined ? turningInto(inner, process.type) : [],
    }));
  });
}

/** The processes of a tree without what has to be looked for in other code; where one table has them all, nothing else is read. */
export function listedProcesses(context: TreeContext): readonly Pick<ServerProcess, 'name' | 'type' | 'main' | 'listed'>[] {
  const listed = tabledProcesses(context);
  return listed.length > 0 ? listed : serverProcesses(context);
}

/** Entries of the one table or list of all children, but the one that stands for no process; none where the tree has no such table. */
function tabledProcesses(context: TreeContext) {
  const none = typeOfNone(context);
  return tableEntries(context)
    .filter(({ type }) => type !== none)
    .map(({ type, main, attaches, place }) => ({ name: backendTypes(context).get(type) ?? type, type, main, attaches, listed: place }));
}

/** Rows of `child_process_kinds[]`, or lines of proctypelist.h. */
function tableEntries(
  context: TreeContext,
): readonly { readonly type: string; readonly main: string | undefined; readonly attaches: boolean; readonly place: Place }[] {
  const { tree } = context;
  const list = tree.read(PROCTYPES)?.text;
  if (list !== undefined) {
    return proctypes(list).map(({ start, arguments: parts }) => ({
      type: parts[0] ?? '',
      main: parts[3] === 'NULL' ? undefined : parts[3],
      attaches: parts[4] !== 'false',
      place: { path: PROCTYPES, offset: start },
    }));
  }
  const text = tree.read(LAUNCHER)?.text ?? '';
  return [...text.matchAll(/\[(B_\w+)\]\s*=\s*\{\s*"[^"]*"\s*,\s*(\w+)\s*,\s*(\w+)/g)].map((match) => ({
    type: match[1] ?? '',
    main: match[2] === 'NULL' ? undefined : match[2],
    attaches: match[3] !== 'false',
    place: { path: LAUNCHER, offset: match.index },
  }));
}

/** A function that forks, and what the child does. */
interface Fork {
  readonly path: TreePath;
  readonly name: string;
  readonly offset: number;
  readonly child: readonly FlowCall[];
}

/** Functions that call `fork_process`; the child is the branch for a process number of zero. */
function forksOf(context: TreeContext): readonly Fork[] {
  return serverFiles(context).flatMap((path) => {
    if (!context.tree.read(path)?.text.includes('fork_process(')) return [];
    return functionsOf(context, path).flatMap(({ name, offset }) => {
      if (isSeldomCompiled(conditionsAround(context.tree.read(path)?.text ?? '', offset))) return [];
      const calls = flowOf(context, path, name);
      const fork = calls.findIndex((call) => call.name === 'fork_process');
      const child =
        fork < 0
          ? []
          : calls.slice(fork + 1).filter((call) => call.conditions.some((one) => /^case 0$|^if \(.*== ?0\)$|^if \(!\w*pid\)$/.test(one)));
      return child.length > 0 ? [{ path, name, offset, child }] : [];
    });
  });
}

/** Whether only the child of a fork makes a call. */
export function isInChild(context: TreeContext, path: TreePath, call: FlowCall): boolean {
  return remember(context, 'calls in children', (inner) => {
    const calls = forksOf(inner).flatMap((fork) => fork.child.map((one) => `${fork.path} ${one.start}`));
    return new Set(calls);
  }).has(`${path} ${call.start}`);
}

/** Whether code is compiled only where processes are not forked. */
export function isSeldomCompiled(conditions: readonly string[]): boolean {
  return conditions.some(
    (one) =>
      /^#\s*if(?:def\s+|\s+defined\s*\(?\s*)(?:EXEC_BACKEND|WIN32)\b/.test(one) ||
      /^#\s*else of #\s*if(?:ndef\s+|\s+!\s*defined\s*\(?\s*)(?:EXEC_BACKEND|WIN32)\b/.test(one),
  );
}

/** What a child of one fork becomes: one process, or one for each case of the function that it runs. */
function processesOf(context: TreeContext, fork: Fork): readonly ServerProcess[] {
  const entry = fork.child.findLast(
    (call) => functionPlace(context, call.name) && !/^(?:proc_exit|ExitPostmaster|on_exit_reset)$/.test(call.name),
  );
  if (!entry) return [];
  const prelude = fork.child.filter((call) => call.start < entry.start).map((call) => ({ path: fork.path, call }));
  const attaches = !prelude.some(({ call }) => call.name === 'PGSharedMemoryDetach');
  const cases = casesOf(context, entry.name);
  if (cases.length > 1) {
    const processes = cases.map(({ call, label, path }) => ({
      name: titleOf(context, entry.name, label),
      type: label,
      main: call.name,
      mainPlace: functionPlace(context, call.name),
      listed: callPlace(path, call),
      startedBy: starters(context, label),
      prelude: [...prelude, { path: fork.path, call: entry }],
      labels: [label],
      attaches,
      becomes: [],
    }));
    // A case that nobody starts is a mode of the program.
    return processes.filter((process) => process.startedBy.length > 0);
  }
  const called = [entry.name, ...fork.child.map((call) => call.name)];
  const deeper = called.flatMap((name) => flowOf(context, fork.path, name).map((call) => call.name));
  const types = typesSetBy(context, [...called, fork.name, ...deeper]);
  const shown = (type: string | undefined) => (type === undefined ? undefined : backendTypes(context).get(type));
  const type = types.at(-1);
  const common = { listed: callPlace(fork.path, entry), startedBy: callersOf(context, fork.name), labels: [], attaches };
  const begun = types.slice(0, -1).map((other) => ({
    ...common,
    name: shown(other) ?? other,
    type: other,
    main: undefined,
    mainPlace: undefined,
    prelude: [],
    becomes: turningInto(context, other),
  }));
  const name = shown(type) ?? displayed(context, entry.name) ?? entry.name;
  return [{ ...common, name, type, main: entry.name, mainPlace: functionPlace(context, entry.name), prelude, becomes: [] }, ...begun];
}

/** Calls of main functions in the cases of a switch: `case CheckpointerProcess: CheckpointerMain();`. */
function casesOf(
  context: TreeContext,
  name: string,
): readonly { readonly call: FlowCall; readonly label: string; readonly path: TreePath }[] {
  const path = functionPlace(context, name)?.path;
  if (path === undefined) return [];
  return flowOf(context, path, name).flatMap((call) => {
    const label = /^case (\w+)$/.exec(call.conditions.at(-1) ?? '')?.[1];
    return label !== undefined && /Main$/.test(call.name) ? [{ call, label, path }] : [];
  });
}

/** The title of one of several processes of a function: of the type that its case sets, or the text of its case. */
function titleOf(context: TreeContext, name: string, label: string): string {
  const place = functionPlace(context, name);
  const text = context.tree.read(place?.path ?? '')?.text.slice(place?.offset ?? 0) ?? '';
  const type = new RegExp(`case ${label}:\\s*MyBackendType = (B_\\w+);`).exec(text)?.[1];
  const shown = new RegExp(`case ${label}:\\s*\\w+ = (?:pgstat_get_backend_desc\\()?"?(\\w[\\w ]*)`).exec(text)?.[1];
  return (type === undefined ? undefined : backendTypes(context).get(type)) ?? shown ?? label;
}

/** The types that the first of these functions gives itself, in order: the last is its own unless a condition finds another one. */
function typesSetBy(context: TreeContext, names: readonly string[]): readonly string[] {
  for (const name of names) {
    const text = bodyOf(context, functionPlace(context, name));
    const set = [...text.matchAll(/\bMyBackendType\s*=\s*([^;]*);/g)].flatMap((match) => match[1]?.match(/\bB_\w+/g) ?? []);
    const shown = /\binit_ps_display\(\s*GetBackendTypeDesc\((B_\w+)\)/.exec(text)?.[1];
    if (set.length > 0) return [...new Set(set)];
    if (shown !== undefined) return [shown];
  }
  return [];
}

/** What a function shows in the process list. */
function displayed(context: TreeContext, name: string): string | undefined {
  return /\binit_ps_display\(\s*"([^"]+)"/.exec(bodyOf(context, functionPlace(context, name)))?.[1];
}

function bodyOf(context: TreeContext, place: Place | undefined): string {
  const text = context.tree.read(place?.path ?? '')?.text ?? '';
  const end = place ? text.indexOf('\n}', place.offset) : -1;
  return place && end >= 0 ? text.slice(place.offset, end) : '';
}

/**
 * Functions that start a type of process: they give its constant to a function or macro that starts processes, or name it beside such a
 * call, or call a function beside it that assigns the constant.
 */
function starters(context: TreeContext, type: string): ServerProcess['startedBy'] {
  const isNamed = new RegExp(`(?:^|[(, ])${type}\\b`);
  const direct = callers(context, (path, text) => {
    if (!text.includes(type)) return [];
    const macros = [...text.matchAll(new RegExp(`^#define[ \\t]+(\\w+)\\(\\)[ \\t]+\\w+\\(${type}\\)`, 'gm'))].map(
      (match) => match[1] ?? '',
    );
    return callsIn(context, path, (call) => macros.includes(call.name) || (STARTS.test(call.name) && isNamed.test(call.arguments)));
  });
  if (direct.length > 0) return direct;
  const launching = (wanted: (body: string) => boolean) =>
    callers(context, (path) =>
      callsIn(context, path, (call) => /_(?:launch|fork\w*)$/.test(call.name)).filter(({ name, place }) =>
        wanted(bodyOf(context, functionPlace(context, name) ?? place)),
      ),
    );
  const beside = launching((body) => isNamed.test(body));
  if (beside.length > 0) return beside;
  const assigning = assigners(context, type);
  return launching((body) => assigning.some((name) => body.includes(`${name}(`)));
}

/** Functions of the postmaster that assign a type of process to something. */
function assigners(context: TreeContext, type: string): readonly string[] {
  const assigned = new RegExp(`[^=!]=\\s*${type}\\s*;`);
  return postmasterFiles(context)
    .filter((path) => assigned.test(context.tree.read(path)?.text ?? ''))
    .flatMap((path) => functionsOf(context, path).filter(({ offset }) => assigned.test(bodyOf(context, { path, offset }))))
    .map(({ name }) => name);
}

const STARTS = /start|launch|fork/i;

/** Calls of a file that match, each with the function that makes it; of several calls in one function, the first. */
function callsIn(context: TreeContext, path: TreePath, matches: (call: FlowCall) => boolean): ServerProcess['startedBy'] {
  return functionsOf(context, path).flatMap(({ name }) => {
    const call = flowOf(context, path, name).find(matches);
    return call ? [{ name, place: callPlace(path, call) }] : [];
  });
}

/** Functions that call a function. */
function callersOf(context: TreeContext, name: string): ServerProcess['startedBy'] {
  return callers(context, (path, text) => (text.includes(`${name}(`) ? callsIn(context, path, (call) => call.name === name) : []));
}

function callers(context: TreeContext, find: (path: TreePath, text: string) => ServerProcess['startedBy']): ServerProcess['startedBy'] {
  return postmasterFiles(context).flatMap((path) => find(path, context.tree.read(path)?.text ?? ''));
}

/** Only the postmaster starts processes, so only its directory is searched. */
function postmasterFiles(context: TreeContext): readonly TreePath[] {
  return serverFiles(context).filter((path) => path.startsWith('src/backend/postmaster/'));
}
