import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { ListEntry } from './calls.ts';
import { columnOf } from './layout.ts';

/**
 * The entry that a new one of `ipci.c` follows: the last that always runs and stands at the level of the list itself. The order of the
 * two lists is independent, and what is new may use everything before it.
 */
export function lastCall(text: string, entries: readonly ListEntry[]): ListEntry | undefined {
  const plain = entries.filter((entry) => !entry.conditional);
  const indent = (entry: ListEntry) => columnOf(text.slice(lineStart(text, entry.place.offset), entry.place.offset));
  const level = Math.min(...plain.map(indent));
  return plain.filter((entry) => indent(entry) === level).at(-1);
}

/**
 * The line of `subsystemlist.h` that a new one follows: the last of the last group with more than one entry, since single entries at
 * the end depend on everything before them.
 */
export function lastSubsystem(entries: readonly ListEntry[]): ListEntry | undefined {
  const plain = entries.filter((entry) => !entry.conditional);
  const sizes = new Map<number, number>();
  for (const entry of entries) sizes.set(entry.run, (sizes.get(entry.run) ?? 0) + 1);
  return plain.filter((entry) => (sizes.get(entry.run) ?? 0) > 1).at(-1) ?? plain.at(-1);
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
