import { conditionals } from '../syntax/c/conditionals.ts';
import { foldBlanks } from '../syntax/c/lex.ts';
import type { Range } from '../syntax/c/syntax.ts';
import { lineEnd } from '../text/lines.ts';

/** The part of a C file where things can be added so that they hold whenever the file is used at all. */
export interface FileScope {
  /** Inside of include guard, of an `#if` around the whole file and of `extern "C"`; `end` is where the closing directives begin. */
  readonly body: Range;
  /** Whether an offset inside the body stands in an `#if` that may not hold. */
  readonly isConditional: (offset: number) => boolean;
  /** The offset itself, or the first one after it that is in no `#if` that may not hold. */
  readonly settle: (offset: number) => number;
}

interface Branching extends Range {
  /** After the line of the `#if`. */
  readonly from: number;
  /** Start of the line of the `#endif`. */
  readonly to: number;
  readonly hasElse: boolean;
  readonly line: string;
  readonly inner: readonly Branching[];
}

/** Finds the body of a file: an `#if` without `#else` that has the guard's `#define` in it, or all code, is around the whole file. */
export function fileScope(text: string): FileScope {
  let body: Range = { start: 0, end: text.length };
  let ranges = readBranchings(text);
  for (;;) {
    const around = ranges.find((one) => !one.hasElse && isAround(text, body, one));
    if (!around) break;
    body = { start: guardDefine(text, around) ?? around.from, end: around.to };
    ranges = around.inner;
  }
  const closing = ranges.find((one) => one.line === '#ifdef __cplusplus' && /^\s*\}\s*$/.test(text.slice(one.from, one.to)));
  if (closing && foldBlanks(text.slice(closing.end, body.end)) === '') body = { start: body.start, end: closing.start };
  const holder = (offset: number) => ranges.find((one) => one.start < offset && offset < one.end);
  return {
    body,
    isConditional: (offset) => holder(offset) !== undefined,
    settle: (offset) => {
      const held = holder(offset);
      return held ? lineEnd(text, held.end - 1) : offset;
    },
  };
}

/** End of the line that defines the macro of an include guard, the first thing inside; undefined for any other `#if`. */
function guardDefine(text: string, one: Branching): number | undefined {
  const condition = /^#ifndef (\w+)$|^#if !\s?defined ?\(? ?(\w+) ?\)?$/.exec(one.line);
  const define = /^\s*#[ \t]*define[ \t]+(\w+)/.exec(text.slice(one.from, one.to));
  const isGuard = define !== null && define[1] === (condition?.[1] ?? condition?.[2]);
  return isGuard ? lineEnd(text, one.from + define[0].length) : undefined;
}

/** Whether all of the body stands inside: only postgres.h and comments above, only comments below, and more inside than directives. */
function isAround(text: string, body: Range, one: Branching): boolean {
  const above = text.slice(body.start, one.start).replaceAll(/^#include "(?:postgres|postgres_fe|c)\.h"\r?$/gm, '');
  if (foldBlanks(above) !== '' || foldBlanks(text.slice(one.end, body.end)) !== '') return false;
  return guardDefine(text, one) !== undefined || /^[ \t]*[^#\s]/m.test(text.slice(one.from, one.to));
}

function readBranchings(text: string): readonly Branching[] {
  const top: Branching[] = [];
  const open: { start: number; from: number; line: string; hasElse: boolean; inner: Branching[] }[] = [];
  for (const { start, end, kind, line } of conditionals(text)) {
    const level = open.at(-1);
    if (kind === 'if') open.push({ start, from: lineEnd(text, end), line, hasElse: false, inner: [] });
    else if (kind !== 'endif') {
      if (level) level.hasElse = true;
    } else if (level) {
      open.pop();
      (open.at(-1)?.inner ?? top).push({ ...level, to: start, end: lineEnd(text, end) });
    }
  }
  return top;
}
