import { functionsOf } from '../index/c-functions.ts';
import type { IndexEntry } from '../index/entry.ts';
import { matchBracket, splitArguments } from '../syntax/c/lex.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { dirname, type TreePath } from '../tree/source-tree.ts';
import type { Hover } from './answers.ts';
import { entriesByCode } from './names.ts';

/** A SQL function that runs a C function, with what callers give it. */
interface SqlFunction {
  readonly name: string;
  readonly inputs: readonly { readonly name: string | undefined; readonly type: string }[];
}

/** On `PG_GETARG_X(n)`: name and type of that argument in every SQL function of the C function around. */
export function argumentHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const macro = [...line.matchAll(/\bPG_(?:GETARG_\w+|ARGISNULL)\(\s*(\d+)\s*\)/g)].find(
    (match) => match.index <= offset - lineStart && offset - lineStart <= match.index + match[0].length,
  );
  const functions = macro ? sqlFunctionsAround(context, path, offset) : [];
  if (!macro || functions.length === 0) return undefined;
  const position = Number(macro[1]);
  const lines = functions.map(({ name, inputs }) => {
    const argument = inputs[position];
    if (!argument) return `**${name}** takes no argument ${position + 1}`;
    return `Argument ${position + 1} of **${name}**: ${argument.name === undefined ? '' : `\`${argument.name}\` `}\`${argument.type}\``;
  });
  const start = lineStart + macro.index;
  return { start, end: start + macro[0].length, markdown: [...new Set(lines)].slice(0, 8).join('\n\n') };
}

/** SQL functions of the C function around an offset; of a helper that is handed the call, those of the functions that hand it on. */
function sqlFunctionsAround(context: TreeContext, path: TreePath, offset: number): readonly SqlFunction[] {
  const functions = functionsOf(context, path);
  const around = functions.findLast((one) => one.offset < offset);
  if (!around) return [];
  const own = sqlFunctionsOf(context, path, around.name);
  if (own.length > 0) return own;
  const text = context.tree.read(path)?.text ?? '';
  const handing = [...text.matchAll(new RegExp(`\\b${around.name}\\(\\s*fcinfo\\b`, 'g'))].flatMap(
    (call) => functions.findLast((one) => one.offset < call.index) ?? [],
  );
  return [...new Set(handing.map((one) => one.name))].flatMap((name) => sqlFunctionsOf(context, path, name));
}

function sqlFunctionsOf(context: TreeContext, path: TreePath, name: string): readonly SqlFunction[] {
  const rows = entriesByCode(context)
    .get(name)
    ?.flatMap((entry) => (entry.kind === 'function' ? [{ name: entry.name, inputs: inputsOf(entry) }] : []));
  return rows ?? scriptFunctions(context, dirname(path)).get(name) ?? [];
}

function inputsOf({ fields }: IndexEntry): SqlFunction['inputs'] {
  const all: readonly { readonly name?: string; readonly type: string; readonly mode: string }[] = Array.isArray(fields['args'])
    ? fields['args']
    : [];
  return all.filter((one) => one.mode !== 'out' && one.mode !== 'table').map(({ name, type }) => ({ name, type }));
}

/** Functions that the scripts in a directory create, by the C function that each names. */
function scriptFunctions(context: TreeContext, directory: TreePath): ReadonlyMap<string, readonly SqlFunction[]> {
  return remember(context, `functions of scripts ${directory}`, (inner) => {
    const found = new Map<string, SqlFunction[]>();
    for (const { name, kind } of inner.tree.list(directory) ?? []) {
      if (kind !== 'file' || !/\.sql(?:\.in)?$/.test(name)) continue;
      for (const { symbol, made } of createdFunctions(inner.tree.read(`${directory}/${name}`)?.text ?? ''))
        found.set(symbol, [...(found.get(symbol) ?? []), made]);
    }
    return found;
  });
}

function createdFunctions(script: string): readonly { readonly symbol: string; readonly made: SqlFunction }[] {
  const sql = script.replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length));
  return [...sql.matchAll(/\bCREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(?:[\w@"]+\.)?(\w+)\s*\(/gi)].flatMap((match) => {
    const open = match.index + match[0].length - 1;
    const close = matchBracket(sql, open);
    const name = match[1] ?? '';
    if (close < 0) return [];
    const rest = sql.slice(close + 1, sql.indexOf(';', close) + 1 || sql.length);
    const library = /\bAS\s+'[^'\n]*'(?:\s*,\s*'(\w+)')?/i.exec(rest);
    if (!library) return [];
    const inputs = splitArguments(sql, open, close).flatMap(({ start, end }) => inputOf(sql.slice(start, end)) ?? []);
    return [{ symbol: library[1] ?? name, made: { name, inputs } }];
  });
}

/** Types of more than one word, which are no name and type. */
const LONG_TYPE = /^(?:double precision|(?:character|bit) varying|time(?:stamp)? with(?:out)? time zone|national char)/i;

function inputOf(written: string): SqlFunction['inputs'][number] | undefined {
  const plain = written
    .replace(/\s*(?:\bDEFAULT\b|=)[\s\S]*$/i, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [, mode = '', rest = ''] = /^(?:(IN ?OUT|INOUT|OUT|IN|VARIADIC) )?(.*)$/i.exec(plain) ?? [];
  if (/^OUT$/i.test(mode) || rest === '') return undefined;
  const [, name, type] = LONG_TYPE.test(rest) ? [] : (/^("[^"]+"|\w+) (.+)$/.exec(rest) ?? []);
  return name === undefined || type === undefined ? { name: undefined, type: rest } : { name, type };
}
