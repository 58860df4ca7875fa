import { applyConditional, conditionals, resolveConditionals } from './conditionals.ts';
import type { CElementRange } from './initializer.ts';
import { blanked, directiveEnd, isSpace, matchBracket, skipOpaque } from './lex.ts';

/** The rows of a list that is unfinished somewhere. */
export interface LooseRows {
  /** The text with blanks in the place of comments that do not end. */
  readonly text: string;
  readonly rows: readonly CElementRange[];
  /** Where something is missing or too much. */
  readonly broken: readonly number[];
}

/**
 * The rows of an initializer list, `{ … }` each, of which somebody is typing one: a row ends at the latest where the next line begins as
 * those of rows do. `text` begins at the name of the variable; the list ends with the line `};`, or where another declaration begins.
 */
export function looseRows(text: string): LooseRows {
  const comments = openComments(text);
  const own = comments.reduce((all, at) => blankedIn(all, at, endOfLine(all, at)), text);
  const code = withoutComments(own);
  const head = endOfLine(code, 0);
  const end = /^(?:\}[ \t]*;|(?:extern|static|const|struct|enum|typedef)\b)/m.exec(code.slice(head));
  const close = end ? head + end.index : code.length;
  const starts = rowStarts(code.slice(0, close));
  const conditions: string[] = [];
  const parts = [0, ...starts].map((start, index) => readPart(code, start, starts[index] ?? close, conditions, index > 0));
  const headless = /^[^\n]*\]\s*=\s*\{\s*(?:#.*\s*)*$/.test(code.slice(0, starts[0] ?? close)) ? [] : [0];
  const endless = /^\}[ \t]*;/.test(code.slice(close)) ? [] : [lastOf(code, close)];
  const broken = [...headless, ...parts.flatMap((part) => part.broken ?? []), ...endless];
  return { text: own, rows: parts.flatMap((part) => part.rows), broken: [...comments, ...broken].sort((a, b) => a - b) };
}

/** Whether the text of one row is finished: one pair of braces or the call of a macro, and every literal and comment ends in it. */
export function isWholeRow(row: string): boolean {
  return (
    /^[{\w]/.test(row) &&
    matchBracket(row, 0) === row.length - 1 &&
    openComments(row).length === 0 &&
    openLiteral(withoutComments(row), 0) < 0
  );
}

/** Starts of comments that end at the end of another comment, or never. */
export function openComments(text: string): readonly number[] {
  const found: number[] = [];
  if (!mayHoldOpenComment(text)) return found;
  const token = /["']|\/[*/]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const { index } = match;
    const end = skipOpaque(text, index);
    const isOpen = match[0] === '/*' && (!text.startsWith('*/', end - 2) || end < index + 4 || swallowsRows(text.slice(index + 2, end)));
    if (isOpen) found.push(index);
    token.lastIndex = isOpen ? endOfLine(text, index) : end;
  }
  return found;
}

/** Whether another comment begins in one, after a comma or lines that begin as those of rows do. */
function swallowsRows(comment: string): boolean {
  const inner = comment.indexOf('/*');
  return inner >= 0 && /^[ \t]*[{}&]|,\s*$(?![\s\S])/m.test(comment.slice(0, inner));
}

/** Whether the brackets, literals and commas of a text with lists fit, one branch of each conditional taken. */
export function isSoundList(text: string): boolean {
  if (openComments(text).length > 0) return false;
  const code = withoutComments(resolveConditionals(text));
  if (openLiteral(code, 0) >= 0 || /\}\s*\{/.test(code)) return false;
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  const open: string[] = [];
  for (const [token] of code.matchAll(/"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\.)*'|[()[\]{}]/g)) {
    if (/^["']/.test(token)) continue;
    const wanted = pairs[token];
    if (wanted === undefined) open.push(token);
    else if (open.pop() !== wanted) return false;
  }
  return open.length === 0;
}

/** The same by search alone, which is quick and takes a literal for a comment. */
function mayHoldOpenComment(text: string): boolean {
  for (let at = text.indexOf('/*'); at >= 0; ) {
    const end = text.indexOf('*/', at + 2);
    const next = text.indexOf('/*', at + 2);
    if (end < 0 || (next >= 0 && next < end)) return true;
    at = next;
  }
  return false;
}

/** Offsets of the braces that open rows: those that stand as far to the left as most of the lines that begin with one. */
function rowStarts(code: string): readonly number[] {
  const lines = [...code.matchAll(/^([ \t]+)\{/gm)];
  const counts = new Map<string, number>();
  for (const [, indent = ''] of lines) counts.set(indent, (counts.get(indent) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const [indent = ''] = [...counts].flatMap(([one, count]) => (2 * count >= most ? [one] : [])).sort((a, b) => a.length - b.length);
  return lines.flatMap((line) => (line[1] === indent ? [line.index + indent.length] : []));
}

interface PartOfList {
  readonly rows: readonly CElementRange[];
  readonly broken: number | undefined;
}

/** What stands in `[start, end)`, the first row of which begins at its start; of what comes before the first row, only the directives count. */
function readPart(code: string, start: number, end: number, conditions: string[], hasRows: boolean): PartOfList {
  const part = code.slice(start, end);
  const rows: CElementRange[] = [];
  let broken: number | undefined;
  let isSeparate = true;
  for (let at = hasRows ? 0 : endOfLine(part, 0); at < part.length; ) {
    const char = part[at] ?? '';
    const isDirective = char === '#';
    if (isDirective) {
      const [directive] = conditionals(part.slice(at, directiveEnd(part, at)));
      if (directive) applyConditional(conditions, directive);
    }
    const row = hasRows && broken === undefined && isSeparate && char === '{' ? matchBracket(part, at) : -1;
    if (row >= 0) {
      rows.push({ start: start + at, end: start + row + 1, conditions: [...conditions] });
      const literal = openLiteral(part.slice(0, row), at);
      if (literal >= 0) broken = start + literal;
      isSeparate = false;
      at = row + 1;
      continue;
    }
    const isComma = char === ',' && !isSeparate;
    if (isComma) isSeparate = true;
    if (hasRows && !isSpace(char.charCodeAt(0)) && !isDirective && !isComma) broken ??= start + at;
    // After what cannot be read only directives matter until the next row.
    at = isDirective ? directiveEnd(part, at) : broken === undefined || isSpace(char.charCodeAt(0)) ? at + 1 : endOfLine(part, at);
  }
  const isLast = code[end] !== '{';
  return { rows, broken: broken ?? (hasRows && !isSeparate && !isLast ? end : undefined) };
}

/** Start of the first literal from an offset on that ends with its line instead of a quote; -1 where there is none. */
function openLiteral(code: string, from: number): number {
  const token = /["']/g;
  token.lastIndex = from;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    const end = skipOpaque(code, match.index);
    if (end < match.index + 2 || code[end - 1] !== match[0]) return match.index;
    token.lastIndex = end;
  }
  return -1;
}

function withoutComments(text: string): string {
  let result = '';
  let from = 0;
  const token = /["']|\/[*/]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    token.lastIndex = skipOpaque(text, match.index);
    if (!match[0].startsWith('/')) continue;
    result += text.slice(from, match.index) + blanked(text, match.index, token.lastIndex);
    from = token.lastIndex;
  }
  return result + text.slice(from);
}

function blankedIn(text: string, start: number, end: number): string {
  return text.slice(0, start) + blanked(text, start, end) + text.slice(end);
}

/** Offset of the line's end, without its terminator. */
function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Offset of the last character before `end` that is no blank. */
function lastOf(code: string, end: number): number {
  return Math.max(0, code.slice(0, end).trimEnd().length - 1);
}
