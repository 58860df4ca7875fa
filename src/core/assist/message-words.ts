import type { Word } from './conf.ts';

/** Functions that report something to people. */
const REPORTS = /^(?:err(?:msg|detail|hint|context)\w*|elog|ereport|pg_log_\w+|pg_fatal|GUC_check_err\w+)$/;
/** Calls that a message may be wrapped into. */
const WRAPPERS = /^(?:_|gettext_noop|gettext|ngettext|dgettext)$/;

/**
 * Whether a word of C code, which is the name of a parameter, means the parameter: in a string that a function of parameters is called
 * with, in a message that names it, or as the name in a row of a table. A string of the same letters elsewhere may mean anything, but for a
 * whole name with a dot.
 */
export function meansParameter(text: string, { text: name, start, end }: Word): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const literal = [...line.matchAll(/"(?:[^"\\]|\\.)*"/g)].find(
    (match) => lineStart + match.index < start && end < lineStart + match.index + match[0].length,
  );
  if (!literal) return false;
  const isWhole = literal[0].length === name.length + 2;
  if (isWhole && name.includes('.')) return true;
  if (isWhole && /^",\s*PGC_/.test(text.slice(end, end + 40))) return true;
  if (/\b(?:SET|RESET|SHOW)\s+(?:LOCAL\s+|SESSION\s+)?$/.test(text.slice(start - 20, start))) return true;
  const call = callAround(text, lineStart + literal.index);
  if (isWhole) return call !== undefined && takesParameter(text, start, call, name);
  if (!call || !REPORTS.test(call.name)) return false;
  const isQuoted = text.slice(start - 2, start) === '\\"' && text.slice(end, end + 2) === '\\"';
  return name.includes('_') || (isQuoted && /\b(?:parameter|setting|configuration)\b/.test(literal[0]));
}

/** Whether what a call takes there is the name of a parameter, by the names of the functions. */
function takesParameter(text: string, offset: number, call: NonNullable<ReturnType<typeof callAround>>, name: string): boolean {
  if (/config|guc/i.test(call.name)) return true;
  if (REPORTS.test(call.name)) return call.argument > 0;
  if (/parameter|option/i.test(call.name)) return name.includes('_');
  // A name is compared in a function about parameters.
  const open = text.lastIndexOf('\n{', offset);
  return (
    /str(?:case)?cmp$/.test(call.name) &&
    /guc/i.test(text.slice(text.lastIndexOf('\n\n', open) + 1, open).replaceAll(/\/\*[\s\S]*?\*\//g, ''))
  );
}

/** The call that a string stands in, and before how many commas of it; what only translates is seen through. */
function callAround(text: string, offset: number): { readonly name: string; readonly argument: number } | undefined {
  let argument = 0;
  let depth = 0;
  for (let at = offset - 1; at > Math.max(0, offset - 3000); at -= 1) {
    const char = text[at];
    if (char === '"') at = literalStart(text, at);
    else if (char === ')') depth += 1;
    else if (char === '(' && depth > 0) depth -= 1;
    else if (char === '(') {
      const name = /(\w+)\s*$/.exec(text.slice(Math.max(0, at - 80), at))?.[1] ?? '';
      if (name === '' || WRAPPERS.test(name)) continue;
      return { name, argument };
    } else if (depth === 0 && char === ',') argument += 1;
    else if (depth === 0 && (char === ';' || char === '{' || char === '}')) return undefined;
  }
  return undefined;
}

/** Where the literal that is closed at an offset begins. */
function literalStart(text: string, close: number): number {
  for (let at = close - 1; at > 0; at -= 1) {
    if (text[at] === '\n') return close;
    if (text[at] === '"' && text[at - 1] !== '\\') return at;
  }
  return close;
}
