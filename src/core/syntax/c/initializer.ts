import { applyConditional, conditionals } from './conditionals.ts';
import { directiveEnd, foldBlanks, matchBracket, skipBlank, skipOpaque } from './lex.ts';
import type { CElement, CInitializer, Range } from './syntax.ts';

/**
 * The initializer list of a file-scope variable, read by its brackets: comments, `#if` lines between elements and literals
 * are understood, so a table that defeats the grammar is still read row by row.
 */
export function initializerOf(text: string, name: string): CInitializer | undefined {
  const list = listOf(text, name);
  return list && { name, start: list.start, end: list.end, elements: readElements(text, list.start, list.end - 1) };
}

/** The initializer lists of all variables of a struct type, in order of place. */
export function initializersOfType(text: string, type: string): readonly CInitializer[] {
  const found: CInitializer[] = [];
  if (!text.includes(type)) return found;
  const token = new RegExp(`["']|/[*/]|\\b${type}\\s+(\\w+)`, 'g');
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [{ length }, name] = match;
    const list = name === undefined ? undefined : listAfter(text, match.index + length);
    token.lastIndex = list ? list.end : Math.max(skipOpaque(text, match.index), token.lastIndex);
    if (name !== undefined && list) found.push({ name, ...list, elements: readElements(text, list.start, list.end - 1) });
  }
  return found;
}

/** The elements of the initializer list of a file-scope variable, of which `elementOf` reads what is in them. */
export function elementRanges(text: string, name: string): readonly CElementRange[] | undefined {
  const list = listOf(text, name);
  return list && findElements(text, list.start, list.end - 1);
}

/** An element by its text alone; offsets are those of this text. */
export function elementOf(text: string, conditions: readonly string[]): CElement {
  return readElement(text, { start: 0, end: text.length, conditions });
}

/** From the brace that opens an initializer list to after the one that closes it. */
function listOf(text: string, name: string): Range | undefined {
  const token = new RegExp(`["']|/[*/]|\\b${name}\\b`, 'g');
  if (!text.includes(name)) return undefined;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const opaque = skipOpaque(text, match.index);
    if (opaque > match.index) {
      token.lastIndex = opaque;
      continue;
    }
    const list = listAfter(text, match.index + name.length);
    if (list) return list;
  }
  return undefined;
}

/** The initializer list in `name[size] = { ... }`, where `at` follows the name; undefined where something else stands there. */
function listAfter(text: string, at: number): Range | undefined {
  const open = braceOfValue(text, at);
  const close = open < 0 ? -1 : matchBracket(text, open);
  return close < 0 ? undefined : { start: open, end: close + 1 };
}

/** Offset of the brace in `name[size] = {`, where `at` follows the name; -1 where something else stands there. */
function braceOfValue(text: string, at: number): number {
  let next = skipBlank(text, at);
  while (text[next] === '[') {
    const close = matchBracket(text, next);
    if (close < 0) return -1;
    next = skipBlank(text, close + 1);
  }
  if (text[next] !== '=') return -1;
  const open = skipBlank(text, next + 1);
  return text[open] === '{' ? open : -1;
}

/** Where an element of a list stands, up to the last of its code, and the conditions around it. */
export type CElementRange = Pick<CElement, 'start' | 'end' | 'conditions'>;

function readElements(text: string, open: number, close: number): readonly CElement[] {
  return findElements(text, open, close).map((element) => readElement(text, element));
}

function findElements(text: string, open: number, close: number): readonly CElementRange[] {
  const elements: CElementRange[] = [];
  const conditions: string[] = [];
  let element: { readonly start: number; end: number; readonly conditions: readonly string[] } | undefined;
  const finish = () => {
    if (element) elements.push(element);
    element = undefined;
  };
  const extend = (start: number, end: number) => {
    element ??= { start, end, conditions: [...conditions] };
    element.end = end;
  };
  const token = /["'([{,]|\/[*/]|^[ \t]*#|[^\s"'()[\]{},/#]+|\S/gm;
  token.lastIndex = open + 1;
  for (let match = token.exec(text); match && match.index < close; match = token.exec(text)) {
    const [found] = match;
    const start = match.index;
    if (found === ',') finish();
    else if (found === '(' || found === '[' || found === '{') {
      const end = matchBracket(text, start);
      token.lastIndex = end < 0 ? close : end + 1;
      extend(start, token.lastIndex);
    } else if (/^[ \t]*#$/.test(found) && isLineStart(text, start)) {
      token.lastIndex = Math.max(directiveEnd(text, start), token.lastIndex);
      const [directive] = conditionals(text.slice(start, token.lastIndex));
      if (!directive) continue;
      // The last element of a branch may stand without its comma.
      if (element && /[\w"')\]}]/.test(text[element.end - 1] ?? '')) finish();
      applyConditional(conditions, directive);
    } else {
      token.lastIndex = Math.max(skipOpaque(text, start), token.lastIndex);
      if (!/^\/[*/]/.test(found)) extend(start, token.lastIndex);
    }
  }
  finish();
  return elements;
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}

const DESIGNATOR = /(?:\[[^\]]*\]|\.\w+)(?:\s*\[[^\]]*\]|\.\w+)*(?=\s*=(?!=))/y;

function readElement(text: string, { start, end, conditions }: CElementRange): CElement {
  DESIGNATOR.lastIndex = start;
  const designator = DESIGNATOR.exec(text)?.[0];
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
