import { plainComment } from './comment.ts';

/** A declaration of C as people read it. */
export interface Declaration {
  /** Its code, without the body of a function and without what a table is filled with. */
  readonly code: string;
  /** The comment beside it, or else right above; paragraphs are kept apart. May be empty. */
  readonly comment: string;
}

/** The macro, function, variable, member or enumerator whose name begins at an offset. */
export function declarationAt(text: string, offset: number): Declaration {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const name = /^\w*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const after = offset + name.length;
  const isMacro = /^[ \t]*(?:\/\*[ \t]*)?#[ \t]*define[ \t]+$/.test(before);
  const isFunction = !isMacro && /^\s*\(/.test(text.slice(after, after + 8));
  const start = isFunction ? headStart(text, lineStart) : lineStart;
  const end = isMacro ? macroEnd(text, after) : isFunction ? listEnd(text, after) : statementEnd(text, after);
  const code = text.slice(start, end).replace(/^[ \t]*\/\*[ \t]*(?=#)/, '');
  const isEnumerator = !isMacro && before.trim() === '' && !isFunction;
  return { code: layOut(isEnumerator ? code.replace(/,$/, '') : code), comment: commentOf(text, start, end) };
}

/** What the comment beside a declaration at `[start, end)` says of it, or else one right above; may be empty. */
export function commentOf(text: string, start: number, end: number): string {
  const beside = /^[;,]?[ \t]*\/\*([\s\S]*?)\*\//.exec(text.slice(end, end + 2000))?.[1];
  if (beside !== undefined) return paragraphs(beside);
  const before = text.slice(0, start);
  if (!/\*\/[ \t]*\r?\n[ \t]*$/.test(before)) return '';
  const open = before.lastIndexOf('/*');
  const isBesideAnother = before.slice(before.lastIndexOf('\n', open) + 1, open).trim() !== '';
  return isBesideAnother ? '' : paragraphs(before.slice(open + 2, before.lastIndexOf('*/')));
}

/** A comment without its asterisks and rules, with the breaks between its paragraphs only. */
function paragraphs(comment: string): string {
  return comment
    .replaceAll('\r\n', '\n')
    .replaceAll(/^[ \t]*\**[ \t]*-{3,}|-{3,}[ \t]*$/gm, '')
    .split(/\n[ \t]*\*?[ \t]*(?=\n)/)
    .map((one) => plainComment(one.replace(/^[ \t]*\*+/, '')))
    .filter(Boolean)
    .join('\n\n');
}

/** Where the declaration of a function begins: its result and its qualifiers stand on the lines above its name. */
function headStart(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(above, start - 1).trimEnd();
    if (!/^[A-Za-z_][\w\s*]*$/.test(line)) return start;
    start = above;
  }
  return start;
}

/** The end of the list of arguments that opens after an offset. */
function listEnd(text: string, offset: number): number {
  let depth = 0;
  for (let at = text.indexOf('(', offset); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The end of a macro, without a comment behind it. */
function macroEnd(text: string, offset: number): number {
  const body = /^(?:[^\\\n/]|\\\r?\n|\/(?!\*)|\\(?!\r?\n))*?(?=[ \t]*(?:\/\*|\*\/|\r?\n|$))/.exec(text.slice(offset));
  return offset + (body?.[0].length ?? 0);
}

/** The end of a declaration of one line, or the `=` of one that is longer. */
function statementEnd(text: string, offset: number): number {
  const line = /^[^\n]*?(?:;|,(?=[ \t]*(?:\/\*|\r?\n))|(?=[ \t]*(?:\/\*|\r?\n|$)))/.exec(text.slice(offset))?.[0] ?? '';
  const opened = /^(.*?)\s*=\s*\{?$/.exec(line)?.[1];
  return offset + (opened ?? line).length;
}

/** Code with one blank for several, and with the lines that it has. */
function layOut(code: string): string {
  return code
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s+/, '    ')).replaceAll(/(?<=\S)[ \t]+/g, ' '))
    .join('\n');
}
