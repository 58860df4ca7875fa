import { fail, ok, type Result } from '../base/result.ts';
import { readMacroList } from '../syntax/macro-list.ts';
import { readNumberedNames } from '../syntax/sections.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { paths } from '../tree/shape.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** A predefined LWLock. */
export interface NamedLock {
  /** Name as displayed, without the `Lock` that ends its C name. */
  readonly name: string;
  readonly number: number;
  readonly offset: number;
  readonly end: number;
}

/** The list of predefined LWLocks. */
export interface NamedLocks {
  readonly path: TreePath;
  readonly locks: readonly NamedLock[];
}

/** Reads `lwlocknames.txt` or the `PG_LWLOCK` lines of `lwlocklist.h`; undefined where the tree has neither. */
export function readNamedLocks(context: TreeContext): NamedLocks | undefined {
  const path = context.shape.lwlock === 'lwlocknames.txt' ? paths.lwlockNames : paths.lwlockList;
  const text = context.shape.lwlock === undefined ? undefined : context.tree.read(path)?.text;
  if (text === undefined) return undefined;
  if (path === paths.lwlockNames) {
    const locks = readNumberedNames(text).entries.map((entry) => ({
      name: entry.name.replace(/Lock$/, ''),
      number: entry.number,
      offset: entry.start,
      end: entry.end,
    }));
    return { path, locks };
  }
  const entries = readMacroList(text).entries.filter((entry) => entry.macro === 'PG_LWLOCK' && entry.arguments.length === 2);
  const locks = entries.map((entry) => ({
    name: entry.arguments[1] ?? '',
    number: Number(entry.arguments[0]),
    offset: entry.start,
    end: entry.end,
  }));
  return { path, locks };
}

/** Adds a predefined lock at the end of the list, with the number after the last: gaps are never filled again. */
export function placeNamedLock(context: TreeContext, name: string, step: string): Result<Change> {
  const list = readNamedLocks(context);
  const last = list?.locks.at(-1);
  if (!list || !last)
    return fail({
      code: 'lwlock/no-list',
      message: `No list of predefined LWLocks: looked for entries in ${paths.lwlockList} and ${paths.lwlockNames}`,
      ...(list ? { where: { path: list.path, offset: 0 } } : {}),
      hint: 'Complete the checkout, or choose another kind of lock.',
    });
  const text = context.tree.read(list.path)?.text ?? '';
  const number = last.number + 1;
  const model = text.slice(last.offset, last.end);
  const line = list.path === paths.lwlockNames ? numberedLine(`${name}Lock`, number, model) : `PG_LWLOCK(${number}, ${name})`;
  const newline = model.endsWith('\n') ? '' : '\n';
  return ok({ kind: 'edit', step, path: list.path, start: last.end, end: last.end, text: `${newline}${line}\n` });
}

/** A line with its number in the column of the neighbour's number. */
function numberedLine(name: string, number: number, model: string): string {
  const column = columnOf(/^\w+\s+/.exec(model)?.[0] ?? '');
  let line = name;
  do line += '\t';
  while (columnOf(line) < column);
  return `${line}${number}`;
}

/** Column after a text with TABs of width 4. */
function columnOf(text: string): number {
  let column = 0;
  for (const char of text) column = char === '\t' ? column + 4 - (column % 4) : column + 1;
  return column;
}
