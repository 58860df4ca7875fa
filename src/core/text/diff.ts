import { diffArrays } from 'diff';
import type { SourceFile, SourceTree, TreePath } from '../tree/source-tree.ts';
import type { TextEdit } from './edit.ts';
import { applyEdits } from './edit.ts';
import type { TreeEdit } from './tree-edit.ts';

/** The unified diff of one file; a host writes it in the encoding of the file, so that its context lines match the bytes. */
export interface FileDiff {
  readonly path: TreePath;
  readonly encoding: SourceFile['encoding'];
  readonly text: string;
}

/** Lines `[oldStart, oldEnd)` of the old file become `lines`; lines keep their terminators. */
interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly lines: readonly string[];
}

const CONTEXT = 3;

/**
 * The diff of an edit, file by file, in the form that `git apply` and `patch -p1` accept. Hunks show the edits as they
 * were made: an inserted function begins with its own comment, not with half of its neighbour's.
 */
export function unifiedDiff(tree: SourceTree, edit: TreeEdit): readonly FileDiff[] {
  const changed = edit.files.map((file): FileDiff => {
    const hunks = formatHunks(tree.read(file.path)?.text ?? '', file.edits);
    const header = `diff --git a/${file.path} b/${file.path}\n${fileLine('---', `a/${file.path}`)}${fileLine('+++', `b/${file.path}`)}`;
    return { path: file.path, encoding: file.encoding, text: hunks === '' ? '' : header + hunks };
  });
  const created = edit.newFiles.map((file): FileDiff => {
    const hunks = formatHunks('', [{ start: 0, end: 0, text: file.text }]);
    const header = `diff --git a/${file.path} b/${file.path}\nnew file mode 100644\n`;
    const names = hunks === '' ? '' : fileLine('---', '/dev/null') + fileLine('+++', `b/${file.path}`);
    return { path: file.path, encoding: 'utf-8', text: header + names + hunks };
  });
  return [...changed, ...created].filter((file) => file.text !== '');
}

/** A name with a blank ends in a tab, as git writes it, since `patch` would otherwise take the rest for a date. */
function fileLine(mark: string, name: string): string {
  return `${mark} ${name}${name.includes(' ') ? '\t' : ''}\n`;
}

function formatHunks(text: string, edits: readonly TextEdit[]): string {
  const old = splitLines(text);
  const changes = lineChanges(text, old, edits);
  let result = '';
  let shift = 0;
  for (let first = 0; first < changes.length; ) {
    let last = first;
    while (gapAfter(changes, last) <= 2 * CONTEXT) last += 1;
    const group = changes.slice(first, last + 1);
    const start = Math.max((group[0]?.oldStart ?? 0) - CONTEXT, 0);
    const end = Math.min((group.at(-1)?.oldEnd ?? 0) + CONTEXT, old.length);
    const growth = group.reduce((sum, change) => sum + change.lines.length - (change.oldEnd - change.oldStart), 0);
    result += `@@ -${span(start, end - start)} +${span(start + shift, end - start + growth)} @@\n`;
    let at = start;
    for (const change of group) {
      result += marked(' ', old.slice(at, change.oldStart));
      result += marked('-', old.slice(change.oldStart, change.oldEnd)) + marked('+', change.lines);
      at = change.oldEnd;
    }
    result += marked(' ', old.slice(at, end));
    shift += growth;
    first = last + 1;
  }
  return result;
}

function gapAfter(changes: readonly LineChange[], index: number): number {
  const next = changes[index + 1];
  return next ? next.oldStart - (changes[index]?.oldEnd ?? 0) : Number.POSITIVE_INFINITY;
}

/** First line and number of lines of one side; an empty side names the line before it. */
function span(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

function marked(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`).join('');
}

/** What the edits do to whole lines, in order of place, without lines that only look touched. */
function lineChanges(text: string, old: readonly string[], edits: readonly TextEdit[]): readonly LineChange[] {
  const starts = [0];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
  const regions: { start: number; end: number; edits: TextEdit[] }[] = [];
  const lastLine = text === '' || text.endsWith('\n') ? old.length : old.length - 1;
  for (const edit of edits) {
    const start = Math.min(lineAt(starts, edit.start), lastLine);
    const end = Math.min(lineAt(starts, edit.end) + 1, old.length);
    const previous = regions.at(-1);
    if (previous && start < previous.end) {
      previous.end = Math.max(previous.end, end);
      previous.edits.push(edit);
    } else regions.push({ start, end, edits: [edit] });
  }
  return regions.flatMap((region) => {
    const from = starts[region.start] ?? 0;
    const local = region.edits.map((edit) => ({ start: edit.start - from, end: edit.end - from, text: edit.text }));
    const lines = splitLines(applyEdits(text.slice(from, starts[region.end]), local));
    return refine(region.start, old.slice(region.start, region.end), lines);
  });
}

/** Index of the line that holds an offset; the end of the text counts as a line of its own. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** Drops equal lines at the end, then at the start, and compares what remains line by line. */
function refine(at: number, old: readonly string[], lines: readonly string[]): readonly LineChange[] {
  const shorter = Math.min(old.length, lines.length);
  let tail = 0;
  while (tail < shorter && old.at(-1 - tail) === lines.at(-1 - tail)) tail += 1;
  let head = 0;
  while (head < shorter - tail && old[head] === lines[head]) head += 1;
  const removed = old.slice(head, old.length - tail);
  const added = lines.slice(head, lines.length - tail);
  const start = at + head;
  if (removed.length === 0 && added.length === 0) return [];
  if (removed.length === 0 || added.length === 0) return [{ oldStart: start, oldEnd: start + removed.length, lines: added }];
  const changes: { oldStart: number; oldEnd: number; lines: string[] }[] = [];
  let line = start;
  for (const part of diffArrays([...removed], [...added])) {
    if (!part.added && !part.removed) {
      line += part.count;
      continue;
    }
    let change = changes.at(-1);
    if (!change || change.oldEnd !== line) {
      change = { oldStart: line, oldEnd: line, lines: [] };
      changes.push(change);
    }
    if (part.added) change.lines.push(...part.value);
    else {
      line += part.count;
      change.oldEnd = line;
    }
  }
  return changes;
}

/** The lines of a text with their terminators; an empty text has none. */
function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines;
}
