import type { CInclude, COutline } from '../syntax/c/syntax.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import type { FileScope } from './file-scope.ts';
import type { Point } from './points.ts';
import { sortedSlot } from './sorted.ts';

/** The headers one of which every C file includes first, in a paragraph of its own. */
export const FIRST_HEADER = /^(?:postgres|postgres_fe|c)\.h$/;

/**
 * Where the line `#include "header"` goes, or undefined where the file includes it already. It joins the paragraphs of quoted includes
 * at the top of the file, in byte order: so did 95 % of 1,070 includes that commits since 2020 added to existing files. A file
 * without quoted includes gets a paragraph of them after its `<system>` ones, the first header or the guard.
 */
export function includePoint(text: string, outline: COutline, scope: FileScope, header: string): Point | undefined {
  const certain = outline.includes.filter((include) => !scope.isConditional(include.start));
  if (certain.some((include) => include.header === header)) return undefined;
  const list = topIncludes(outline, certain);
  const quoted = list.filter((include) => !include.system && !FIRST_HEADER.test(include.header));
  const slot = sortedSlot(
    quoted.map((include) => include.header),
    header,
  );
  const [previous, next] = [quoted[slot - 1], quoted[slot]];
  if (previous) return { at: lineEnd(text, previous.end), blankBefore: false, blankAfter: false };
  if (next) return { at: lineStart(text, next.start), blankBefore: false, blankAfter: false };
  const last = list.at(-1);
  if (last) return { at: lineEnd(text, last.end), blankBefore: true, blankAfter: true };
  return { at: preambleStart(text, scope), blankBefore: true, blankAfter: true };
}

/** The includes above everything else: those further down, or inside of an enum, take part in what surrounds them. */
function topIncludes(outline: COutline, certain: readonly CInclude[]): readonly CInclude[] {
  const items = [...outline.functions, ...outline.variables, ...outline.prototypes, ...outline.types];
  const own = certain.filter((include) => !items.some((item) => item.start < include.start && include.start < item.end));
  const first = own[0]?.start ?? 0;
  const end = Math.min(...[...items, ...outline.defines].map((item) => item.start).filter((start) => start > first));
  return own.filter((include) => include.start < end);
}

/** Where a file without includes begins: after the `#define` of the guard, or after the comment at the top. */
export function preambleStart(text: string, scope: FileScope): number {
  const comment = /^\s*\/\*[\s\S]*?\*\/[ \t]*(?:\r?\n|$)/.exec(text);
  return scope.body.start > 0 ? scope.body.start : (comment?.[0].length ?? 0);
}
