import type { Place } from '../../base/result.ts';
import { conditionals } from '../../syntax/c/conditionals.ts';
import type { CCall } from '../../syntax/c/syntax.ts';
import { readMacroList } from '../../syntax/macro-list.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Area, ModuleFile, Modules } from './areas.ts';

/** Functions of `ipci.c` that hold a list in some shape. */
export const LIST_HOLDERS = ['CalculateShmemSize', 'CreateOrAttachShmemStructs', 'CreateSharedMemoryAndSemaphores'] as const;

/** A module's entry in one of the central lists: a call of `ipci.c`, or a line of `subsystemlist.h`. */
export interface ListEntry {
  /** The function called, or the callbacks object. */
  readonly name: string;
  readonly place: Place;
  /** Offset after its statement or line. */
  readonly end: number;
  /** Whether it stands inside an `#if`. */
  readonly conditional: boolean;
  /** Number of its run of consecutive lines. */
  readonly run: number;
}

/** The central lists of a tree: sizes and initializations of `ipci.c`, or the subsystems. */
export interface CentralLists {
  readonly sizes: readonly ListEntry[];
  readonly inits: readonly ListEntry[];
  readonly subsystems: readonly ListEntry[];
  /** Functions of `ipci.c` that hold the two lists. */
  readonly sizeHolder: string | undefined;
  readonly initHolder: string | undefined;
}

/** A `ShmemCallbacks` object of a module. */
export interface Callbacks {
  readonly name: string;
  readonly file: ModuleFile;
  readonly offset: number;
  readonly request: string | undefined;
  readonly init: string | undefined;
}

/** Reads the central lists of the tree's shape; lists that it has not are empty. */
export function readCentralLists(context: TreeContext): CentralLists {
  if (context.shape.shmem === 'subsystem-list') {
    const text = context.tree.read(paths.subsystemList)?.text ?? '';
    const subsystems = readMacroList(text).entries.map((entry) => ({
      name: entry.arguments[0] ?? '',
      place: { path: paths.subsystemList, offset: entry.start },
      end: entry.end,
      conditional: entry.conditions.length > 0,
      run: entry.run,
    }));
    return { sizes: [], inits: [], subsystems, sizeHolder: undefined, initHolder: undefined };
  }
  const text = context.tree.read(paths.ipci)?.text ?? '';
  const holder = (names: readonly string[]) => names.find((name) => context.c.calls(text, name) !== undefined);
  const sizeHolder = holder(['CalculateShmemSize', 'CreateSharedMemoryAndSemaphores']);
  const initHolder = holder(['CreateOrAttachShmemStructs', 'CreateSharedMemoryAndSemaphores']);
  const entry = entryReader(text);
  const sizes = (sizeHolder === undefined ? [] : (context.c.calls(text, sizeHolder) ?? [])).flatMap((call) => {
    const added = call.name === 'add_size' ? /^(\w+)\s*\(/.exec(call.arguments[1] ?? '')?.[1] : undefined;
    return added !== undefined && isSum(text, call) ? [entry(added, call)] : [];
  });
  return {
    sizes,
    inits: readInits(context, text, initHolder).map((call) => entry(call.name, call)),
    subsystems: [],
    sizeHolder,
    initHolder,
  };
}

/** Whether the statement is `size = add_size(size, …)`. */
function isSum(text: string, call: CCall): boolean {
  const target = /^\s*(\w+)\s*=\s*$/.exec(text.slice(call.statement.start, call.start))?.[1];
  return target !== undefined && call.arguments[0] === target;
}

/** Statements that call a function without arguments, up to where loadable modules have their turn. */
function readInits(context: TreeContext, text: string, holder: string | undefined): readonly CCall[] {
  const calls = holder === undefined ? [] : (context.c.calls(text, holder) ?? []);
  const hooks = new Set(context.c.outline(text).variables.map((variable) => variable.name));
  const end = calls.findIndex((call) => call.name === 'dsm_postmaster_startup' || hooks.has(call.name));
  const own = end < 0 ? calls : calls.slice(0, end);
  return own.filter((call) => call.arguments.length === 0 && call.statement.start === call.start);
}

function entryReader(text: string): (name: string, call: CCall) => ListEntry {
  const directives = conditionals(text);
  const conditional = (offset: number) => {
    let depth = 0;
    for (const { start, kind } of directives) {
      if (start > offset) break;
      depth += kind === 'if' ? 1 : kind === 'endif' ? -1 : 0;
    }
    return depth > 0;
  };
  let run = 0;
  let last = 0;
  return (name, call) => {
    if (/\n\s*\n|\/\*/.test(text.slice(last, call.statement.start))) run += 1;
    last = call.statement.end;
    const place = { path: paths.ipci, offset: call.statement.start };
    return { name, place, end: call.statement.end, conditional: conditional(call.start), run };
  };
}

/** The calls of a function of a module file. */
function callsOf(context: TreeContext, path: TreePath, name: string): readonly CCall[] {
  return remember(context, `calls of ${name} in ${path}`, ({ c, tree }) => c.calls(tree.read(path)?.text ?? '', name) ?? []);
}

/** The callbacks objects that the module files define. */
export function readCallbacks(context: TreeContext, files: readonly ModuleFile[]): readonly Callbacks[] {
  return files.flatMap((file) =>
    file.outline.variables
      .filter((variable) => /\bShmemCallbacks\b/.test(variable.specifiers) && variable.initializer)
      .map((variable) => {
        const elements = context.c.initializer(file.text, variable.name)?.elements ?? [];
        const member = (name: string) => elements.find((element) => element.designator === name)?.text.replace(/^\.\w+\s*=\s*/, '');
        return { name: variable.name, file, offset: variable.nameRange.start, request: member('.request_fn'), init: member('.init_fn') };
      }),
  );
}

/**
 * Areas in the order in which the server sets them up: through the central list, and inside a function through the calls it makes.
 * Areas that no list leads to, for example those behind a table of methods, come last.
 */
export function orderedAreas(
  context: TreeContext,
  lists: CentralLists,
  callbacks: readonly Callbacks[],
  { areas, homes }: Pick<Modules, 'areas' | 'homes'>,
): readonly { readonly area: Area; readonly entry: ListEntry | undefined }[] {
  const ordered: { area: Area; entry: ListEntry | undefined }[] = [];
  const seen = new Set<Area>();
  const holders = new Map(areas.map((area) => [area.inFunction.name, area.file]));
  const visit = (name: string, file: ModuleFile | undefined, entry: ListEntry, path: readonly string[]) => {
    if (!file || path.includes(name)) return;
    for (const call of callsOf(context, file.path, name)) {
      const area = areas.find((one) => one.file === file && one.call.start === call.start);
      if (area && !seen.has(area)) {
        seen.add(area);
        ordered.push({ area, entry });
      } else if (holders.has(call.name)) visit(call.name, holders.get(call.name), entry, [...path, name]);
    }
  };
  for (const entry of lists.inits) visit(entry.name, homes.get(entry.name), entry, []);
  for (const entry of lists.subsystems) {
    const object = callbacks.find((one) => one.name === entry.name);
    if (object?.request !== undefined) visit(object.request, object.file, entry, []);
  }
  for (const area of areas) if (!seen.has(area)) ordered.push({ area, entry: undefined });
  return ordered;
}
