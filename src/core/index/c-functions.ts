import type { Place } from '../base/result.ts';
import { own } from '../text/own.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember, rememberText, settled } from '../tree/memo.ts';
import { joinParts, rememberParts } from '../tree/parts.ts';
import type { SourceTree, TreePath } from '../tree/source-tree.ts';

/** Directories whose object files end up in the server, so that their global names must differ. */
export const SERVER_DIRECTORIES: readonly TreePath[] = ['src/backend', 'src/common', 'src/port', 'src/timezone'];

/** A C function that a file defines. */
export interface DefinedFunction {
  readonly name: string;
  /** Of its name, or of the macro call that makes it. */
  readonly offset: number;
  readonly isStatic: boolean;
  /** Whether the function manager can call it: global, a Datum as its result, with PG_FUNCTION_ARGS. */
  readonly isCallable: boolean;
}

/** A C function of the server with its place. */
export interface PlacedFunction extends DefinedFunction {
  readonly place: Place;
}

/**
 * The functions that a C file defines, read from its text alone: a name in column 0 before a bracket and a body, as PostgreSQL writes
 * definitions, and SQL-callable functions that a macro of the file makes.
 */
export function definedFunctions(text: string): readonly DefinedFunction[] {
  return inOrder([...writtenFunctions(text), ...madeFunctions(text)]);
}

function inOrder(functions: readonly DefinedFunction[]): readonly DefinedFunction[] {
  return functions.toSorted((a, b) => a.offset - b.offset);
}

/** Functions whose definition is written out. */
function writtenFunctions(text: string): readonly DefinedFunction[] {
  const found: DefinedFunction[] = [];
  for (const match of text.matchAll(/^([A-Za-z_]\w*)[ \t]*\(([^;{}()]*(?:\([^;{}()]*\)[^;{}()]*)*)\)\s*\{/gm)) {
    const before = lineBefore(text, match.index);
    if (/\\[ \t]*\r?$/.test(before) || /^extern\b.*[^"]$/.test(before)) continue;
    const isStatic = /^static\b/.test(before);
    const isCallable = /^Datum\s*$/.test(before) && match[2]?.trim() === 'PG_FUNCTION_ARGS';
    found.push({ name: own(match[1] ?? ''), offset: match.index, isStatic, isCallable });
  }
  return found;
}

/** Functions that macros of the file define. */
function madeFunctions(text: string): readonly DefinedFunction[] {
  const found: DefinedFunction[] = [];
  for (const maker of functionMakers(text)) {
    for (const use of text.matchAll(new RegExp(`^${maker.macro}\\(([^)]*)\\)`, 'gm'))) {
      if (/\\[ \t]*\r?$/.test(lineBefore(text, use.index))) continue;
      const value = use[1]?.split(',')[maker.parameter]?.trim() ?? '';
      for (const [before, after] of maker.names)
        found.push({ name: `${before}${value}${after}`, offset: use.index, isStatic: false, isCallable: true });
    }
  }
  return found;
}

/** The functions that one file defines. */
export function functionsOf(context: TreeContext, path: TreePath): readonly DefinedFunction[] {
  const key = `functions ${path}`;
  return remember(context, key, ({ tree, memo }) => {
    const text = tree.read(path)?.text ?? '';
    return inOrder([...joinParts(rememberParts(memo, key, text, writtenFunctions)), ...madeFunctions(text)]);
  });
}

/** The functions of the server that have a name, in order of path. */
export function functionsNamed(context: TreeContext, name: string): readonly PlacedFunction[] {
  const paths = pathsByName(context, 'functions', functionsOf).get(name) ?? [];
  return paths.flatMap((path) =>
    functionsOf(context, path).flatMap((one) => (one.name === name ? [{ ...one, place: { path, offset: one.offset } }] : [])),
  );
}

/** Where the server defines a function, global definitions first; undefined where it does not. */
export function functionPlace(context: TreeContext, name: string): Place | undefined {
  const found = functionsNamed(context, name);
  return (found.find((one) => !one.isStatic) ?? found[0])?.place;
}

/** Whether the server defines a function, which is known without looking for its place. */
export function definesFunction(context: TreeContext, name: string): boolean {
  return pathsByName(context, 'functions', functionsOf).has(name);
}

/** Names of functions that code of the server calls through the function manager, or that it makes the manager call. */
export function managerCalled(context: TreeContext): ReadonlySet<string> {
  return remember(context, 'functions called through the manager', (inner) => {
    return new Set(serverFiles(inner).flatMap((path) => managerCalledIn(inner, path)));
  });
}

function managerCalledIn(context: TreeContext, path: TreePath): readonly string[] {
  return remember(context, `manager calls ${path}`, ({ tree }) => {
    const calls = (tree.read(path)?.text ?? '').matchAll(/\bDirect(?:Input)?FunctionCall\w*\(\s*(\w+)\s*,|\bfn_addr\s*=\s*(\w+)\s*;/g);
    return [...calls].map((match) => match[1] ?? match[2] ?? '');
  });
}

/** C files of the server, in order of path. */
export function serverFiles(context: TreeContext): readonly TreePath[] {
  return remember(context, 'files of the server', ({ tree }) =>
    SERVER_DIRECTORIES.flatMap((directory) => [...cFilesBelow(tree, directory)]),
  );
}

/**
 * The files that define each name, by what `read` finds in one file. An edit that moves definitions changes their offsets and not
 * their names, so this stays as it is; offsets are looked up in the file.
 */
export function pathsByName(
  context: TreeContext,
  what: string,
  read: (context: TreeContext, path: TreePath) => readonly { readonly name: string }[],
): ReadonlyMap<string, readonly TreePath[]> {
  const collect = (inner: TreeContext) => {
    const files = serverFiles(inner);
    const signatures = files.map((path) =>
      settled(
        inner,
        `names of ${what} ${path}`,
        (own) =>
          read(own, path)
            .map((one) => one.name)
            .join(' '),
        'identity',
      ),
    );
    return rememberText(inner.memo, `paths by ${what}`, signatures.join('\n'), () => {
      const byName = new Map<string, TreePath[]>();
      for (const [index, names] of signatures.entries()) {
        for (const name of new Set(names.split(' '))) {
          const known = byName.get(name);
          const path = files[index] ?? '';
          if (known) known.push(path);
          else byName.set(name, [path]);
        }
      }
      return byName;
    });
  };
  return settled(context, `paths by ${what}`, collect, 'identity');
}

/** C files below a directory, in order of path. */
export function* cFilesBelow(tree: SourceTree, directory: TreePath): Generator<TreePath> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* cFilesBelow(tree, path);
    else if (entry.kind === 'file' && entry.name.endsWith('.c')) yield path;
  }
}

/** The line above an offset, without its terminator. */
function lineBefore(text: string, offset: number): string {
  const end = text.lastIndexOf('\n', offset - 1);
  return end < 0 ? '' : text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
}

/** A macro that defines functions whose names hold one of its arguments. */
interface FunctionMaker {
  readonly macro: string;
  readonly parameter: number;
  /** What stands before and after the argument in each name. */
  readonly names: readonly (readonly [before: string, after: string])[];
}

function functionMakers(text: string): readonly FunctionMaker[] {
  const makers: FunctionMaker[] = [];
  // Most files have no such line in a macro, and are not read any further.
  if (!text.includes('(PG_FUNCTION_ARGS)') || !/\\\r?\n[^\n]*\(PG_FUNCTION_ARGS\)/.test(text)) return makers;
  for (const [whole, macro = '', list = ''] of text.matchAll(/^#define[ \t]+(\w+)\(([^)]*)\)(?:[^\n]*\\\r?\n)+[^\n]*/gm)) {
    const parameters = list.split(',').map((one) => one.trim());
    for (const [parameter, argument] of parameters.entries()) {
      const names = [...namesMade(whole, argument), ...namesMadeThrough(makers, whole, argument)];
      if (names.length > 0) makers.push({ macro, parameter, names });
    }
  }
  return makers;
}

/** Names of the functions that a macro's text defines with one of its parameters. */
function namesMade(define: string, argument: string): FunctionMaker['names'] {
  const concat = [...define.matchAll(new RegExp(`\\bCppConcat\\((\\w+),\\s*${argument}\\)\\s*\\(PG_FUNCTION_ARGS\\)`, 'g'))];
  const pasted = [...define.matchAll(new RegExp(`(?<![\\w#])(?:(\\w+)##)?${argument}(?:##(\\w+))?\\s*\\(PG_FUNCTION_ARGS\\)`, 'g'))];
  return [...concat, ...pasted].map((match): readonly [string, string] => [match[1] ?? '', match[2] ?? '']);
}

/** Names of the functions that a macro defines because it uses such macros before it. */
function namesMadeThrough(makers: readonly FunctionMaker[], define: string, argument: string): FunctionMaker['names'] {
  return makers.flatMap(({ macro, parameter, names }) => {
    const uses = [...define.matchAll(new RegExp(`(?<!#define[ \\t]+)\\b${macro}\\(([^)]*)\\)`, 'g'))];
    return uses.some((use) => use[1]?.split(',')[parameter]?.trim() === argument) ? names : [];
  });
}
