/** Where a function's body opens in column 0, as PostgreSQL writes it: after the list of parameters. */
const OPEN = /\)[ \t]*\r?\n\{[ \t]*(?=\r?\n)/g;

/** Where it closes; a brace in a macro's text goes on behind it. */
const CLOSE = /\n\}(?=;?[ \t]*(?:\r?\n|\/|$))/g;

/** A text without some of its parts. */
export interface Shortened {
  readonly text: string;
  /** The offset in the whole text of an offset in the shortened one. */
  readonly at: (offset: number) => number;
}

/**
 * C code without the bodies of functions, whose braces stand in column 0, so that what is at file scope can be parsed without them. The
 * braces stay. A body in which a comment or an `#if` does not end where it begins stays too: what follows it may belong to it.
 */
export function withoutBodies(text: string): Shortened {
  let result = '';
  let at = 0;
  const cuts: { readonly offset: number; readonly removed: number }[] = [];
  OPEN.lastIndex = 0;
  for (let match = OPEN.exec(text); match; match = OPEN.exec(text)) {
    const start = OPEN.lastIndex;
    CLOSE.lastIndex = start;
    const end = CLOSE.exec(text)?.index;
    if (end === undefined) break;
    if (!isWhole(text.slice(start, end))) continue;
    result += text.slice(at, start);
    cuts.push({ offset: result.length, removed: end - result.length });
    at = end;
    OPEN.lastIndex = end;
  }
  return { text: result + text.slice(at), at: (offset) => offset + removedBefore(cuts, offset) };
}

/** How much was removed before an offset; at the place of a cut itself, what stands before it is meant. */
function removedBefore(cuts: readonly { readonly offset: number; readonly removed: number }[], offset: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return cuts[low - 1]?.removed ?? 0;
}

/** Whether comments and conditionals that begin in a piece of code end in it. */
function isWhole(code: string): boolean {
  if (code.lastIndexOf('/*') > code.lastIndexOf('*/')) return false;
  let depth = 0;
  for (const [, word = ''] of code.matchAll(/^[ \t]*#[ \t]*(if|el|endif)/gm)) {
    if (word === 'if') depth += 1;
    else if (depth === 0) return false;
    else if (word === 'endif') depth -= 1;
  }
  return depth === 0;
}
