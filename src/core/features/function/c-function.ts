import type { Place } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { SourceTree, TreePath } from '../../tree/source-tree.ts';

/** Directories whose object files end up in the server, so that their global names must differ. */
const SERVER_DIRECTORIES = ['src/backend', 'src/common', 'src/port', 'src/timezone'];

/** A C function of the server. */
export interface FoundFunction {
  readonly place: Place;
  /** Whether the function manager can call it: global, with PG_FUNCTION_ARGS. */
  readonly callable: boolean;
}

/** Names of the SQL-callable functions that a C file defines, in order, those included that a macro of the file makes. */
export function callableFunctions(text: string): readonly string[] {
  const found: { readonly at: number; readonly name: string }[] = [];
  for (const match of text.matchAll(/^(\w+)[ \t]*\([ \t]*PG_FUNCTION_ARGS[ \t]*\)/gm)) {
    if (/^(?:extern|static)\b/.test(lineBefore(text, match.index))) continue;
    if (!/\\[ \t]*\r?$/.test(lineBefore(text, match.index))) found.push({ at: match.index, name: match[1] ?? '' });
  }
  for (const maker of functionMakers(text)) {
    for (const use of text.matchAll(new RegExp(`^${maker.macro}\\(([^)]*)\\)`, 'gm'))) {
      const value = use[1]?.split(',')[maker.parameter]?.trim() ?? '';
      for (const [before, after] of maker.names) found.push({ at: use.index, name: `${before}${value}${after}` });
    }
  }
  return found.sort((a, b) => a.at - b.at).map((one) => one.name);
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
  for (const [whole, macro = '', list = ''] of text.matchAll(/^#define[ \t]+(\w+)\(([^)]*)\)(?:[^\n]*\\\r?\n)+[^\n]*/gm)) {
    const parameters = list.split(',').map((one) => one.trim());
    for (const [parameter, argument] of parameters.entries()) {
      const concat = [...whole.matchAll(new RegExp(`\\bCppConcat\\((\\w+),\\s*${argument}\\)\\s*\\(PG_FUNCTION_ARGS\\)`, 'g'))];
      const pasted = [...whole.matchAll(new RegExp(`(?<![\\w#])(?:(\\w+)##)?${argument}(?:##(\\w+))?\\s*\\(PG_FUNCTION_ARGS\\)`, 'g'))];
      const names = [...concat, ...pasted].map((match): readonly [string, string] => [match[1] ?? '', match[2] ?? '']);
      if (names.length > 0) makers.push({ macro, parameter, names });
    }
  }
  return makers;
}

/**
 * The function that has a C name in the server already. A static one counts too, as not callable: the generated fmgrprotos.h declares
 * every name of pg_proc.dat, which would clash with it. Functions are found by their text: the name in column 0 before `(`.
 */
export function findCFunction(context: TreeContext, name: string): FoundFunction | undefined {
  const pattern = new RegExp(`^${name}[ \\t]*\\(([^)]*)\\)\\s*\\{`, 'm');
  for (const directory of SERVER_DIRECTORIES) {
    for (const path of cFiles(context.tree, directory)) {
      const text = context.tree.read(path)?.text ?? '';
      const match = text.includes(name) ? pattern.exec(text) : undefined;
      if (!match && /\bCppConcat\(|\w##\w/.test(text) && callableFunctions(text).includes(name)) {
        return { place: { path, offset: 0 }, callable: true };
      }
      if (!match) continue;
      const isStatic = /^static\b/.test(lineBefore(text, match.index));
      return { place: { path, offset: match.index }, callable: !isStatic && match[1]?.trim() === 'PG_FUNCTION_ARGS' };
    }
  }
  return undefined;
}

function* cFiles(tree: SourceTree, directory: TreePath): Generator<TreePath> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* cFiles(tree, path);
    else if (entry.kind === 'file' && entry.name.endsWith('.c')) yield path;
  }
}
