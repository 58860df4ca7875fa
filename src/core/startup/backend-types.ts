import { readMacroList } from '../syntax/macro-list.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

const MISCINIT = 'src/backend/utils/init/miscinit.c';
const MISCADMIN = 'src/include/miscadmin.h';
const PROCTYPES = 'src/include/postmaster/proctypelist.h';

/** What people see as the names of process types, by `B_…` constants: lines of proctypelist.h, else cases of `GetBackendTypeDesc`. */
export function backendTypes(context: TreeContext): ReadonlyMap<string, string> {
  return remember(context, 'backend types', ({ tree }) => {
    const list = tree.read(PROCTYPES)?.text;
    const text = tree.read(MISCINIT)?.text ?? '';
    const found = new Map<string, string>();
    for (const { arguments: parts } of list === undefined ? [] : proctypes(list))
      found.set(parts[0] ?? '', titleOf(parts[2] ?? parts[1] ?? ''));
    for (const match of text.matchAll(/case (B_\w+):\s*(?:case \w+:\s*)*\w+\s*=\s*([^;]+);/g))
      if (!found.has(match[1] ?? '')) found.set(match[1] ?? '', titleOf(match[2] ?? ''));
    return found;
  });
}

/** The constant that stands for no process: the one of miscadmin.h that is zero. */
export function typeOfNone({ tree }: TreeContext): string | undefined {
  return /\b(B_\w+)\s*=\s*0\b/.exec(tree.read(MISCADMIN)?.text ?? '')?.[1];
}

function titleOf(expression: string): string {
  return /"([^"]*)"/.exec(expression)?.[1] ?? expression;
}

/** Lines `PG_PROCTYPE(type, category, description, main function, …)`; a description may be a call, so brackets may be nested. */
export function proctypes(text: string): readonly { readonly start: number; readonly arguments: readonly string[] }[] {
  const plain = readMacroList(text).entries.map(({ start, arguments: parts }) => ({ start, arguments: parts }));
  if (plain.length > 0) return plain;
  return [...text.matchAll(/^PG_\w+\((.*)\)[ \t]*;?[ \t]*$/gm)].map((match) => ({
    start: match.index,
    arguments: (match[1] ?? '').split(/,\s*(?![^(]*\))/).map((part) => part.trim()),
  }));
}
