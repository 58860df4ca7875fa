import { fail, ok, type Place, type Problem, type Result } from '../../base/result.ts';
import { type CName, findName } from '../../place/declared-names.ts';
import { nameClash } from '../../place/new-name.ts';
import { filesWith } from '../../place/sources.ts';
import type { TreeContext } from '../../tree/context.ts';
import { findPrivateType, findStruct } from './c-names.ts';
import type { ModulePlace } from './module.ts';

/** A C type of a request: one that the tree has, or one that will be written. */
export interface ResolvedType {
  /** As written in C: a name, or `char[N]`. */
  readonly name: string;
  readonly isNew: boolean;
  readonly isString: boolean;
  /** Headers that declare it and that not every server file sees. */
  readonly headers: readonly string[];
}

/** PG_INT32_MAX: what a `long` holds on every platform. */
const MAX_ENTRIES = 2147483647;

const PLAIN = /^(?:(?:unsigned|signed|long|short)\s+)*(?:int|char|long|short|bool|double|float)$|^unsigned$/;

/** Finds a type by the name that a request gives, or decides that it will be written. */
export function resolveType(context: TreeContext, place: ModulePlace, field: string, written: string): Result<ResolvedType> {
  const name = written.trim().replaceAll(/\s+/g, ' ');
  const array = /^char ?\[ ?(\w+) ?\]$/.exec(name);
  if (array) {
    const length = resolveExpression(context, place, field, array[1] ?? '');
    return length.ok ? ok({ name: `char[${array[1]}]`, isNew: false, isString: true, headers: length.value }) : length;
  }
  if (PLAIN.test(name)) return ok({ name, isNew: false, isString: false, headers: [] });
  if (!/^(?:(?:struct|union|enum) )?[A-Za-z_]\w*$/.test(name)) {
    return fail({
      code: 'shmem/bad-type',
      message: `"${written}" of field "${field}" is no C type that can be used here`,
      hint: 'Give the name of a type, or char[N] for a string key.',
    });
  }
  const bare = name.replace(/^(?:struct|union|enum) /, '');
  const found = typeNamed(context, bare, ownFiles(place));
  const isString = bare === 'NameData';
  if (found) {
    // A forward declaration is not enough for sizeof.
    const { header } = findStruct(context, bare, ownFiles(place)) ?? found;
    return ok({ name, isNew: false, isString, headers: header === undefined ? [] : [header] });
  }
  const hidden = findPrivateType(context, bare);
  if (hidden) {
    return fail({
      code: 'shmem/hidden-type',
      message: `Type ${name} of field "${field}" is declared in ${hidden.path}, where ${place.path} does not see it`,
      where: hidden,
      hint: 'Choose another name, or move the type into a header.',
    });
  }
  if (isUsedAsType(context, bare)) return ok({ name, isNew: false, isString, headers: [] });
  if (name === bare && /^[A-Z]/.test(bare)) {
    const clash = nameClash(context, bare, ownFiles(place));
    if (!clash) return ok({ name, isNew: true, isString: false, headers: [] });
    return fail({
      code: 'shmem/bad-type',
      field,
      message: `No struct for field "${field}" can be called ${bare}: it ${clash.why}`,
      ...(clash.where ? { where: clash.where } : {}),
      hint: 'Give the name of a type of the tree, or another name, for which a struct is written.',
    });
  }
  return fail({
    code: 'shmem/unknown-type',
    message: `Type ${name} of field "${field}" is declared neither in ${place.path} nor in a header under src/include`,
    hint: 'Check the spelling; for a name that begins with a capital letter a struct is written.',
  });
}

/** The declaration of a type, or of a macro that stands for one. */
function typeNamed(context: TreeContext, name: string, first: readonly string[]): CName | undefined {
  const found = findName(context, name, first, ['type', 'macro']);
  if (found?.sort !== 'macro') return found;
  const body = context.tree.read(found.place.path)?.text.slice(found.place.offset + name.length) ?? '';
  return /^[ \t]+[A-Za-z_][\w \t]*\r?(?:\n|\/\*)/.test(body) ? found : undefined;
}

/** The first of some names that no type of the tree has: a type that nobody asked for by its name is never taken by chance. */
export function freshType(context: TreeContext, place: ModulePlace, field: string, candidates: readonly string[]): Result<ResolvedType> {
  let where: Place | undefined;
  for (const name of candidates) {
    const found =
      findName(context, name, ownFiles(place), ['type', 'macro', 'variable', 'function'])?.place ?? findPrivateType(context, name);
    if (!found) return ok({ name, isNew: true, isString: false, headers: [] });
    where ??= found;
  }
  return fail({
    code: 'shmem/type-taken',
    message: `${candidates[0]} is declared already`,
    ...(where ? { where } : {}),
    hint: `Name a type with ${field}: that one, or a new one.`,
  });
}

/** Whether headers of the server use a name as a type, which then comes from the system, for example `pid_t`. */
function isUsedAsType(context: TreeContext, name: string): boolean {
  const pattern = new RegExp(`^[ \\t]+(?:volatile[ \\t]+)?${name}[ \\t]+\\**\\w+[;\\[]`, 'm');
  for (const { text } of filesWith(context, 'src/include', '.h', name)) if (pattern.test(text)) return true;
  return false;
}

/** The files whose own declarations the module's code sees first. */
export function ownFiles(place: ModulePlace): readonly string[] {
  return [place.path, ...(place.header === undefined ? [] : [place.header])];
}

/** Checks an expression of numbers, macros, variables and calls; answers the headers that declare what it names. */
export function resolveExpression(context: TreeContext, place: ModulePlace, field: string, expression: string): Result<readonly string[]> {
  const problem = (message: string, hint: string): { ok: false; problem: Problem } => fail({ code: 'shmem/bad-size', message, hint });
  if (!/^(?![-+])[\w\s+\-*/()]+$/.test(expression) || !balanced(expression)) {
    return problem(
      `"${expression}" of field "${field}" is no C expression for a number`,
      'Give a number, a macro, the C variable of a GUC, or a sum or product.',
    );
  }
  if (/^\d+$/.test(expression) && !(Number(expression) >= 1 && Number(expression) <= MAX_ENTRIES)) {
    return problem(
      `"${expression}" of field "${field}" is no number of ${field === 'maxEntries' ? 'entries' : 'bytes for a string'}`,
      `Give at least 1 and at most ${MAX_ENTRIES}.`,
    );
  }
  const headers = new Set<string>();
  for (const [word] of expression.matchAll(/\b[A-Za-z_]\w*/g)) {
    if (word === 'sizeof' || PLAIN.test(word)) continue;
    const found = findName(context, word, ownFiles(place));
    if (!found) {
      return problem(
        `${word} of field "${field}" is declared neither in ${place.path} nor in a header under src/include`,
        'Give a number, a macro, or the C variable of a GUC that a header declares.',
      );
    }
    if (found.header !== undefined) headers.add(found.header);
  }
  return ok([...headers]);
}

function balanced(expression: string): boolean {
  let depth = 0;
  for (const char of expression) {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0 && expression.trim() !== '';
}
