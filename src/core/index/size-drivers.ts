import type { Entry } from '../features/feature.ts';
import { matchBracket, splitArguments } from '../syntax/c/lex.ts';
import type { TreeContext } from '../tree/context.ts';
import { recall } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { functionsOf } from './c-functions.ts';
import { withoutComments } from './extract/c-text.ts';
import { assignments, declaredFunction, includedMacro, isHeader, meaningOf, type Passage } from './size-words.ts';

/** How many steps a size is followed through functions, macros and computed variables. */
const FAR = 6;

/** Names of parameters by C variable. */
type Variables = (context: TreeContext) => ReadonlyMap<string, string>;

/**
 * Shared-memory areas with the parameters on which their sizes depend, in a field `gucs`: those named by the size, by what it calls or expands
 * to, or by what computes the local and global variables that it uses. Where the size of an area alone leads to none and is no constant, its
 * size function is followed, which may count other areas too.
 */
export function withSizeDrivers(context: TreeContext, areas: readonly Entry[], variables: Variables): readonly Entry[] {
  const files = [...new Set(areas.map((area) => area.place.path))];
  const counts = new Map<string, number>();
  return areas.map((area) => {
    const { size, maxEntries, sizeFunction } = area.fields;
    const sizes = [[size, maxEntries], [sizeFunction]].map((all) => all.filter((one) => one !== undefined).join(' '));
    const name = `${area.place.path} ${area.name}`;
    // Branches of an `#if` may have an area of one name each.
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const key = `size drivers ${name} ${count}`;
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
  const { found, isKnown } = followed(context, files, place, own, variables);
  return found.length > 0 || isKnown ? found : followed(context, files, place, `${own} ${common}`, variables).found;
}

/** What a size leads to: parameters, and whether everything is known that its function names for it, so that without any it is a constant. */
interface Followed {
  readonly found: readonly string[];
  readonly isKnown: boolean;
}

/** A passage to be followed; one of its own is the size itself, or what its function assigns to variables of the size. */
interface Followable {
  readonly passage: Passage;
  readonly isOwn: boolean;
}

/** The parameters that a size in the code at a place leads to. */
function followed(
  context: TreeContext,
  files: readonly TreePath[],
  { path, offset }: Entry['place'],
  size: string,
  variables: Variables,
): Followed {
  const names = variables(context);
  const found = new Set<string>();
  const seen = new Set<string>();
  const code = bodyBefore(context, path, offset);
  const request = assignments(code, true);
  const others = (passages: readonly Passage[]) => passages.map((passage): Followable => ({ passage, isOwn: false }));
  let isKnown = size !== '';
  const next = (from: TreePath, word: string, isOwn: boolean, step: number): readonly Followable[] => {
    const parameter = names.get(word);
    if (parameter !== undefined) found.add(parameter);
    if (parameter !== undefined) return others(chosen(context, path, parameter));
    const local = (isOwn ? (request.get(word) ?? []) : []).map((one): Followable => ({ passage: [path, withoutTypes(one)], isOwn: true }));
    const known = [...local, ...others(meaningOf(context, files, from, word))];
    if (known.length > 0) return known;
    const declared = step < 2 ? declaredFunction(context, from, word) : [];
    const macro = isOwn || isHeader(from) ? includedMacro(context, from, word) : undefined;
    const given = [...declared, ...(macro ? [macro] : [])];
    if (!isOwn || given.length > 0) return others(given);
    const passed = argumentsFor(context, files, code, word);
    isKnown &&= passed.length > 0;
    return others(passed);
  };
  let front: readonly Followable[] = [{ passage: [path, withoutTypes(size)], isOwn: true }];
  for (let step = 0; step < FAR && front.length > 0; step += 1) {
    front = front.flatMap(({ passage: [from, text], isOwn }) =>
      [...text.matchAll(/[A-Za-z_]\w*/g)].flatMap(([word]) => {
        if (seen.has(word)) return [];
        seen.add(word);
        return next(from, word, isOwn, step);
      }),
    );
  }
  return { found: [...found], isKnown };
}

/** What the code of a file chooses a parameter by that users have left to the server. */
function chosen(context: TreeContext, path: TreePath, parameter: string): readonly Passage[] {
  const text = context.tree.read(path)?.text ?? '';
  if (!text.includes(`SetConfigOption("${parameter}"`)) return [];
  const pattern = new RegExp(`\\bsnprintf\\(([^;]*)\\);\\s*SetConfigOption\\("${parameter}"`, 'g');
  return [...text.matchAll(pattern)].map((match) => [path, match[1] ?? '']);
}

/** What the files pass for a parameter of the function whose code this is. */
function argumentsFor(context: TreeContext, files: readonly TreePath[], code: string, word: string): readonly Passage[] {
  const [, name = '', parameters = ''] = /^(\w+)\s*\(([^()]*)\)/.exec(code) ?? [];
  const position = parameters.split(',').findIndex((one) => /(\w+)\s*$/.exec(one)?.[1] === word);
  if (position < 0) return [];
  return files.flatMap((path) => {
    const text = context.tree.read(path)?.text ?? '';
    return [...text.matchAll(new RegExp(`[ \\t(]${name}\\(`, 'g'))].flatMap(({ index, 0: { length } }) => {
      const open = index + length - 1;
      // What begins in column 0 is no call.
      if (/\S/.test(text[text.lastIndexOf('\n', index) + 1] ?? '')) return [];
      const argument = splitArguments(text, open, matchBracket(text, open))[position];
      return argument ? [[path, text.slice(argument.start, argument.end)] as const] : [];
    });
  });
}

/** A size without what is known to be constant: the sizes of types, and the types of casts. */
function withoutTypes(size: string): string {
  return size.replaceAll(/\b(?:sizeof|offsetof)\s*\([^()]*\)|\(\s*Size\s*\)/g, ' ');
}

/** The code of a function from its beginning to an offset in it, without comments. */
function bodyBefore(context: TreeContext, path: TreePath, offset: number): string {
  const around = functionsOf(context, path).findLast((one) => one.offset < offset);
  const code = around ? (context.tree.read(path)?.text.slice(around.offset, offset) ?? '') : '';
  return withoutComments(code);
}
