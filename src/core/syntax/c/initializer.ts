import { conditionals } from './conditionals.ts';
import { directiveEnd, foldBlanks, matchBracket, skipBlank, skipOpaque } from './lex.ts';
import type { CElement, CInitializer } from './syntax.ts';

/**
 * The initializer list of a file-scope variable, read by its brackets: comments, `#if` lines between elements and literals
 * are understood, so a table that defeats the grammar is still read row by row.
 */
export function initializerOf(text: string, name: string): CInitializer | undefined {
  const declared = new RegExp(`\\b${name}\\b\\s*(?:\\[[^\\]]*\\]\\s*)*=\\s*\\{`, 'g');
  for (let match = declared.exec(text); match; match = declared.exec(text)) {
    if (isInOpaque(text, match.index)) continue;
    const open = match.index + match[0].length - 1;
    const close = matchBracket(text, open);
    if (close >= 0) return { name, start: open, end: close + 1, elements: readElements(text, open, close) };
  }
  return undefined;
}

function isInOpaque(text: string, offset: number): boolean {
  const token = /\/\*|\/\/|["']/g;
  token.lastIndex = Math.max(0, text.lastIndexOf('\n}', offset));
  for (let match = token.exec(text); match && match.index <= offset; match = token.exec(text)) {
    const end = skipOpaque(text, match.index);
    if (end > offset) return true;
    token.lastIndex = Math.max(end, match.index + 1);
  }
  return false;
}

function readElements(text: string, open: number, close: number): readonly CElement[] {
  const elements: CElement[] = [];
  const conditions: string[] = [];
  let start = -1;
  let at = open + 1;
  const finish = (end: number) => {
    if (start >= 0) elements.push(readElement(text, start, end, [...conditions]));
    start = -1;
  };
  while (at < close) {
    const lineBegin = text[at] === '#' && /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, text.lastIndexOf('\n', at - 1)), at));
    if (lineBegin) {
      const end = directiveEnd(text, at);
      const directive = conditionals(text.slice(at, end))[0];
      if (directive && start >= 0 && elementIsDone(text, start, at)) finish(lastCode(text, start, at));
      if (directive?.kind === 'if') conditions.push(directive.line);
      else if (directive?.kind === 'endif') conditions.pop();
      else if (directive) conditions.push(negate(conditions.pop() ?? '', directive.line));
      at = end;
      continue;
    }
    const after = skipOpaque(text, at);
    const char = text[at] ?? '';
    if (after > at) {
      if (char !== '/' && start < 0) start = at;
      at = after;
    } else if (char === '{' || char === '(' || char === '[') {
      if (start < 0) start = at;
      const end = matchBracket(text, at);
      at = end < 0 ? close : end + 1;
    } else if (char === ',') {
      finish(lastCode(text, start, at));
      at += 1;
    } else {
      if (start < 0 && !/\s/.test(char)) start = at;
      at += 1;
    }
  }
  finish(lastCode(text, start, close));
  return elements;
}

/** Whether what stands before a directive is a whole element without its comma, as the last one of a branch may be. */
function elementIsDone(text: string, start: number, at: number): boolean {
  return /[}\w")]\s*$/.test(foldBlanks(text.slice(start, at)));
}

/** Condition that an `#elif` or `#else` line puts in the place of the one before it. */
function negate(previous: string, line: string): string {
  return line.startsWith('#else') ? `#else of ${previous}` : line;
}

/** Offset after the last character between `start` and `end` that is neither white space nor comment. */
function lastCode(text: string, start: number, end: number): number {
  let last = start;
  for (let i = start; i < end; ) {
    const after = skipOpaque(text, i);
    if (after > i) {
      if (text[i] !== '/') last = after;
      i = after;
    } else {
      if (!/\s/.test(text[i] ?? '')) last = i + 1;
      i += 1;
    }
  }
  return last;
}

function readElement(text: string, start: number, end: number, conditions: readonly string[]): CElement {
  const designator = /^(?:\[[^\]]*\]|\.\w+)(?:\[[^\]]*\]|\.\w+)*(?=\s*=[^=])/.exec(text.slice(start, end))?.[0];
  const value = designator === undefined ? start : skipBlank(text, text.indexOf('=', start + designator.length) + 1);
  const nested = text[value] === '{' ? matchBracket(text, value) : -1;
  return {
    start,
    end,
    text: foldBlanks(text.slice(value, end)),
    elements: nested >= 0 ? readElements(text, value, nested) : undefined,
    designator: designator === undefined ? undefined : foldBlanks(designator),
    conditions,
  };
}
