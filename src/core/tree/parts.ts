import { own } from '../text/own.ts';
import type { Memo } from './memo.ts';

/** A part of a text, with what was found in it. */
export interface Part<T> {
  /** Offset of the part in the text. */
  readonly start: number;
  readonly found: T;
}

/** Texts that were read in parts, by key, those read last last. */
export interface PartedTexts {
  readonly last: Map<string, { readonly text: string; readonly parts: readonly Part<unknown>[] }>;
  /** Whether what changed last was a few files, as typing does; a switch of branches changes many, which are read whole. */
  isEditing: boolean;
  /** Keys of the texts that were read while files were being edited: those that are read again then are edited themselves. */
  readonly seen: Set<string>;
  /** Where the parts of the latest text begin, which several read one after the other. */
  starts: { readonly text: string; readonly at: readonly number[] };
}

/** How many texts are kept with their parts: those that are edited now, once for each that reads them. */
const KEPT = 32;

/** More files than that are not being edited by somebody. */
const FEW = 8;

/** No texts yet. */
export function noParts(): PartedTexts {
  return { last: new Map(), isEditing: false, seen: new Set(), starts: { text: '', at: [0] } };
}

/** Notes that so many files and directories changed at once. */
export function noteChanges(parted: PartedTexts, count: number): void {
  if (count > 0) parted.isEditing = count <= FEW;
}

/**
 * What `read` finds in a C text, whose parts end with the line that closes a definition: in one part at first, and once it is being edited
 * only in those parts that are others than the last time of this key. `read` must find the same whatever stands around a part.
 */
export function rememberParts<T>(
  { parted }: Pick<Memo, 'parted'>,
  key: string,
  text: string,
  read: (part: string) => T,
): readonly Part<T>[] {
  const isEdited = parted.isEditing && parted.seen.has(key);
  if (parted.isEditing) parted.seen.add(key);
  if (!isEdited) return [{ start: 0, found: read(text) }];
  if (parted.starts.text !== text) parted.starts = { text, at: startsOf(text) };
  const last = parted.last.get(key) as { readonly text: string; readonly parts: readonly Part<T>[] } | undefined;
  const parts = readChanged(text, parted.starts.at, last, read);
  parted.last.delete(key);
  parted.last.set(key, { text, parts });
  const oldest = parted.last.keys().next();
  if (parted.last.size > KEPT && !oldest.done) parted.last.delete(oldest.value);
  return parts;
}

/** What was found in parts, at their offsets in the whole text. */
export function joinParts<T extends { readonly offset: number }>(parts: readonly Part<readonly T[]>[]): readonly T[] {
  return parts.flatMap(({ start, found }) => (start === 0 ? found : found.map((one) => ({ ...one, offset: one.offset + start }))));
}

function readChanged<T>(
  text: string,
  starts: readonly number[],
  last: { readonly text: string; readonly parts: readonly Part<T>[] } | undefined,
  read: (part: string) => T,
): readonly Part<T>[] {
  const old = last?.parts ?? [];
  const isSame = (index: number, oldIndex: number) =>
    text.slice(starts[index], starts[index + 1]) === last?.text.slice(old[oldIndex]?.start, old[oldIndex + 1]?.start);
  const most = Math.min(starts.length, old.length);
  let head = 0;
  while (head < most && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(starts.length - tail - 1, old.length - tail - 1)) tail += 1;
  return starts.map((start, index) => {
    const known = index < head ? old[index] : index >= starts.length - tail ? old[index - starts.length + old.length] : undefined;
    return { start, found: known ? known.found : read(own(text.slice(start, starts[index + 1]))) };
  });
}

/** Where parts begin: at the start, and after each line that is a closing brace alone, with or without a semicolon. */
function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n}'); at >= 0; at = text.indexOf('\n}', at + 1)) {
    const end = text.indexOf('\n', at + 1);
    if (end >= 0 && /^\}[ \t]*;?[ \t]*\r?$/.test(text.slice(at + 1, end))) starts.push(end + 1);
  }
  return starts;
}
