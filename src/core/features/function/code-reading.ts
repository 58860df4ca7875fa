import { type DefinedFunction, functionsOf } from '../../index/c-functions.ts';
import { matchBracket } from '../../syntax/c/lex.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** What the code of an SQL-callable function says of its arguments and its result. */
export interface CodeReading {
  readonly name: string;
  /** `X` of the first PG_GETARG_X for an argument, by its position, and the variable that takes it. */
  readonly gets: ReadonlyMap<number, { readonly macro: string; readonly variable: string | undefined }>;
  /** `X` of the PG_RETURN_X that tells most. */
  readonly gives: string | undefined;
  /** All of its code, with that of functions of the file that it hands its call to. */
  readonly body: string;
}

/** Results that tell nothing where the function gives others too. */
const SAY_LITTLE = new Set(['NULL', 'VOID', 'DATUM']);

/** Reads the code of one function of a file. */
export function readCode(text: string, functions: readonly DefinedFunction[], one: DefinedFunction): CodeReading {
  const body = bodyOf(text, functions, one, new Set());
  const gets = new Map<number, { macro: string; variable: string | undefined }>();
  for (const match of body.matchAll(
    /(?:\b([a-z_]\w*)\s*=\s*(?:PG_ARGISNULL\([^)]*\)\s*\?[^;:]*:\s*)?(?:\(\w+[\s*]*\)\s*)?)?\bPG_GETARG_(\w+)\(\s*(\d+)\s*\)/g,
  )) {
    const position = Number(match[3]);
    if (!gets.has(position)) gets.set(position, { macro: match[2] ?? '', variable: match[1] });
  }
  const given = [...body.matchAll(/\bPG_RETURN_(\w+)\b/g)].map((match) => match[1] ?? '');
  const gives = given.find((macro) => !SAY_LITTLE.has(macro)) ?? given.find((macro) => macro !== 'NULL') ?? given[0];
  return { name: one.name, gets, gives, body };
}

/** What the code of every SQL-callable function of a file says, without the code itself. */
export function readingsOf(context: TreeContext, path: TreePath): readonly Omit<CodeReading, 'body'>[] {
  return remember(context, `code readings ${path}`, (inner) => {
    const functions = functionsOf(inner, path);
    const text = functions.some((one) => one.isCallable) ? (inner.tree.read(path)?.text ?? '') : '';
    return functions
      .filter((one) => one.isCallable)
      .map((one) => {
        const { name, gets, gives } = readCode(text, functions, one);
        return { name, gets, gives };
      });
  });
}

/** End of the body of a function, or of the macro call that makes it; the end of the text where that is not closed. */
export function definitionEnd(text: string, { offset }: DefinedFunction): number {
  const open = text.indexOf('(', offset);
  const close = open < 0 ? -1 : matchBracket(text, open);
  if (close < 0) return offset;
  const brace = /^\s*\{/.exec(text.slice(close + 1, close + 80));
  const end = brace ? matchBracket(text, close + brace[0].length) : close;
  return end < 0 ? text.length : end + 1;
}

function bodyOf(text: string, functions: readonly DefinedFunction[], one: DefinedFunction, seen: Set<string>): string {
  if (seen.has(one.name)) return '';
  seen.add(one.name);
  const code = ownCode(text, one);
  const handedOn = [...code.matchAll(/\b(\w+)\(\s*fcinfo\b/g)].map((match) => functions.find((other) => other.name === match[1]));
  return [code, ...handedOn.map((other) => (other ? bodyOf(text, functions, other, seen) : ''))].join('\n');
}

/** The body of a function, or the text of the macro that makes it. */
function ownCode(text: string, one: DefinedFunction): string {
  const called = /^\w+/.exec(text.slice(one.offset, one.offset + 64))?.[0] ?? '';
  if (called === one.name) return text.slice(one.offset, definitionEnd(text, one));
  return new RegExp(`^#define[ \\t]+${called}\\((?:[^\\n]*\\\\\\r?\\n)*[^\\n]*`, 'm').exec(text)?.[0] ?? '';
}
