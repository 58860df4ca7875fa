import { directiveEnd, skipOpaque } from './lex.ts';

/** What is open at a place of a text. */
export interface Nesting {
  /** Opening brackets, outermost first; `=` stands for the brace of a list of values. */
  readonly open: string;
  /** The last token: a word, or one character. */
  readonly last: string;
}

/**
 * Reads the code in `[start, end)`, where `before` holds at its start: what is open at its end, its first token, and the
 * least number of brackets that were open in between. Comments and directives are passed over.
 */
export function readCode(text: string, start: number, end: number, before: Nesting): { after: Nesting; first: string; lowest: number } {
  const token = /\/\*|\/\/|["']|^[ \t]*#|\w+|\S/gm;
  let { open, last } = before;
  let first = '';
  let lowest = open.length;
  token.lastIndex = start;
  for (let match = token.exec(text); match && match.index < end; match = token.exec(text)) {
    const [found] = match;
    if (found.endsWith('#')) {
      token.lastIndex = Math.max(directiveEnd(text, match.index), match.index + 1);
      continue;
    }
    const opaque = skipOpaque(text, match.index);
    if (opaque > match.index) token.lastIndex = opaque;
    if (opaque > match.index && found.startsWith('/')) continue;
    if (found === '(' || found === '[') open += found;
    else if (found === '{') open += /[=,]/.test(last) || (last === '{' && open.endsWith('=')) ? '=' : '{';
    else if (found === ')' || found === ']' || found === '}') open = open.slice(0, -1);
    first ||= found;
    last = found;
    lowest = Math.min(lowest, open.length);
  }
  return { after: { open, last }, first, lowest };
}
