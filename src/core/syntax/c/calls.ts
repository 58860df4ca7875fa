import { directiveEnd, matchBracket, skipBlank, skipOpaque, splitArguments } from './lex.ts';
import type { CCall, COutline, Range } from './syntax.ts';

/** Statements with an expression in brackets before the statement they hold. */
const HEADS = new Set(['if', 'for', 'while', 'switch']);
const NOT_CALLS = new Set([...HEADS, 'return', 'sizeof', 'defined', 'offsetof', 'case']);

/** Calls in the body of a function in order of place, nested ones after the call that holds them; undefined where it is not defined here. */
export function callsIn(text: string, outline: COutline, functionName: string): readonly CCall[] | undefined {
  const definition = outline.functions.find((one) => one.name === functionName);
  return definition && readCalls(text, definition.body);
}

function readCalls(text: string, body: Range): readonly CCall[] {
  const calls: CCall[] = [];
  const token = /["']|\/[*/]|^[ \t]*#|[A-Za-z_]\w*|[;{}:]/gm;
  // Where the current statement begins, and up to where its head in brackets lasts.
  let statement = body.start + 1;
  let head = 0;
  token.lastIndex = statement;
  for (let match = token.exec(text); match && match.index < body.end - 1; match = token.exec(text)) {
    const at = match.index;
    const [found] = match;
    if (head > 0 && at > head) {
      statement = head + 1;
      head = 0;
    }
    if (found.endsWith('#')) {
      token.lastIndex = directiveEnd(text, at);
      statement = token.lastIndex;
    } else if (/^["'/]/.test(found)) token.lastIndex = skipOpaque(text, at);
    else if (found === 'else' || found === 'do') statement = token.lastIndex;
    else if (/\w/.test(found)) {
      const open = skipBlank(text, token.lastIndex);
      const close = text[open] === '(' ? matchBracket(text, open) : -1;
      if (close < 0) continue;
      if (HEADS.has(found)) head = Math.max(head, close);
      if (!NOT_CALLS.has(found)) calls.push(readCall(text, found, { at, open, close, statement }));
    } else if (head === 0 && (found !== ':' || isLabel(text.slice(statement, at)))) statement = token.lastIndex;
  }
  return calls;
}

function isLabel(text: string): boolean {
  return /^\s*(?:case\b[\s\S]*|\w+\s*)$/.test(text);
}

function readCall(text: string, name: string, place: { at: number; open: number; close: number; statement: number }): CCall {
  return {
    name,
    start: place.at,
    end: place.close + 1,
    arguments: splitArguments(text, place.open, place.close).map((part) => text.slice(part.start, part.end).trim()),
    statement: { start: skipBlank(text, place.statement), end: endOfStatement(text, place.close) },
  };
}

/** Offset after the `;` that ends the statement around `at`, or before the brace that opens or closes its block. */
function endOfStatement(text: string, at: number): number {
  const token = /["']|\/[*/]|[;{}]/g;
  token.lastIndex = at;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === ';') return token.lastIndex;
    if (match[0] === '{' || match[0] === '}') return match.index;
    token.lastIndex = skipOpaque(text, match.index);
  }
  return text.length;
}
