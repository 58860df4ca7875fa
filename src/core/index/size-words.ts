import { matchBracket, skipBlank } from '../syntax/c/lex.ts';
import { own } from '../text/own.ts';
import type { TreeContext } from '../tree/context.ts';
import { recall, remember, settle } from '../tree/memo.ts';
import { dirname, type SourceTree, type TreePath } from '../tree/source-tree.ts';
import { functionsOf } from './c-functions.ts';
import { allVariables } from './c-variables.ts';
import { withoutComments } from './extract/c-text.ts';
import { filesMentioning } from './mentions.ts';

/** A piece of code with the file that it is from. */
export type Passage = readonly [path: TreePath, text: string];

/** Where the server computes global variables from parameters when it starts, such as MaxBackends. */
const START = 'src/backend/utils/init';

const HEADERS = 'src/include';

/** What every file of the server includes. */
const C_HEADER = `${HEADERS}/c.h`;

/** Names such as MaxBackends. */
const MIXED_CASE = /^[A-Z]\w*[a-z]\w*$/;

/**
 * What a word of a size expression in the file `from` stands for: a macro's text, the body of a function of this file or of the first of `files`
 * that has it, or what is assigned to a variable of the file or of the whole server.
 */
export function meaningOf(context: TreeContext, files: readonly TreePath[], from: TreePath, word: string): readonly Passage[] {
  const macro = macrosOf(context, from).get(word);
  if (macro !== undefined) return [[from, macro]];
  const path = functionOffsets(context, from).has(word) ? from : homes(context, files).get(word);
  const offset = path === undefined ? undefined : functionOffsets(context, path).get(word);
  if (path !== undefined && offset !== undefined) return [[path, bodyAt(context.tree.read(path)?.text ?? '', offset)]];
  const values = (ownValues(context, from).get(word) ?? []).map((one): Passage => [from, one]);
  return MIXED_CASE.test(word) ? [...values, ...computations(context, word)] : values;
}

/** The text of a macro that a header has which a file includes; undefined where none of them has it. */
export function includedMacro(context: TreeContext, path: TreePath, word: string): Passage | undefined {
  for (const header of [...includedHeaders(context, path), C_HEADER]) {
    const text = macrosOf(context, header).get(word);
    if (text !== undefined) return [header, text];
  }
  return undefined;
}

/** Whether a file is a header of the server. */
export function isHeader(path: TreePath): boolean {
  return path.startsWith(`${HEADERS}/`);
}

/**
 * The body of a function named in mixed case, as those are that count processes, where a header declares it which a file includes: it stands
 * in the directory of the server that is named as the header's.
 */
export function declaredFunction(context: TreeContext, from: TreePath, word: string): readonly Passage[] {
  if (!MIXED_CASE.test(word) || macrosOf(context, C_HEADER).has(word)) return [];
  const declaration = new RegExp(`^extern\\b[^;()]*\\b${word}\\(`, 'm');
  const header = includedHeaders(context, from).find((path) => {
    const text = context.tree.read(path)?.text ?? '';
    return text.includes(`${word}(`) && declaration.test(text);
  });
  if (header === undefined) return [];
  const directory = dirname(header).replace(HEADERS, 'src/backend');
  return filesMentioning(context, directory, '.c', own(word)).flatMap((path): readonly Passage[] => {
    const text = context.tree.read(path)?.text ?? '';
    const name = text.indexOf(`\n${word}(`) + 1;
    const close = name > 0 ? matchBracket(text, name + word.length) : -1;
    return close >= 0 && text[skipBlank(text, close + 1)] === '{' ? [[path, bodyAt(text, close)]] : [];
  });
}

/** The headers of the server that a file includes itself. */
export function includedHeaders(context: TreeContext, path: TreePath): readonly TreePath[] {
  return remember(context, `headers included ${path}`, ({ tree }) =>
    [...(tree.read(path)?.text ?? '').matchAll(/^#include "([\w./-]+)"/gm)].map((match) => own(`${HEADERS}/${match[1]}`)),
  );
}

function bodyAt(text: string, offset: number): string {
  const open = text.indexOf('{', offset);
  const close = open < 0 ? -1 : matchBracket(text, open);
  return close < 0 ? '' : withoutComments(text.slice(open, close));
}

function macrosOf(context: TreeContext, path: TreePath): ReadonlyMap<string, string> {
  return remember(context, `macros for sizes ${path}`, ({ tree }) => {
    const text = tree.read(path)?.text ?? '';
    const defines = text.matchAll(/^#define[ \t]+(\w+)(?:\([^)]*\))?[ \t]+((?:[^\n]*\\\r?\n)*[^\n]*)/gm);
    return new Map([...defines].map((match) => [own(match[1] ?? ''), own(match[2] ?? '')]));
  });
}

/** Where each function of a file begins; of two with one name, the first. */
function functionOffsets(context: TreeContext, path: TreePath): ReadonlyMap<string, number> {
  return remember(
    context,
    `function offsets ${path}`,
    (inner) =>
      new Map(
        functionsOf(inner, path)
          .toReversed()
          .map((one) => [one.name, one.offset]),
      ),
  );
}

/** The first of the files that defines each function. */
function homes({ memo, tree, ...around }: TreeContext, files: readonly TreePath[]): ReadonlyMap<string, TreePath> {
  const scope = files.join('\n');
  return recall(memo, tree, 'homes of functions', scope, (inner) => {
    const namesOf = (own: SourceTree) => files.map((path) => [...functionOffsets({ ...around, memo, tree: own }, path).keys()]);
    const names = settle(memo, inner, 'functions of files with areas', scope, namesOf);
    return new Map(names.flatMap((all, index) => all.map((name) => [name, files[index] ?? ''] as const)).reverse());
  });
}

/** Expressions that code which runs when the server starts assigns to a global variable, or passes when it says where to put a result. */
function computations(context: TreeContext, name: string): readonly Passage[] {
  return (context.tree.list(START) ?? []).flatMap((entry) => {
    const path = `${START}/${entry.name}`;
    return entry.name.endsWith('.c') ? (assignmentsOf(context, path).get(name) ?? []).map((one) => [path, one] as const) : [];
  });
}

function assignmentsOf(context: TreeContext, path: TreePath): ReadonlyMap<string, readonly string[]> {
  return remember(context, `assignments ${path}`, ({ tree }) => assignments(tree.read(path)?.text ?? ''));
}

/**
 * Right-hand sides of the assignments to each variable; what initializes members of a struct is none. In one function, what an assignment at its
 * outermost level replaces is left out, where no `#if` lies between.
 */
export function assignments(text: string, isOneFunction = false): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, { readonly values: string[]; end: number }>();
  for (const { index, 1: name = '', 2: operator = '', 3: value = '' } of text.matchAll(/(?<![.\w])(\w+)\s*([-+*/|]?)=(?=([^;=][^;]*);)/g)) {
    const known = found.get(name);
    const isReplaced =
      known !== undefined &&
      isOneFunction &&
      operator === '' &&
      text.slice(index - 2, index) === '\n\t' &&
      !mentions(value, name) &&
      !/^[ \t]*#[ \t]*(?:if|el|endif)/m.test(text.slice(known.end, index));
    if (known === undefined || isReplaced) found.set(own(name), { values: [own(value)], end: index });
    else {
      known.values.push(own(value));
      known.end = index;
    }
  }
  return new Map([...found].map(([name, { values }]) => [name, values]));
}

function mentions(text: string, word: string): boolean {
  return text.includes(word) && new RegExp(`\\b${word}\\b`).test(text);
}

/** What the code of a file assigns to each of its own variables, to their elements and members. */
function ownValues(context: TreeContext, path: TreePath): ReadonlyMap<string, readonly string[]> {
  return remember(context, `values of variables ${path}`, ({ tree }) => {
    const text = tree.read(path)?.text ?? '';
    const found = new Map<string, string[]>();
    for (const { name } of allVariables(text)) found.set(name, []);
    for (const [, name = '', value = ''] of text.matchAll(/^[ \t]+(\w+)(?:\[[^\]\n]*\]|\.\w+|->\w+)*\s*[-+*/|]?=([^;=][^;]*);/gm))
      found.get(name)?.push(own(value));
    return found;
  });
}
