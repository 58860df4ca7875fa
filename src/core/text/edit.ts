import { invariant } from '../base/invariant.ts';

/** Replaces `[start, end)` of the original text, in UTF-16 units, by `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Sorts edits by place, keeping the given order of insertions at one offset. Overlapping edits are our bug. */
export function sortEdits<E extends TextEdit>(edits: readonly E[]): readonly E[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  sorted.forEach((edit, index) => {
    const previous = sorted[index - 1];
    invariant(edit.start <= edit.end && (!previous || previous.end <= edit.start), `edits overlap at offset ${edit.start}`);
  });
  return sorted;
}

/** The text after the edits, which are in offsets of `text` and may come in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of sortEdits(edits)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
