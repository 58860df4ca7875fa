import { blanked, foldBlanks, matchBracket, splitArguments } from '../../syntax/c/lex.ts';

/** C code with blanks in the place of comments; offsets stay. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (found) =>
    found.startsWith('/') ? blanked(found, 0, found.length) : found,
  );
}

/** A call of a function or macro that stands in the code, with its arguments as written. */
export interface FoundCall {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly arguments: readonly string[];
}

/** Calls of the functions whose names match the source of an expression. `code` has no comments; definitions and prototypes are not calls. */
export function callsOf(code: string, names: string): readonly FoundCall[] {
  const found: FoundCall[] = [];
  for (const match of code.matchAll(new RegExp(`(?<![\\w#])(${names})\\s*\\(`, 'g'))) {
    const open = match.index + match[0].length - 1;
    const close = matchBracket(code, open);
    const before = code.slice(code.lastIndexOf('\n', match.index) + 1, match.index);
    const isDeclaration = (before === '' && !/^\s*[;,)]/.test(code.slice(close + 1))) || /^(?:extern|static)\b|^#/.test(before);
    if (close < 0 || isDeclaration) continue;
    const parts = splitArguments(code, open, close).map((part) => foldBlanks(code.slice(part.start, part.end)));
    found.push({ name: match[1] ?? '', start: match.index, end: close + 1, arguments: parts });
  }
  return found;
}

/** The text of C string literals that stand side by side, or undefined for any other expression; `gettext_noop()` around is seen through. */
export function stringOf(expression: string | undefined): string | undefined {
  const inner = /^(?:gettext_noop|_)\s*\(\s*([\s\S]*)\)$/.exec(expression ?? '')?.[1] ?? expression ?? '';
  const literals = inner.trim().match(/^(?:"(?:[^"\\\n]|\\.)*"\s*)+$/);
  if (!literals) return undefined;
  return [...inner.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map((match) => (match[1] ?? '').replaceAll(/\\(.)/g, '$1')).join('');
}

/** A function's definition around an offset: from its name in column 0 to its closing brace; undefined outside of functions. */
export function functionAround(
  code: string,
  offset: number,
): { readonly name: string; readonly start: number; readonly end: number } | undefined {
  const open = code.lastIndexOf('\n{', offset);
  if (open < 0) return undefined;
  const close = code.indexOf('\n}', open);
  if (close >= 0 && close < offset) return undefined;
  const head = /(?:^|\n)(?:[\w\s*]*?\b)?(\w+)\s*\([^;{}]*\)\s*$/.exec(code.slice(Math.max(0, open - 2000), open));
  return head?.[1] === undefined ? undefined : { name: head[1], start: open, end: close < 0 ? code.length : close };
}

/** The last literal that an expression's macro stands for in the same file: `#define NAME "text"`. */
export function literalOf(code: string, expression: string): string | undefined {
  const own = stringOf(expression);
  if (own !== undefined || !/^\w+$/.test(expression)) return own;
  return stringOf(new RegExp(`^#[ \\t]*define[ \\t]+${expression}[ \\t]+("[^\\n]*")`, 'm').exec(code)?.[1]);
}
