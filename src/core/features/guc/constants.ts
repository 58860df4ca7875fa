import { fail, ok, type Place, type Problem, type Result } from '../../base/result.ts';
import { type CName, findName } from '../../place/declared-names.ts';
import { findEnumerator } from '../../place/new-name.ts';
import { filesWith } from '../../place/sources.ts';
import { isIdentifier, isKeyword } from '../../syntax/c/identifiers.ts';
import { isSystemName, systemHeader } from '../../syntax/c/system-names.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { isLiteral } from './c-text.ts';
import { type ConstantSort, configuredSort } from './configured.ts';
import { includeName, visibleFiles } from './visible.ts';

/** Deepest nesting of macros that is followed. */
const DEEPEST = 8;

/**
 * Whether a C file can start a variable with an expression: all names of it must be macros, members of enums or types. Answers the headers
 * of the tree that the file does not see yet and that declare some of them.
 */
export function constantHeaders(
  context: TreeContext,
  file: TreePath,
  expression: string,
  type: ConstantSort = 'number',
): Result<readonly TreePath[]> {
  if (context.c.damage(`double x = ${expression};\n`) > 0)
    return fail(problem(`"${expression}" is no C expression`, 'Use a number, or an expression of numbers and macros.'));
  const exists = context.tree.read(file) !== undefined;
  const visible = visibleFiles(context, exists ? file : 'src/include/postgres.h');
  const headers = new Set<TreePath>();
  const wrong = wordsProblem({ context, file, type, visible, headers }, expression, DEEPEST);
  return wrong ? fail(wrong) : ok([...headers]);
}

/** Whether a file can see a name as a constant: a macro or a member of an enum, of the file itself, a header or the system. */
export function isConstantName(context: TreeContext, file: TreePath, name: string): boolean {
  return isIdentifier(name) && constantHeaders(context, file, name).ok;
}

interface Reading {
  readonly context: TreeContext;
  readonly file: TreePath;
  readonly type: ConstantSort;
  /** The file with all that it includes. */
  readonly visible: readonly TreePath[];
  /** Collects what else it must include. */
  readonly headers: Set<TreePath>;
}

function wordsProblem(reading: Reading, expression: string, depth: number): Problem | undefined {
  const code = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'|\/\*[\s\S]*?\*\//g, ' 0 ')
    .replaceAll(/\boffsetof\s*\(\s*((?:struct\s+)?\w+)\s*,[^()]*\)/g, 'sizeof($1)');
  for (const { 0: word, index } of code.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) {
    const asType =
      /[(,]\s*(?:(?:const|struct|union|enum)\s+)?$/.test(code.slice(0, index)) && /^[\s*]*[),]/.test(code.slice(index + word.length));
    const found = isKeyword(word) ? keywordProblem(code, word, index) : wordProblem(reading, word, asType, depth);
    if (found) return found;
  }
  return undefined;
}

/** Keywords are values, operators, or parts of a type in brackets. */
function keywordProblem(code: string, word: string, index: number): Problem | undefined {
  const inBrackets = /[(,][\s\w]*$/.test(code.slice(0, index)) && /^[\s\w*]*[),]/.test(code.slice(index + word.length));
  if (inBrackets || /^(?:true|false|sizeof|alignof)$/.test(word)) return undefined;
  return problem(`"${word}" is a keyword of C and no constant`, SUGGESTION);
}

/** `asType` tells whether the name stands where a cast or `sizeof` has a type. */
function wordProblem(reading: Reading, word: string, asType: boolean, depth: number): Problem | undefined {
  const { context, file, visible } = reading;
  const found = findName(context, word, visible, ['macro', 'type', 'variable', 'function']);
  if (found?.sort === 'macro') return macroProblem(reading, word, found, depth) ?? reach(reading, word, found.place);
  const member = findEnumerator(context, word, visible);
  if (member) return reach(reading, word, member);
  const system = /[a-z]/.test(word) ? undefined : systemConstant(context, word);
  if (system !== undefined) return includesSystem(reading, system) ? undefined : unseen(file, word, `<${system}>`, undefined);
  if (asType && (found?.sort === 'type' || systemHeader(word))) return found && reach(reading, word, found.place);
  if (word === 'offsetof') return undefined;
  if (found)
    return problem(
      `${word} is a ${found.sort} of ${found.place.path}, and C starts a variable with constants only`,
      SUGGESTION,
      found.place,
    );
  const configured = configuredSort(context.tree, word);
  if (configured === reading.type) return undefined;
  if (configured !== undefined) return problem(`Macro ${word}, which configure defines, is a ${configured}`, SUGGESTION);
  const looked = `looked in ${file}, in what it includes, and in src/include`;
  if (reading.type === 'string')
    return problem(`No macro is called ${word}: ${looked}`, 'Put a text in double quotes, or name a macro that is a string.');
  return problem(`"${word}" is no number, and no macro or member of an enum is called so: ${looked}`, SUGGESTION);
}

const SUGGESTION = 'Use a number, or a macro or a member of an enum that the tree defines.';

/** What the bodies of a macro name that is no constant, unless one of them is all right; best one that needs no other header. */
function macroProblem(reading: Reading, name: string, { place }: CName, depth: number): Problem | undefined {
  const text = reading.context.tree.read(place.path)?.text ?? '';
  const defines = reading.context.c.outline(text).defines.filter((one) => one.name === name);
  let first: Problem | undefined;
  let needed: ReadonlySet<TreePath> | undefined;
  for (const { body, isFunctionLike } of depth === 0 ? [] : defines) {
    const trial = { ...reading, headers: new Set<TreePath>() };
    const wrong = bodyProblem(trial, name, body, place, isFunctionLike ? 0 : depth - 1);
    // Parameters of a macro are declared nowhere.
    const isRight = !wrong || (isFunctionLike && !wrong.where);
    if (isRight && trial.headers.size === 0) return undefined;
    if (isRight) needed ??= trial.headers;
    else first ??= wrong;
  }
  for (const header of needed ?? []) reading.headers.add(header);
  return needed ? undefined : first;
}

function bodyProblem(reading: Reading, name: string, body: string, place: Place, depth: number): Problem | undefined {
  if (body === '') return problem(`Macro ${name} of ${place.path} has no value`, SUGGESTION, place);
  if (reading.type === 'number' && isLiteral(body)) return problem(`Macro ${name} of ${place.path} is a string`, SUGGESTION, place);
  return wordsProblem(reading, body, depth);
}

/** Sees to it that the file includes what declares a name; refuses what no include can reach. */
function reach({ file, visible, headers }: Reading, name: string, place: Place): Problem | undefined {
  if (visible.includes(place.path)) return undefined;
  if (includeName(place.path) === undefined) return unseen(file, name, place.path, place);
  headers.add(place.path);
  return undefined;
}

/** The header of the system that has a constant: one that is known by its name, or of a reserved kind and used by the server's code. */
function systemConstant(context: TreeContext, word: string): string | undefined {
  const header = systemHeader(word);
  if (header === undefined || isSystemName(word)) return header;
  const use = new RegExp(`\\b${word}\\b`);
  for (const { text } of filesWith(context, 'src/backend', '.c', word)) if (use.test(text)) return header;
  return undefined;
}

function includesSystem({ context, file, visible }: Reading, header: string): boolean {
  const pattern = new RegExp(`^[ \\t]*#[ \\t]*include[ \\t]*<${header}>`, 'm');
  return [file, ...visible].some((path) => pattern.test(context.tree.read(path)?.text ?? ''));
}

function unseen(file: TreePath, name: string, header: string, where: Place | undefined): Problem {
  return problem(`${file} does not see ${name}, which ${header} defines`, `Include ${header} there first, or use a number.`, where);
}

function problem(message: string, hint: string, where?: Place): Problem {
  return { code: 'guc/not-constant', message, ...(where ? { where } : {}), hint };
}
