import { conditionals } from '../syntax/c/conditionals.ts';
import { foldBlanks } from '../syntax/c/lex.ts';
import type { COutline, Range } from '../syntax/c/syntax.ts';
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
export function fileScope(text: string, outline: COutline): FileScope {
  const defines = new Map(outline.defines.map((define) => [define.name, define]));
  let body: Range = { start: 0, end: text.length };
  let ranges = readBranchings(text);
  for (;;) {
    const around = ranges.find((one) => !one.hasElse && isAround(text, body, one, [...defines.values()]));
    if (!around) break;
    defines.delete(guardName(text, around) ?? '');
    body = { start: around.from, end: around.to };
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

/** The macro of an include guard, which is defined first thing inside; undefined for any other `#if`. */
function guardName(text: string, one: Branching): string | undefined {
  const condition = /^#ifndef (\w+)$|^#if !\s?defined ?\(? ?(\w+) ?\)?$/.exec(one.line);
  const name = condition?.[1] ?? condition?.[2];
  const defined = /^\s*#[ \t]*define[ \t]+(\w+)/.exec(text.slice(one.from, one.to))?.[1];
  return name === defined ? name : undefined;
}

/** Whether all code of the body stands inside: only includes and comments above, only comments below, and more inside than directives. */
function isAround(text: string, body: Range, one: Branching, defines: readonly Range[]): boolean {
  const above = text.slice(body.start, one.start).replaceAll(/^[ \t]*#[^\n]*$/gm, '');
  const hasDefine = defines.some((define) => define.start >= body.start && define.start < one.start);
  if (hasDefine || foldBlanks(above) !== '' || foldBlanks(text.slice(one.end, body.end)) !== '') return false;
  return guardName(text, one) !== undefined || /^[ \t]*[^#\s]/m.test(text.slice(one.from, one.to));
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
