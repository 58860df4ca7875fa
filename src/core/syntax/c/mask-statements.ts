import { blanked, matchBracket, skipBlank } from './lex.ts';
import type { MaskRule, Sweep } from './sweep.ts';

/** Words that look like a call and are none. */
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof', 'else', 'do', 'defined', 'typedef', 'case', 'goto']);

const LOOP_HEAD = 'for(;;';

/**
 * Loops over lists, `foreach`, `dlist_foreach_modify`, `for_each_from`, `forboth`: `foreach(lc, list)` becomes
 * `for(;; lc, list)`, a loop whose update is a comma expression.
 */
const LIST_LOOPS: MaskRule = {
  pattern: '\\b(?:foreach|for_each|for_both|forboth|forthree|forfour|forfive|[sd]c?list_(?:reverse_)?foreach)\\w*',
  apply: (sweep, start, end) => {
    const { text } = sweep;
    const open = skipBlank(text, end);
    const close = text[open] === '(' ? matchBracket(text, open) : -1;
    if (close >= 0 && startsStatement(sweep, start) && !/[;,)]/.test(text[skipBlank(text, close + 1)] ?? '')) putLoop(sweep, start, open);
    return end;
  },
};

/** Puts the head of a loop over the name at `start` and its bracket; no such name has less than five letters. */
function putLoop(sweep: Sweep, start: number, open: number): void {
  sweep.put(start, LOOP_HEAD + blanked(sweep.text, start + LOOP_HEAD.length, open + 1));
}

function startsStatement(sweep: Sweep, start: number): boolean {
  const before = sweep.codeBefore(start);
  return /[;{}):]/.test(sweep.text[before] ?? ';') || /\b(?:else|do)$/.test(sweep.text.slice(Math.max(0, before - 5), before + 1));
}

/**
 * A macro with arguments and without `;` that begins a statement: it is a loop or a label of the module's own where a block
 * or an indented statement follows, and it goes where none does.
 */
const LOCAL_MACROS: MaskRule = {
  pattern: '^[ \\t]+[A-Za-z_]\\w{4,}[ \\t]?\\(',
  apply: (sweep, lineStart, end) => {
    const { text } = sweep;
    const start = skipBlank(text, lineStart);
    const open = end - 1;
    const name = text.slice(start, open).trimEnd();
    const before = text[sweep.codeBefore(start)] ?? ';';
    if (!/[;{}):]/.test(before) || KEYWORDS.has(name)) return start;
    const close = matchBracket(text, open);
    const next = close < 0 ? text.length : skipBlank(text, close + 1);
    const follows = text[next] ?? ';';
    if (follows === ';' || DECLARED.test(text.slice(open + 1, close))) return start;
    const isUpper = !/[a-z]/.test(name);
    const isLoop = isUpper || /for_?each/.test(name);
    const holdsNext = before === ')' || indentation(text, next) > start - lineStart;
    if (follows === '{' || (isLoop && holdsNext && /[\w(*]/.test(follows))) {
      putLoop(sweep, start, open);
      return open;
    }
    if (isUpper && before !== ')' && /[\w}#]/.test(follows)) sweep.blank(start, close + 1);
    return start;
  },
};

/** An argument list that declares: what has it is a function, not the use of a macro. */
const DECLARED = /^\s*(?:const\s+)?[A-Za-z_]\w*\s+\**[A-Za-z_]\w*\s*$/;

/** Number of blanks and tabs before `at` on its line; Infinity where something else stands before it. */
function indentation(text: string, at: number): number {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return line.trim() === '' ? line.length : Number.POSITIVE_INFINITY;
}

/** A macro that makes declarations at file scope, as the lists of keywords and the families of functions have them, goes where it has no `;`. */
const FILE_SCOPE_MACROS: MaskRule = {
  pattern: '^[A-Za-z_]\\w*[ \\t]?\\(',
  apply: (sweep, start, end) => {
    const { text } = sweep;
    const before = sweep.codeBefore(start);
    if (!/[;})]/.test(text[before] ?? ';')) return end;
    const close = matchBracket(text, end - 1);
    if (close < 0) return end;
    const next = text[skipBlank(text, close + 1)] ?? '#';
    if (/[\w}#]/.test(next)) {
      sweep.blank(start, close + 1);
      return close + 1;
    }
    if (next === ';') maskOperators(sweep, end - 1, close);
    return end;
  },
};

/** An operator as argument: `COMPARE(lt, <)`. */
function maskOperators(sweep: Sweep, open: number, close: number): void {
  for (const match of sweep.text.slice(open, close + 1).matchAll(/(?<=[(,]\s*)[<>=!+\-*/%&|^]+(?=\s*[,)])/g)) {
    sweep.put(open + match.index, 'x'.repeat(match[0].length));
  }
}

/** Rules about macros that stand where a statement or a declaration begins. */
export const STATEMENT_RULES: readonly MaskRule[] = [LIST_LOOPS, LOCAL_MACROS];

/** Rules about macros at file scope, for what no other rule takes. */
export const FILE_SCOPE_RULES: readonly MaskRule[] = [FILE_SCOPE_MACROS];
