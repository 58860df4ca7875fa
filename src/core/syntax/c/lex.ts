import type { Range } from './syntax.ts';

/** Whether a character code is white space in C. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Offset after the comment, string or character literal that starts at `at`; `at` itself where none starts there. */
export function skipOpaque(text: string, at: number): number {
  const first = text[at];
  if (first === '"' || first === "'") return skipLiteral(text, at, first);
  if (first !== '/') return at;
  if (text[at + 1] === '*') {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? text.length : close + 2;
  }
  if (text[at + 1] !== '/') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Offset after a literal, which ends with its line where it is not closed. */
function skipLiteral(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i += 1) {
    const char = text[i];
    if (char === '\\') i += 1;
    else if (char === quote) return i + 1;
    else if (char === '\n') return i;
  }
  return text.length;
}

/** Offset of the bracket that closes the one at `open`, ignoring comments and literals; -1 where it is not closed. */
export function matchBracket(text: string, open: number): number {
  const token = /[()[\]{}"']|\/[*/]/g;
  let depth = 0;
  token.lastIndex = open;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const char = text.charCodeAt(match.index);
    if (char === 40 || char === 91 || char === 123) depth += 1;
    else if (char === 41 || char === 93 || char === 125) {
      depth -= 1;
      if (depth === 0) return match.index;
    } else token.lastIndex = skipOpaque(text, match.index);
  }
  return -1;
}

/** Ranges of the comma-separated parts between the brackets at `open` and `close`; none where there is only white space. */
export function splitArguments(text: string, open: number, close: number): readonly Range[] {
  const parts: Range[] = [];
  const token = /[([{,"']|\/[*/]/g;
  let start = open + 1;
  token.lastIndex = start;
  for (let match = token.exec(text); match && match.index < close; match = token.exec(text)) {
    const char = match[0];
    if (char === ',') {
      parts.push({ start, end: match.index });
      start = match.index + 1;
    } else if (char === '(' || char === '[' || char === '{') {
      const end = matchBracket(text, match.index);
      token.lastIndex = end < 0 ? close : end + 1;
    } else token.lastIndex = skipOpaque(text, match.index);
  }
  if (parts.length > 0 || text.slice(start, close).trim() !== '') parts.push({ start, end: close });
  return parts;
}

/** Offset of the next character at or after `at` that is neither white space nor comment. */
export function skipBlank(text: string, at: number): number {
  let i = at;
  while (i < text.length) {
    if (isSpace(text.charCodeAt(i))) i += 1;
    else {
      const after = text[i] === '/' ? skipOpaque(text, i) : i;
      if (after === i) break;
      i = after;
    }
  }
  return i;
}

/** Text without comments, runs of white space outside literals folded to one blank, trimmed. */
export function foldBlanks(text: string): string {
  return text
    .replaceAll(/"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|(?:\s+|\/\*[\s\S]*?(?:\*\/|$)|\/\/.*)+/g, (found) =>
      /^["']/.test(found) ? found : ' ',
    )
    .trim();
}

/** Offset just after the last character of the preprocessor directive that starts on the line at `start`, newline excluded. */
export function directiveEnd(text: string, start: number): number {
  const token = /\/\*|\/\/|["']|\n/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] !== '\n') {
      token.lastIndex = skipOpaque(text, match.index);
      continue;
    }
    const end = text[match.index - 1] === '\r' ? match.index - 1 : match.index;
    if (text[end - 1] !== '\\') return Math.max(end, start);
  }
  return text.length;
}

/** What a range becomes when only its line ends stay. */
export function blanked(text: string, start: number, end: number): string {
  return text.slice(start, end).replaceAll(/[^\r\n]+/g, (run) => ' '.repeat(run.length));
}
