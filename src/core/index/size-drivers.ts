import type { Entry } from '../features/feature.ts';
import { matchBracket } from '../syntax/c/lex.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { functionsOf } from './c-functions.ts';

/** How many steps a size is followed through functions, macros and computed variables. */
const FAR = 6;

/** Where the server computes global variables from parameters when it starts, such as MaxBackends. */
const START = 'src/backend/utils/init';

/**
 * Shared-memory areas with the parameters on which their sizes depend, in a field `gucs`: those named by the size or by the size function,
 * by what these call or expand to, or by what computes the local and global variables that they use. `variables` are names of parameters by C variable.
 */
export function withSizeDrivers(context: TreeContext, areas: readonly Entry[], variables: ReadonlyMap<string, string>): readonly Entry[] {
  const files = [...new Set(areas.map((area) => area.place.path))];
  return areas.map((area) => {
    const gucs = remember(context, `size drivers ${area.place.path} ${area.name}`, (inner) => driversOf(inner, files, area, variables));
    return gucs.length === 0 ? area : { ...area, fields: { ...area.fields, gucs } };
  });
}

function driversOf(
  context: TreeContext,
  files: readonly TreePath[],
  area: Entry,
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const { path, offset } = area.place;
  const sizes = [area.fields['size'], area.fields['maxEntries'], area.fields['sizeFunction']].filter((one) => one !== undefined);
  const request = bodyBefore(context, path, offset);
  let front: readonly (readonly [path: TreePath, text: string])[] = [[path, sizes.join(' ')]];
  for (let step = 0; step < FAR && front.length > 0; step += 1) {
    front = front.flatMap(([from, text]) =>
      [...text.matchAll(/[A-Za-z_]\w*/g)].flatMap(([word]): typeof front => {
        const parameter = variables.get(word);
        if (parameter !== undefined) found.add(parameter);
        if (parameter !== undefined || seen.has(word)) return [];
        seen.add(word);
        const local = step < 2 ? assigned(request, word).map((one) => [from, one] as const) : [];
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
  for (const path of [from, ...files]) {
    const own = functionsOf(context, path).find((one) => one.name === word);
    if (own) return [[path, bodyAt(context.tree.read(path)?.text ?? '', own.offset)]];
  }
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

/** Expressions that code which runs when the server starts assigns to a global variable, or passes when it says where to put a result. */
function computations(context: TreeContext, name: string): readonly (readonly [TreePath, string])[] {
  return remember(context, `computations of ${name}`, ({ tree }) =>
    (tree.list(START) ?? []).flatMap((entry) => {
      const path = `${START}/${entry.name}`;
      const text = entry.name.endsWith('.c') ? (tree.read(path)?.text ?? '') : '';
      return text.includes(name) ? assigned(text, name).map((one) => [path, one] as const) : [];
    }),
  );
}

/** Right-hand sides of the assignments to a variable. */
function assigned(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\s*=([^;=][^;]*);`, 'g'))].map((match) => match[1] ?? '');
}
