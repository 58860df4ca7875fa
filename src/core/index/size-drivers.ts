import type { Entry } from '../features/feature.ts';
import { matchBracket, splitArguments } from '../syntax/c/lex.ts';
import type { TreeContext } from '../tree/context.ts';
import { recall } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { functionsOf } from './c-functions.ts';
import { assignments, declaredFunction, includedMacro, meaningOf, type Passage } from './size-words.ts';

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
  const { found, isKnown } = followed(context, files, place, own, variables);
  return found.length > 0 || isKnown ? found : followed(context, files, place, `${own} ${common}`, variables).found;
}

/** What a size leads to: parameters, and whether everything that it names is known, so that without any it is a constant. */
interface Followed {
  readonly found: readonly string[];
  readonly isKnown: boolean;
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
  let isKnown = size !== '';
  let front: readonly Passage[] = [[path, withoutTypes(size)]];
  for (let step = 0; step < FAR && front.length > 0; step += 1) {
    front = front.flatMap(([from, text]) =>
      [...text.matchAll(/[A-Za-z_]\w*/g)].flatMap(([word]): typeof front => {
        if (seen.has(word)) return [];
        seen.add(word);
        const parameter = names.get(word);
        if (parameter !== undefined) found.add(parameter);
        if (parameter !== undefined) return chosen(code, parameter).map((one) => [path, one]);
        const local = step < 2 ? (request.get(word) ?? []).map((one) => [from, one] as const) : [];
        const meaning = [...local, ...meaningOf(context, files, from, word)];
        if (step < 2 && meaning.length === 0) meaning.push(...declaredFunction(context, from, word));
        if (step > 0 || meaning.length > 0) return meaning;
        const macro = includedMacro(context, path, word);
        const given = macro === undefined ? argumentsFor(context, files, code, word) : [[path, macro] as const];
        isKnown &&= given.length > 0;
        return given;
      }),
    );
  }
  return { found: [...found], isKnown };
}

/** What the code of a function chooses a parameter by that users have left to the server. */
function chosen(code: string, parameter: string): readonly string[] {
  const pattern = new RegExp(`\\bsnprintf\\(([^;]*)\\);\\s*SetConfigOption\\("${parameter}"`, 'g');
  return [...code.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** What the files pass for a parameter of the function whose code this is. */
function argumentsFor(context: TreeContext, files: readonly TreePath[], code: string, word: string): readonly Passage[] {
  const [, name = '', parameters = ''] = /^(\w+)\s*\(([^()]*)\)/.exec(code) ?? [];
  const position = parameters.split(',').findIndex((one) => /(\w+)\s*$/.exec(one)?.[1] === word);
  if (position < 0) return [];
  return files.flatMap((path) => {
    const text = context.tree.read(path)?.text ?? '';
    return [...text.matchAll(new RegExp(`[ \\t(]${name}(\\()`, 'g'))].flatMap(({ index, 0: { length } }) => {
      const open = index + length - 1;
      const argument = splitArguments(text, open, matchBracket(text, open))[position];
      return argument ? [[path, text.slice(argument.start, argument.end)] as const] : [];
    });
  });
}

/** A size without what is known to be constant: the sizes of types, and the types of casts. */
function withoutTypes(size: string): string {
  return size.replaceAll(/\b(?:sizeof|offsetof)\s*\([^()]*\)|\(\s*Size\s*\)/g, ' ');
}

/** The code of a function from its beginning to an offset in it. */
function bodyBefore(context: TreeContext, path: TreePath, offset: number): string {
  const around = functionsOf(context, path).findLast((one) => one.offset < offset);
  return around ? (context.tree.read(path)?.text.slice(around.offset, offset) ?? '') : '';
}
