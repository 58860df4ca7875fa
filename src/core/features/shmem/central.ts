import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { ListEntry } from './calls.ts';
import { columnOf } from './layout.ts';

/**
 * The entry of `ipci.c` that a new one follows: the last that always runs and stands at the level of the list itself, unless the list
 * has relatives by name. What is new may use everything before it.
 */
export function callToFollow(text: string, entries: readonly ListEntry[], name: string): ListEntry | undefined {
  const plain = entries.filter((entry) => !entry.conditional);
  const indent = (entry: ListEntry) => columnOf(text.slice(lineStart(text, entry.place.offset), entry.place.offset));
  const level = Math.min(...plain.map(indent));
  const own = plain.filter((entry) => indent(entry) === level);
  return relative(own, name) ?? own.at(-1);
}

/**
 * The line of `subsystemlist.h` that a new one follows: a relative by name, else the last of the last group with more than one entry,
 * since single entries at the end depend on everything before them.
 */
export function subsystemToFollow(entries: readonly ListEntry[], name: string): ListEntry | undefined {
  const plain = entries.filter((entry) => !entry.conditional);
  const sizes = new Map<number, number>();
  for (const entry of entries) sizes.set(entry.run, (sizes.get(entry.run) ?? 0) + 1);
  return relative(plain, name) ?? plain.filter((entry) => (sizes.get(entry.run) ?? 0) > 1).at(-1) ?? plain.at(-1);
}

/**
 * An entry whose whole module name begins the new one's, as `dsm` begins `DSMRegistry`; else the last of several neighbours that share
 * their first word with it, as `WalSnd` and `WalRcv` do with `WalSummarizer`.
 */
function relative(entries: readonly ListEntry[], name: string): ListEntry | undefined {
  const wanted = moduleOf(name);
  const parent = entries.filter((entry) => begins(moduleOf(entry.name), wanted)).at(-1);
  if (parent) return parent;
  const word = firstWord(wanted);
  const shares = (entry: ListEntry | undefined) => entry !== undefined && word.length >= 3 && firstWord(moduleOf(entry.name)) === word;
  return entries.filter((entry, index) => shares(entry) && (shares(entries[index - 1]) || shares(entries[index + 1]))).at(-1);
}

/** The module in the name of a function or callbacks object: `XLOG` of `XLOGShmemInit`, `dsm` of `dsm_estimate_size`. */
function moduleOf(name: string): string {
  return name.replace(/_?(?:shmem|estimate)?_?(?:size|init|callbacks)$/i, '');
}

function begins(parent: string, name: string): boolean {
  const next = name.charAt(parent.length);
  return parent.length >= 2 && name.toLowerCase().startsWith(parent.toLowerCase()) && /[A-Z_]/.test(next);
}

function firstWord(name: string): string {
  return (/^(?:[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+)/.exec(name)?.[0] ?? '').toLowerCase();
}

/** A statement on the line after an entry of `ipci.c`, with its indentation. */
export function callAfter(context: TreeContext, entry: ListEntry, statement: (target: string) => string, step: string): Change {
  const text = context.tree.read(paths.ipci)?.text ?? '';
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, entry.place.offset)))?.[0] ?? '\t';
  const target = /^\w+/.exec(text.slice(entry.place.offset))?.[0] ?? 'size';
  const at = lineEnd(text, entry.end - 1);
  return { kind: 'edit', step, path: paths.ipci, start: at, end: at, text: `${indent}${statement(target)}\n` };
}

/** A line of `subsystemlist.h` after an entry, of the same macro. */
export function subsystemAfter(context: TreeContext, entry: ListEntry, callbacks: string, step: string): Change {
  const text = context.tree.read(paths.subsystemList)?.text ?? '';
  const line = text.slice(entry.place.offset, entry.end);
  const macro = /\w+/.exec(line)?.[0] ?? 'PG_SHMEM_SUBSYSTEM';
  const newline = line.endsWith('\n') ? '' : '\n';
  return { kind: 'edit', step, path: paths.subsystemList, start: entry.end, end: entry.end, text: `${newline}${macro}(${callbacks})\n` };
}
