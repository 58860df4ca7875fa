import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import type { CFunction } from '../../syntax/c/syntax.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { type Locals, sizeBody, sizeStatements } from './code.ts';

/** Replaces `[start, end)`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An existing function of a C file. */
export interface Existing {
  readonly path: TreePath;
  readonly text: string;
  readonly definition: CFunction;
}

/** Text of a body without comments and literals, same length, so that words in them are not taken for code. */
function bodyCode({ text, definition }: Existing): string {
  const { start, end } = definition.body;
  return text.slice(start, end).replaceAll(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"/g, (opaque) => opaque.replaceAll(/[^\n]/g, ' '));
}

/** Why nothing can be added to a function for certain: it stands inside of an `#if`, or its braces share their lines with code. */
function closed(existing: Existing): Problem | undefined {
  const { path, text, definition } = existing;
  const { name, nameRange, body, conditional } = definition;
  const where = { path, offset: nameRange.start };
  const hint = 'Give sizeFunction and initFunction names of their own.';
  if (conditional)
    return {
      code: 'shmem/conditional-function',
      message: `${name} of ${path} stands inside of an #if, so it is not certain that what is added to it is compiled`,
      where,
      hint: `Take it out of the #if. ${hint}`,
    };
  const opens = text.slice(body.start + 1, lineEnd(text, body.start)).replace(/\/\*.*?\*\//g, '');
  const closes = text.slice(lineStart(text, body.end - 1), body.end - 1);
  if (/\S/.test(opens) || /\S/.test(closes))
    return {
      code: 'shmem/one-line-function',
      message: `The braces of ${name} of ${path} share their lines with code, so nothing can be added between them safely`,
      where,
      hint: `Put each brace on a line of its own. ${hint}`,
    };
  return undefined;
}

/** Why statements cannot be added at the end of a body: control may leave it before. */
export function openEnded(existing: Existing): Result<true> {
  const problem = closed(existing);
  if (problem) return fail(problem);
  const early = /\breturn\b|\bgoto\b/.exec(bodyCode(existing));
  if (!early) return ok(true);
  return fail({
    code: 'shmem/early-return',
    message: `${existing.definition.name} returns before its end, so nothing can be added safely after its last statement`,
    where: { path: existing.path, offset: existing.definition.body.start + early.index },
    hint: 'Give sizeFunction and initFunction names of their own.',
  });
}

/** Adds statements at the end of a function, set off by a blank line. */
export function appendStatements(existing: Existing, statements: string): Replacement {
  const brace = lineStart(existing.text, existing.definition.body.end - 1);
  const isEmpty = bodyCode(existing).replaceAll(/[{}\s]/g, '') === '';
  return { start: brace, end: brace, text: `${isEmpty ? '' : '\n'}${statements}\n` };
}

/** A declaration at the start of a body, its declarators perhaps on lines of their own. */
const DECLARATION =
  /^[ \t]+(?!(?:return|goto)\b)[A-Za-z_][\w \t*]*[ \t*]\w+(?:\[[^\]]*\])*(?:[ \t]*=[^;\n]*|(?:,\s*\*?\w+(?:\[[^\]]*\])*)*);/;

/** Adds declarations after those that a function begins with; a function without any gets them set off by a blank line. */
export function declareLocals(existing: Existing, declarations: readonly string[]): readonly Replacement[] {
  if (declarations.length === 0) return [];
  const { text, definition } = existing;
  const start = lineEnd(text, definition.body.start);
  let at = start;
  for (let found = DECLARATION.exec(text.slice(at)); found; found = DECLARATION.exec(text.slice(at)))
    at = lineEnd(text, at + found[0].length - 1);
  const blank = at === start && !/^[ \t]*\r?\n/.test(text.slice(at)) ? '\n' : '';
  return [{ start: at, end: at, text: `${declarations.join('\n')}\n${blank}` }];
}

/** The locals that a function has for its areas, or free names for them. */
export function localsOf(
  context: TreeContext,
  existing: Existing,
): { readonly locals: Locals; readonly has: { found: boolean; info: boolean } } {
  const code = bodyCode(existing);
  const calls = context.c.calls(existing.text, existing.definition.name) ?? [];
  const used = calls
    .filter((call) => call.name === 'ShmemInitStruct')
    .flatMap((call) => /^&(\w+)$/.exec(call.arguments.at(-1) ?? '')?.[1] ?? []);
  const found = used.at(-1) ?? /\bbool\s+(found\w*)\s*;/.exec(code)?.[1];
  const info = /\bHASHCTL\s+(\w+)\s*;/.exec(code)?.[1];
  const free = (name: string, other: string) => (new RegExp(`\\b${name}\\b`).test(code) ? other : name);
  return {
    locals: { found: found ?? free('found', 'area_found'), info: info ?? free('info', 'hash_ctl') },
    has: { found: found !== undefined, info: info !== undefined },
  };
}

/** The one `return` of a function, with its expression; a refusal where it has none or several. */
function singleReturn(existing: Existing): Result<{ readonly start: number; readonly expression: string; readonly end: number }> {
  const returns = [...bodyCode(existing).matchAll(/\breturn\b([^;]*);/g)];
  const only = returns.length === 1 ? returns[0] : undefined;
  if (!only) {
    return fail({
      code: 'shmem/several-returns',
      message: `${existing.definition.name} has ${returns.length} return statements, so a term cannot be added safely to its result`,
      where: { path: existing.path, offset: existing.definition.nameRange.start },
      hint: 'Give sizeFunction and initFunction names of their own.',
    });
  }
  const start = existing.definition.body.start + only.index;
  const end = start + only[0].length;
  const expression = existing.text.slice(start + 'return'.length, end - 1).trim();
  return ok({ start, end, expression });
}

/** Adds terms to what a size function returns: before its `return`, or, where that is all it does, as a sum. */
export function extendSize(existing: Existing, terms: readonly string[]): Result<readonly Replacement[]> {
  const found = singleReturn(existing);
  if (!found.ok) return found;
  const { start, end, expression } = found.value;
  const { text, definition } = existing;
  const code = bodyCode(existing);
  const isVariable = /^\w+$/.test(expression) && new RegExp(`\\b(?:Size|size_t)\\s+${expression}\\b`).test(code);
  if (isVariable) {
    const before = text.slice(definition.body.start, start).trimEnd();
    const at = lineEnd(text, definition.body.start + before.length - 1);
    return ok([{ start: at, end: at, text: `${sizeStatements(terms, expression).join('\n')}\n` }]);
  }
  const alone =
    code
      .slice(1, -1)
      .replace(/\breturn\b[^;]*;/, '')
      .trim() === '' && !text.slice(definition.body.start, definition.body.end).includes('/*');
  if (alone) return ok([{ ...definition.body, text: sizeBody(expression === '0' ? terms : [expression, ...terms]) }]);
  const sum = terms.reduce((left, term) => `add_size(${left}, ${term})`, expression);
  return ok([{ start, end, text: `return ${sum};` }]);
}

/** Whether a size function can be extended. */
export function extendableSize(existing: Existing): Result<true> {
  const problem = closed(existing);
  if (problem) return fail(problem);
  const found = singleReturn(existing);
  return found.ok ? ok(true) : found;
}

/**
 * The whole size as one term, where a size function says no more than that: it can stand in the place of a call. Undefined where
 * the function adds several terms, or works with locals.
 */
export function soleTerm(existing: Existing): string | undefined {
  const code = bodyCode(existing).replaceAll(/\s+/g, ' ');
  const direct = /^\{ return ([^;]+); \}$/.exec(code)?.[1];
  const assigned = /^\{ (?:Size|size_t) (\w+); \1 = ([^;]+); return \1; \}$/.exec(code)?.[2];
  const added = /^\{ (?:Size|size_t) (\w+) = 0; \1 = add_size\(\1, ([^;]+)\); return \1; \}$/.exec(code)?.[2];
  const term = direct ?? assigned ?? added;
  return term !== undefined && /^sizeof\s*\([\w\s]+\)$/.test(term) ? term : undefined;
}

/** Puts a term in the place of the calls of a function without arguments. */
export function replaceCalls(existing: Existing, name: string, term: string): readonly Replacement[] {
  const { start } = existing.definition.body;
  return [...bodyCode(existing).matchAll(new RegExp(`\\b${name}\\s*\\(\\s*\\)`, 'g'))].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    text: term,
  }));
}

/** The function that keeps the old size, and the variable of the area that it is the size of. */
export interface Helper {
  readonly name: string;
  readonly area: string;
}

/**
 * Where the init function asks for an area of the size function's whole size, more terms would make that area too large: the old
 * function gets a name of its own and becomes static, and a new one of the old name adds its size to the terms.
 */
export function splitSize(existing: Existing, users: Existing, helper: Helper, terms: readonly string[]): readonly Replacement[] {
  const { text, definition } = existing;
  const { name } = definition;
  const comment = /\/\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(text.slice(0, definition.start));
  const from = comment?.index ?? definition.start;
  const renamed = (start: number, end: number, from: string, to: string) =>
    [...text.slice(start, end).matchAll(new RegExp(`\\b${from}\\b`, 'g'))].map((match) => ({
      start: start + match.index,
      end: start + match.index + from.length,
      text: to,
    }));
  const end = lineEnd(text, definition.end - 1);
  return [
    ...renamed(from, definition.start, name, helper.name),
    ...renamed(from, definition.start, users.definition.name, helper.area),
    { start: definition.start, end: definition.start, text: 'static ' },
    { ...definition.nameRange, text: helper.name },
    {
      start: end,
      end,
      text: `\n/* Report shared memory space needed by ${users.definition.name} */\nSize\n${name}(void)\n${sizeBody([`${helper.name}()`, ...terms])}\n`,
    },
    ...renamed(users.definition.body.start, users.definition.body.end, name, helper.name),
  ];
}

/** Whether a function uses another one's result as an argument. */
export function usesFunction(existing: Existing, name: string): boolean {
  return new RegExp(`\\b${name}\\s*\\(\\s*\\)`).test(bodyCode(existing));
}
