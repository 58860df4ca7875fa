import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { type ColumnDeclaration, columnsOf } from '../catalog/records.ts';
import { plainComment } from '../syntax/c/comment.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';

/** One value of a column of the type `char`. */
export interface Code {
  readonly value: string;
  /** The constant and its comment, or what the column's comment says of it; may be empty. */
  readonly meaning: string;
}

/** What a value of one character means in a column; undefined where the tree does not say. */
export function codeMeaning(context: TreeContext, path: TreePath, column: string, value: string): string | undefined {
  return codesOf(context, path, column).find((code) => code.value === value)?.meaning || undefined;
}

/**
 * The values that a catalog's header names for a column of the type `char`: constants named like the column, constants below a comment
 * that names the column, constants or a column of another catalog that its comment refers to, or else what its comment quotes.
 */
export function codesOf(context: TreeContext, path: TreePath, column: string): readonly Code[] {
  return remember(context, `codes ${path} ${column}`, (inner) => codesOfColumn(inner, path, column, 0));
}

function codesOfColumn(context: TreeContext, path: TreePath, column: string, depth: number): readonly Code[] {
  const columns = columnsOf(context, path);
  const declared = columns.get(column);
  if (!declared || !/^char\b/.test(declared.text)) return [];
  const constants = constantsOf(context.tree.read(headerOf(path))?.text ?? '', columns);
  const begin = `${column.toUpperCase().replace(/S$/, '')}S?_`;
  const mentioned = /\b([A-Z][A-Z_]*_)(?:xxx|\*)/.exec(declared.comment)?.[1];
  const ways = [
    constants.filter(({ name }) => new RegExp(`^${begin}`).test(name)),
    constants.filter(({ columns: named }) => named.includes(column)),
    mentioned === undefined ? [] : constants.filter(({ name }) => name.startsWith(mentioned)),
  ];
  const found = ways.find((way) => way.length > 0);
  if (found)
    return found.map(({ name, value, comment }) => ({ value, meaning: [`\`${name}\``, comment].filter(Boolean).join(' \u2014 ') }));
  const [, catalog, other] = /\b(pg_\w+)\.(\w+)/.exec(declared.comment) ?? [];
  if (catalog !== undefined && other !== undefined && depth === 0)
    return codesOfColumn(context, `${CATALOG_DIRECTORY}/${catalog}.dat`, other, 1);
  return quotedCodes(declared);
}

interface CharConstant {
  readonly name: string;
  readonly value: string;
  readonly comment: string;
  /** Columns that the comment above it and its neighbours names. */
  readonly columns: readonly string[];
}

/** Macros and enumerators that stand for one character, with the comment beside them or right above. */
function constantsOf(header: string, columns: ReadonlyMap<string, ColumnDeclaration>): readonly CharConstant[] {
  const found: CharConstant[] = [];
  let named: readonly string[] = [];
  let above = '';
  let aboveEnd = -1;
  const pattern =
    /^\/\*([\s\S]*?)\*\/[ \t]*$|^(?:#define[ \t]+([A-Z][A-Z_0-9]*)[ \t]+'(.)'|[ \t]+([A-Z][A-Z_0-9]*)[ \t]*=[ \t]*'(.)',?)[ \t]*(?:\/\*(.*?)\*\/)?/gm;
  for (const match of header.matchAll(pattern)) {
    const [whole, block, macro, macroValue, enumerator, enumValue, beside] = match;
    if (block !== undefined) {
      const words = new Set(block.match(/\w+/g));
      const own = [...columns.keys()].filter((name) => words.has(name));
      if (own.length > 0) named = own;
      above = own.length > 0 ? '' : plainComment(block);
      aboveEnd = match.index + whole.length;
    } else {
      const isBelow = header.slice(aboveEnd, match.index).trim() === '' && match.index - aboveEnd <= 2;
      const comment = beside === undefined ? (isBelow ? above : '') : plainComment(beside);
      found.push({ name: macro ?? enumerator ?? '', value: macroValue ?? enumValue ?? '', comment, columns: named });
    }
  }
  return found;
}

/** `'l' for prefix or 'b' for infix` in a column's comment. */
function quotedCodes({ comment }: ColumnDeclaration): readonly Code[] {
  return [...comment.matchAll(/'(\w)'(?![a-z])\s*(?:=|for\b|is\b|means\b)?\s*([^',;]*?)(?=,|;|\s+or\b|\s*'|\s*$)/g)].map(
    ([, value = '', meaning = '']) => ({ value, meaning: meaning === 'or' ? '' : meaning }),
  );
}

function headerOf(path: TreePath): TreePath {
  return `${CATALOG_DIRECTORY}/${basename(path).replace(/\.dat$/, '.h')}`;
}
