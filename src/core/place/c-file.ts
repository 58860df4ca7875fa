import { ok, type Result } from '../base/result.ts';
import type { CInclude, CItem, COutline } from '../syntax/c/syntax.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { newCFile } from './new-file.ts';
import type { CFilePieces, Piece } from './pieces.ts';

/** Where in a file something goes, and what has to stand around it. */
interface Point {
  readonly at: number;
  readonly blankBefore: boolean;
  readonly blankAfter: boolean;
}

type Named = CItem & { readonly name: string };

/**
 * Puts includes, types, variables, prototypes and functions into a C source file or header, beside their relatives where they have
 * some, else where the file keeps such things. Nothing goes inside an `#if`, unless the whole file stands in one. A file that does
 * not exist is created, in an existing directory, and listed in the build files.
 */
export function placeInCFile(context: TreeContext, pieces: CFilePieces): Result<readonly Change[]> {
  const file = context.tree.read(pieces.path);
  if (!file) return newCFile(context, pieces);
  const { text } = file;
  const outline = context.c.outline(text);
  const header = pieces.path.endsWith('.h');
  const changes: Change[] = [];
  const put = (piece: { readonly step: string; readonly text: string }, point: Point) =>
    changes.push(blockChange(pieces.path, text, piece, point));
  for (const include of pieces.includes) {
    const edit = includeEdit(text, outline, include.header, header);
    if (edit) changes.push({ kind: 'edit', step: include.step, path: pieces.path, start: edit.at, end: edit.at, text: edit.text });
  }
  for (const piece of pieces.types) put(piece, typePoint(text, outline, piece, header));
  for (const run of runs(pieces.variables)) put(run, variablePoint(text, outline, run, header));
  for (const run of runs(pieces.prototypes)) put(run, prototypePoint(text, outline, run, header));
  for (const piece of pieces.functions) put(piece, functionPoint(text, outline, piece));
  return ok(changes);
}

/** Consecutive one-line pieces with the same relatives and step, as one piece: they stay together. */
function runs(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const same = last && last.step === piece.step && (last.related ?? []).join() === (piece.related ?? []).join();
    if (last && same) joined[joined.length - 1] = { ...last, text: `${last.text}\n${piece.text}` };
    else joined.push(piece);
  }
  return joined;
}

function blockChange(path: string, text: string, piece: { readonly step: string; readonly text: string }, point: Point): Change {
  const before = text.slice(0, point.at);
  const needsNewline = before !== '' && !before.endsWith('\n');
  const blankBefore = point.blankBefore && !/(?:^|\n)[ \t]*\r?\n$/.test(needsNewline ? `${before}\n` : before);
  const blankAfter = point.blankAfter && point.at < text.length && !/^[ \t]*\r?\n/.test(text.slice(point.at));
  return {
    kind: 'edit',
    step: piece.step,
    path,
    start: point.at,
    end: point.at,
    text: `${needsNewline ? '\n' : ''}${blankBefore ? '\n' : ''}${piece.text}\n${blankAfter ? '\n' : ''}`,
  };
}

/** Includes that count as the file's list: unconditional and quoted, without the one that every file begins with. */
function includeEdit(
  text: string,
  outline: COutline,
  header: string,
  isHeader: boolean,
): { readonly at: number; readonly text: string } | undefined {
  if (outline.includes.some((include) => include.header === header && !include.conditional)) return undefined;
  const plain = outline.includes.filter((include) => !include.conditional);
  const quoted = plain.filter((include) => !include.system && !/^(?:postgres|postgres_fe|c)\.h$/.test(include.header));
  const line = `#include "${header}"\n`;
  const block = lastRun(text, quoted);
  const greater = block.find((include) => include.header > header);
  if (greater) return { at: lineStart(text, greater.start), text: line };
  const last = block.at(-1);
  if (last) return { at: lineEnd(text, last.end), text: line };
  const before = plain.at(-1);
  if (before) return { at: lineEnd(text, before.end), text: `\n${line}` };
  const guard = isHeader ? outline.defines[0] : undefined;
  const at = guard ? lineEnd(text, guard.end) : afterFileComment(text);
  return { at, text: guard ? `\n${line}` : `${line}\n` };
}

/** The longest list of includes that only blank lines, comments and other includes separate. */
function lastRun(text: string, includes: readonly CInclude[]): readonly CInclude[] {
  let best: CInclude[] = [];
  let run: CInclude[] = [];
  for (const include of includes) {
    const previous = run.at(-1);
    const between = previous ? text.slice(previous.end, include.start).replaceAll(/\/\*[\s\S]*?\*\//g, '') : '';
    if (previous && !/^(?:\s|#[ \t]*include[^\n]*)*$/.test(between)) run = [];
    run.push(include);
    if (run.length >= best.length) best = run;
  }
  return best;
}

function afterFileComment(text: string): number {
  const comment = /^\s*\/\*[\s\S]*?\*\/[ \t]*\r?\n/.exec(text);
  return comment ? comment[0].length : 0;
}

/** The nearest relative that the file has outside any `#if`. */
function relative<T extends Named>(items: readonly T[], piece: Piece): T | undefined {
  for (const name of piece.related ?? []) {
    const found = items.filter((item) => item.name === name && !item.conditional).at(-1);
    if (found) return found;
  }
  return undefined;
}

function afterItem(text: string, item: CItem, blank: boolean): Point {
  return { at: lineEnd(text, Math.max(item.start, item.end - 1)), blankBefore: blank, blankAfter: blank };
}

/** Where the declarations of a file begin: after its last include or define before any other item. */
function afterPreamble(text: string, outline: COutline, header: boolean): Point {
  const first = Math.min(
    ...[...outline.functions, ...outline.variables, ...outline.prototypes, ...outline.types].map((item) => item.start),
    text.length,
  );
  const preamble = [...outline.includes, ...outline.defines].filter((item) => !item.conditional && item.start < first);
  const last = preamble.reduce<CItem | undefined>((end, item) => (end && end.end > item.end ? end : item), undefined);
  if (last) return { at: lineEnd(text, last.end), blankBefore: true, blankAfter: true };
  return { at: header ? beforeGuardEnd(text) : afterFileComment(text), blankBefore: true, blankAfter: true };
}

function beforeGuardEnd(text: string): number {
  const end = [...text.matchAll(/^[ \t]*#[ \t]*endif\b/gm)].at(-1);
  return end ? end.index : text.length;
}

function typePoint(text: string, outline: COutline, piece: Piece, header: boolean): Point {
  const beside = relative(outline.types, piece);
  if (beside) return afterItem(text, beside, true);
  const limit = header ? firstStart([...outline.prototypes, ...outline.variables], text) : firstStart(outline.functions, text);
  const last = outline.types.filter((type) => !type.conditional && type.start < limit).at(-1);
  return last ? afterItem(text, last, true) : afterPreamble(text, outline, header);
}

function firstStart(items: readonly CItem[], text: string): number {
  return Math.min(...items.filter((item) => !item.conditional).map((item) => item.start), text.length);
}

function variablePoint(text: string, outline: COutline, piece: Piece, header: boolean): Point {
  const beside = relative(outline.variables, piece);
  if (beside) return afterItem(text, beside, beside.initializer !== undefined && text.slice(beside.start, beside.end).includes('\n'));
  const candidates = outline.variables.filter(
    (variable) =>
      !variable.conditional && (header ? variable.isExtern : !variable.isExtern && variable.start < firstStart(outline.functions, text)),
  );
  const last = candidates.at(-1);
  if (last) return afterItem(text, last, text.slice(last.start, last.end).includes('\n'));
  if (header) {
    const prototype = outline.prototypes.find((one) => !one.conditional);
    if (prototype) return { at: startOfBlock(text, prototype.start), blankBefore: true, blankAfter: true };
    return { at: beforeGuardEnd(text), blankBefore: true, blankAfter: true };
  }
  const type = outline.types.filter((one) => !one.conditional && one.start < firstStart(outline.functions, text)).at(-1);
  return type ? afterItem(text, type, true) : afterPreamble(text, outline, header);
}

function prototypePoint(text: string, outline: COutline, piece: Piece, header: boolean): Point {
  const beside = relative(outline.prototypes, piece);
  if (beside) return afterItem(text, beside, false);
  const limit = header ? text.length : firstStart(outline.functions, text);
  const last = outline.prototypes.filter((one) => !one.conditional && one.start < limit).at(-1);
  if (last) return afterItem(text, last, false);
  if (header) return { at: beforeGuardEnd(text), blankBefore: true, blankAfter: true };
  const variable = outline.variables.filter((one) => !one.conditional && one.start < limit).at(-1);
  if (variable) return afterItem(text, variable, true);
  const type = outline.types.filter((one) => !one.conditional && one.start < limit).at(-1);
  return type ? afterItem(text, type, true) : afterPreamble(text, outline, header);
}

function functionPoint(text: string, outline: COutline, piece: Piece): Point {
  const beside = relative(outline.functions, piece);
  if (beside) return afterItem(text, beside, true);
  const last = outline.functions.at(-1);
  const wholeFileConditional = last !== undefined && outline.functions.every((one) => one.conditional);
  if (last && wholeFileConditional) return afterItem(text, last, true);
  return { at: text.length, blankBefore: true, blankAfter: false };
}

/** Start of the paragraph that holds `offset`: after the blank line before it, its comment included. */
function startOfBlock(text: string, offset: number): number {
  let at = lineStart(text, offset);
  while (at > 0) {
    const previous = lineStart(text, at - 1);
    if (text.slice(previous, at).trim() === '' || text.slice(previous, at).startsWith('#')) break;
    at = previous;
  }
  return at;
}
