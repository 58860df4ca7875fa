import { directiveEnd, matchBracket, skipBlank, skipOpaque, splitArguments } from './lex.ts';
import type { CCall, COutline } from './syntax.ts';

const NOT_CALLS = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof', 'defined', 'offsetof', 'do', 'else']);

/** Calls in the body of a function in order of place, nested ones after the call that holds them; undefined where it is not defined here. */
export function callsIn(text: string, outline: COutline, functionName: string): readonly CCall[] | undefined {
  const definition = outline.functions.find((one) => one.name === functionName);
  if (!definition) return undefined;
  const calls: CCall[] = [];
  const { start, end } = definition.body;
  let statement = start + 1;
  for (let at = start + 1; at < end - 1; ) {
    const char = text[at] ?? '';
    const opaque = skipOpaque(text, at);
    if (opaque > at) at = opaque;
    else if (char === '#' && /\n[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at), at))) {
      at = directiveEnd(text, at);
      statement = at;
    } else if (char === ';' || char === '{' || char === '}') {
      at += 1;
      statement = at;
    } else if (/[A-Za-z_]/.test(char)) {
      const name = /\w+/y;
      name.lastIndex = at;
      const word = name.exec(text)?.[0] ?? char;
      const open = skipBlank(text, at + word.length);
      const close = text[open] === '(' ? matchBracket(text, open) : -1;
      if (close >= 0 && !NOT_CALLS.has(word)) calls.push(readCall(text, { name: word, at, open, close, statement }));
      if (close >= 0 && NOT_CALLS.has(word) && /^(?:if|for|while|switch)$/.test(word)) statement = close + 1;
      if (word === 'else' || word === 'do') statement = at + word.length;
      at += word.length;
    } else at += 1;
  }
  return calls;
}

function readCall(text: string, found: { name: string; at: number; open: number; close: number; statement: number }): CCall {
  const first = skipBlank(text, Math.min(found.statement, found.at));
  const semicolon = endOfStatement(text, found.close);
  return {
    name: found.name,
    start: found.at,
    end: found.close + 1,
    arguments: splitArguments(text, found.open, found.close).map((part) => text.slice(part.start, part.end).trim()),
    statement: { start: Math.min(first, found.at), end: semicolon },
  };
}

/** Offset after the `;` that ends the statement around `at`, or before the brace that opens its block. */
function endOfStatement(text: string, at: number): number {
  for (let i = at; i < text.length; ) {
    const after = skipOpaque(text, i);
    if (after > i) i = after;
    else if (text[i] === ';') return i + 1;
    else if (text[i] === '{' || text[i] === '}') return i;
    else i += 1;
  }
  return text.length;
}
