import { conditionals } from './conditionals.ts';
import { directiveEnd, foldBlanks, skipOpaque } from './lex.ts';
import type { CDefine, CInclude, Range } from './syntax.ts';

/**
 * Includes and defines of a text, in order. They come from the text, not from its parse: a mask or a resolved branch may
 * have hidden them there.
 */
export function readDirectives(
  text: string,
  isConditional: (offset: number) => boolean,
): { readonly includes: readonly CInclude[]; readonly defines: readonly CDefine[] } {
  const includes: CInclude[] = [];
  const defines: CDefine[] = [];
  const token = /\/\*|\/\/|["']|^[ \t]*#[ \t]*(?:include[ \t]*(["<])([^">\n]+)[">]|define[ \t]+(\w+)(\()?)|^[ \t]*#/gm;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (!match[0].includes('#')) {
      token.lastIndex = Math.max(skipOpaque(text, match.index), match.index + 1);
      continue;
    }
    const end = directiveEnd(text, match.index);
    token.lastIndex = Math.max(end, match.index + 1);
    const place = { start: match.index, end, conditional: isConditional(match.index) };
    if (match[2] !== undefined) includes.push({ ...place, header: match[2], system: match[1] === '<' });
    if (match[3] === undefined) continue;
    const rest = text.slice(match.index + match[0].length, end).replaceAll(/\\\r?\n/g, ' ');
    defines.push({
      ...place,
      name: match[3],
      body: foldBlanks(match[4] ? rest.replace(/^[^)]*\)/, '') : rest),
      isFunctionLike: match[4] !== undefined,
    });
  }
  return { includes, defines };
}

/** Tells whether an offset lies inside a conditional; the include guard around a whole file does not count. */
export function conditionalRanges(text: string): (offset: number) => boolean {
  const directives = conditionals(text);
  const guard = includeGuard(text, directives);
  const ranges: Range[] = [];
  const open: number[] = [];
  for (const directive of directives) {
    if (directive.start === guard?.start || directive.end === guard?.end) continue;
    if (directive.kind === 'if') open.push(directive.start);
    if (directive.kind !== 'endif') continue;
    const start = open.pop();
    if (start !== undefined && open.length === 0) ranges.push({ start, end: directive.end });
  }
  return (offset) => ranges.some((one) => one.start <= offset && offset < one.end);
}

/** The conditions around an offset as written, outermost first; of a branch that is not the first, `#else of #ifdef X`. The include guard does not count. */
export function conditionsAround(text: string, offset: number): readonly string[] {
  const directives = conditionals(text);
  const guard = includeGuard(text, directives);
  const open: string[] = [];
  for (const directive of directives) {
    if (directive.start >= offset) break;
    if (directive.kind === 'if') open.push(directive.start === guard?.start ? '' : directive.line);
    else if (directive.kind === 'endif') open.pop();
    else open.push(`${directive.line} of ${open.pop()}`);
  }
  return open.filter((line) => line !== '');
}

/** Whether an offset lies in code that is never compiled: below `#if 0`, or beside `#if 1`. */
export function isDeadCode(text: string, offset: number): boolean {
  return conditionsAround(text, offset).some((line) => /^#if 0\b|^#e\w+.* of #if 1\b/.test(line));
}

/** From the first `#ifndef NAME`, which `#define NAME` follows at once, to its `#endif`. */
function includeGuard(text: string, directives: ReturnType<typeof conditionals>): Range | undefined {
  const [first] = directives;
  const [, ifndef, defined] = /^#ifndef (\w+)|^#if !\s*defined ?\(? ?(\w+)/.exec(first?.line ?? '') ?? [];
  const name = ifndef ?? defined;
  if (!first || name === undefined || !new RegExp(`^\\s*#[ \\t]*define[ \\t]+${name}\\b`).test(text.slice(first.end))) return undefined;
  let depth = 0;
  for (const directive of directives) {
    depth += directive.kind === 'if' ? 1 : directive.kind === 'endif' ? -1 : 0;
    if (depth === 0) return { start: first.start, end: directive.end };
  }
  return undefined;
}
