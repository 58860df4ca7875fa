import type { Range } from './c/syntax.ts';

/** A word of a variable's value; a reference such as `$(WIN32RES)` is one word, blanks inside it included. */
export interface MakeWord extends Range {
  readonly text: string;
}

/** One assignment of a Makefile. The range is from the name to the end of the value, line end and comment not included. */
export interface MakeVariable extends Range {
  readonly name: string;
  readonly operator: string;
  readonly words: readonly MakeWord[];
  /** Whether it stands between `ifeq` and `endif`, so that it does not always hold. */
  readonly conditional: boolean;
}

/**
 * Reads the variable assignments of a Makefile in order of place, as GNU make's manual defines them: continuation lines, comments
 * (which a continuation carries on), `override` and `export`, conditionals. Recipes and `define` blocks hold no assignments.
 */
export function readMake(text: string): readonly MakeVariable[] {
  const variables: MakeVariable[] = [];
  let depth = 0;
  let inDefine = false;
  for (let at = 0; at < text.length; ) {
    const end = logicalLineEnd(text, at);
    const line = text.slice(at, end);
    if (inDefine) inDefine = !/^[ \t]*endef\b/.test(line);
    else if (/^[ \t]*(?:override[ \t]+)?define[ \t]/.test(line)) inDefine = true;
    else if (/^[ \t]*if(?:n?eq|n?def)\b/.test(line)) depth += 1;
    else if (/^[ \t]*endif\b/.test(line)) depth -= 1;
    else {
      const head = /^( *(?:(?:override|export|private)[ \t]+)*)([^\s:#=?+!$]+)[ \t]*([:?+!]?=|::=)/.exec(line);
      if (head) variables.push(readVariable(text, at, end, head, depth > 0));
    }
    at = end;
  }
  return variables;
}

function readVariable(text: string, line: number, lineEnd: number, head: RegExpExecArray, conditional: boolean): MakeVariable {
  const [whole, prefix = '', name = '', operator = ''] = head;
  const words: MakeWord[] = [];
  const start = line + prefix.length;
  let end = line + whole.length;
  for (let at = end; at < lineEnd; ) {
    const continuation = /\\\r?\n/y;
    continuation.lastIndex = at;
    if (text[at] === '#') break;
    if (continuation.test(text)) at = continuation.lastIndex;
    else if (/\s/.test(text[at] ?? '')) at += 1;
    else {
      end = wordEnd(text, at, lineEnd);
      words.push({ start: at, end, text: text.slice(at, end) });
      at = end;
    }
  }
  return { start, end, name, operator, words, conditional };
}

/** End of the word at `start`: before a blank or comment outside parentheses, or a continuation. */
function wordEnd(text: string, start: number, limit: number): number {
  let depth = 0;
  let at = start;
  for (; at < limit; at += 1) {
    const char = text[at] ?? '';
    if (char === '(' || char === '{') depth += 1;
    else if (char === ')' || char === '}') depth -= 1;
    else if (char === '\\' && /^\r?\n/.test(text.slice(at + 1, at + 3))) {
      if (depth <= 0) break;
    } else if (char === '\\') at += 1;
    else if (depth <= 0 && (/\s/.test(char) || (char === '#' && at > start))) break;
  }
  return Math.min(at, limit);
}

/** Offset after the line end of the logical line that starts at `start`, its continuation lines included. */
function logicalLineEnd(text: string, start: number): number {
  for (let at = start; ; ) {
    const newline = text.indexOf('\n', at);
    if (newline < 0) return text.length;
    const last = text[newline - 1] === '\r' ? newline - 2 : newline - 1;
    if (last < start || text[last] !== '\\') return newline + 1;
    at = newline + 1;
  }
}
