/** Where a function's body opens in column 0, as PostgreSQL writes it: after the list of parameters. */
const OPEN = /\)[ \t]*\r?\n\{[ \t]*(?=\r?\n)/g;

/** Where it closes; a brace in a macro's text goes on behind it. */
const CLOSE = /\n\}(?=;?[ \t]*(?:\r?\n|\/|$))/g;

/**
 * Writes spaces over the bodies of functions, whose braces stand in column 0, so that what is at file scope can be parsed without them.
 * Length and the braces stay. A body in which a comment or an `#if` does not end where it begins stays too: what follows it may belong to it.
 */
export function withoutBodies(text: string): string {
  let result = '';
  let at = 0;
  OPEN.lastIndex = 0;
  for (let match = OPEN.exec(text); match; match = OPEN.exec(text)) {
    const start = OPEN.lastIndex;
    CLOSE.lastIndex = start;
    const end = CLOSE.exec(text)?.index;
    if (end === undefined) break;
    if (!isWhole(text.slice(start, end))) continue;
    result += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
    OPEN.lastIndex = end;
  }
  return at === 0 ? text : result + text.slice(at);
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
