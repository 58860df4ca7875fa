import type { Entry } from '../features/feature.ts';
import { matchBracket } from '../syntax/c/lex.ts';
import { own } from '../text/own.ts';
import type { TreeContext } from '../tree/context.ts';
import { recall, remember, settle } from '../tree/memo.ts';
import type { SourceTree, TreePath } from '../tree/source-tree.ts';
import { functionsOf } from './c-functions.ts';

/** How many steps a size is followed through functions, macros and computed variables. */
const FAR = 6;

/** Where the server computes global variables from parameters when it starts, such as MaxBackends. */
const START = 'src/backend/utils/init';

/** Names of parameters by C variable. */
type Variables = (context: TreeContext) => ReadonlyMap<string, string>;

/**
 * Shared-memory areas with the parameters on which their sizes depend, in a field `gucs`: those named by the size, by what it calls or expands
 * to, or by what computes the local and global variables that it uses. Where the size of an area alone leads to none and is no constant, its
 * size function is followed, which may count other areas too.
 */
export function withSizeDrivers(context: TreeContext, areas: readonly Entry[], variables: Variables): readonly Entry[] {
  const files = [...new Set(areas.map((area) => area.place.path))];
  return areas.map((area) => {
    const { size, maxEntries, sizeFunction } = area.fields;
    const sizes = [[size, maxEntries], [sizeFunction]].map((all) => all.filter((one) => one !== undefined).join(' '));
    const key = `size drivers ${area.place.path} ${area.name}`;
    // What is not read of the tree here decides, too: the value holds for these sizes and files.
    const gucs = recall(context.memo, context.tree, key, [...sizes, ...files].join('\n'), (tree) =>
      driversOf({ ...context, tree }, files, area, sizes, variables),
    );
    return gucs.length === 0 ? area : { ...area, fields: { ...area.fields, gucs } };
  });
}

function driversOf(
  context: TreeContext,
  files: readonly TreePath[],
  { place }: Entry,
  [own = '', common = '']: readonly string[],
  variables: Variables,
): readonly string[] {
  const found = followed(context, files, place, own, variables);
  return found.length > 0 || isConstant(own) ? found : followed(context, files, place, `${own} ${common}`, variables);
}

/** Whether a size is that of a type, or a number. */
function isConstant(size: string): boolean {
  return size !== '' && !/[A-Za-z_]/.test(size.replaceAll(/\bsizeof\s*\([^()]*\)/g, ' '));
}

/** The parameters that a size in the code at a place leads to. */
function followed(
  context: TreeContext,
  files: readonly TreePath[],
  { path, offset }: Entry['place'],
  size: string,
  variables: Variables,
): readonly string[] {
  const names = variables(context);
  const found = new Set<string>();
  const seen = new Set<string>();
  const request = assignments(bodyBefore(context, path, offset));
  let front: readonly (readonly [path: TreePath, text: string])[] = [[path, size]];
  for (let step = 0; step < FAR && front.length > 0; step += 1) {
    front = front.flatMap(([from, text]) =>
      [...text.matchAll(/[A-Za-z_]\w*/g)].flatMap(([word]): typeof front => {
        if (seen.has(word)) return [];
        seen.add(word);
        const parameter = names.get(word);
        if (parameter !== undefined) found.add(parameter);
        if (parameter !== undefined) return [];
        const local = step < 2 ? (request.get(word) ?? []).map((one) => [from, one] as const) : [];
        return [...local, ...meaningOf(context, files, from, word)];
      }),
    );
  }
  return [...found];
}

/** The code of a function from its beginning to an offset in it. */
function bodyBefore(context: TreeContext, path: TreePath, offset: number): string {
  const around = functionsOf(context, path).findLast((one) => one.offset < offset);
  return around ? (context.tree.read(path)?.text.slice(around.offset, offset) ?? '') : '';
}

/** What a word of a size expression stands for: a function's body, a macro's text, or the expressions assigned to a global variable. */
function meaningOf(
  context: TreeContext,
  files: readonly TreePath[],
  from: TreePath,
  word: string,
): readonly (readonly [TreePath, string])[] {
  const macro = macrosOf(context, from).get(word);
  if (macro !== undefined) return [[from, macro]];
  const path = functionOffsets(context, from).has(word) ? from : homes(context, files).get(word);
  const offset = path === undefined ? undefined : functionOffsets(context, path).get(word);
  if (path !== undefined && offset !== undefined) return [[path, bodyAt(context.tree.read(path)?.text ?? '', offset)]];
  return /^[A-Z]\w*[a-z]\w*$/.test(word) ? computations(context, word) : [];
}

function bodyAt(text: string, offset: number): string {
  const open = text.indexOf('{', offset);
  const close = open < 0 ? -1 : matchBracket(text, open);
  return close < 0 ? '' : text.slice(open, close).replaceAll(/\/\*[\s\S]*?\*\//g, ' ');
}

function macrosOf(context: TreeContext, path: TreePath): ReadonlyMap<string, string> {
  return remember(context, `macros for sizes ${path}`, ({ tree }) => {
    const text = tree.read(path)?.text ?? '';
    const defines = text.matchAll(/^#define[ \t]+(\w+)(?:\([^)]*\))?[ \t]+((?:[^\n]*\\\r?\n)*[^\n]*)/gm);
    return new Map([...defines].map((match) => [match[1] ?? '', match[2] ?? '']));
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
function computations(context: TreeContext, name: string): readonly (readonly [TreePath, string])[] {
  return (context.tree.list(START) ?? []).flatMap((entry) => {
    const path = `${START}/${entry.name}`;
    return entry.name.endsWith('.c') ? (assignmentsOf(context, path).get(name) ?? []).map((one) => [path, one] as const) : [];
  });
}

function assignmentsOf(context: TreeContext, path: TreePath): ReadonlyMap<string, readonly string[]> {
  return remember(context, `assignments ${path}`, ({ tree }) => assignments(tree.read(path)?.text ?? ''));
}

/** Right-hand sides of the assignments to each variable; what initializes members of a struct is none. */
function assignments(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [, name = '', value = ''] of text.matchAll(/(?<![.\w])(\w+)\s*=(?=([^;=][^;]*);)/g)) {
    const known = found.get(name);
    if (known) known.push(own(value));
    else found.set(own(name), [own(value)]);
  }
  return found;
}
