import { linesOf } from './sections.ts';

/** `[start, end)` in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One line of a macro list with its terminator; the lines of a file tile its text. */
export interface MacroLine extends Span {
  readonly kind: 'entry' | 'comment' | 'directive' | 'blank' | 'other';
}

/** A line such as `PG_LWLOCK(53, AioWorkerSubmissionQueue)`. */
export interface MacroEntry extends Span {
  readonly macro: string;
  readonly arguments: readonly string[];
  /** Condition lines (`#if…`, `#else`) around the entry, outermost first. */
  readonly conditions: readonly string[];
  /** Number of the run of lines that it belongs to; a blank line or a comment on lines of its own begins a new run. */
  readonly run: number;
}

/** A header that is nothing but a list for X-macros, such as `lwlocklist.h` or `subsystemlist.h`. */
export interface MacroList {
  readonly lines: readonly MacroLine[];
  readonly entries: readonly MacroEntry[];
}

/** Reads the list line by line, as the generators that share these headers with the C compiler do. */
export function readMacroList(text: string): MacroList {
  const lines: MacroLine[] = [];
  const entries: MacroEntry[] = [];
  const conditions: string[] = [];
  let inComment = false;
  let inDirective = false;
  let run = 0;
  for (const { start, end, content } of linesOf(text)) {
    const entry = inComment || inDirective ? null : /^\s*(\w+)\s*\(([^()]*)\)\s*;?\s*(?:\/\*.*\*\/\s*|\/\/.*)?$/.exec(content);
    let kind: MacroLine['kind'] = 'other';
    if (inComment) {
      kind = 'comment';
      inComment = !content.includes('*/');
    } else if (inDirective || /^\s*#/.test(content)) {
      kind = 'directive';
      if (!inDirective) follow(conditions, content.trim());
      inDirective = content.endsWith('\\');
    } else if (content.trim() === '') kind = 'blank';
    else if (/^\s*\/[*/]/.test(content) && !entry) {
      kind = 'comment';
      inComment = /^\s*\/\*/.test(content) && !content.includes('*/');
    } else if (entry) {
      kind = 'entry';
      const args = (entry[2] ?? '').split(',').map((argument) => argument.trim());
      entries.push({ start, end, macro: entry[1] ?? '', arguments: args, conditions: [...conditions], run });
    }
    if (kind === 'blank' || kind === 'comment') run += 1;
    lines.push({ kind, start, end });
  }
  return { lines, entries };
}

/** Whether a header is nothing but such a list: it is no C by itself, so that a C parser finds an error in each line. */
export function isMacroList(text: string): boolean {
  const { lines, entries } = readMacroList(text);
  return entries.length > 0 && lines.every((line) => line.kind !== 'other');
}

/** Keeps the stack of open conditions; `#else` and `#elif` replace the condition that they continue. */
function follow(conditions: string[], directive: string): void {
  if (/^#\s*if/.test(directive)) conditions.push(directive);
  else if (/^#\s*el/.test(directive)) conditions[conditions.length - 1] = directive;
  else if (/^#\s*endif/.test(directive)) conditions.pop();
}
