import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Area } from './areas.ts';
import type { ShmemSite } from './locate.ts';

/** How many steps a size is followed through functions, macros and computed variables. */
const FAR = 6;

/** Where the server computes global variables from parameters when it starts, such as MaxBackends. */
const START = 'src/backend/utils/init';

/**
 * The parameters among `variables` (names of parameters by C variable) on which the size of an area depends: named by its size or by its
 * size function, by what these call or expand to, or by what computes the local and global variables that they use.
 */
export function driversOf(
  context: TreeContext,
  site: ShmemSite,
  area: Area,
  sizes: readonly (string | undefined)[],
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const request = area.file.text.slice(area.inFunction.body.start, area.call.start);
  let front: readonly (readonly [path: TreePath, text: string])[] = [[area.file.path, sizes.join(' ')]];
  for (let step = 0; step < FAR && front.length > 0; step += 1) {
    front = front.flatMap(([from, text]) =>
      [...text.matchAll(/[A-Za-z_]\w*/g)].flatMap(([word]): typeof front => {
        const parameter = variables.get(word);
        if (parameter !== undefined) found.add(parameter);
        if (parameter !== undefined || seen.has(word)) return [];
        seen.add(word);
        const local = step < 2 ? assigned(request, word).map((one) => [from, one] as const) : [];
        return [...local, ...meaningOf(context, site, from, word)];
      }),
    );
  }
  return [...found];
}

/** What a word of a size expression stands for: a function's body, a macro's text, or the expressions assigned to a global variable. */
function meaningOf(context: TreeContext, site: ShmemSite, from: TreePath, word: string): readonly (readonly [TreePath, string])[] {
  const macro = macrosOf(context, from).get(word);
  if (macro !== undefined) return [[from, macro]];
  const files = [...site.files].sort((a, b) => Number(b.path === from) - Number(a.path === from));
  for (const { path, outline, text } of files) {
    const own = outline.functions.find((one) => one.name === word);
    if (own) return [[path, text.slice(own.body.start, own.body.end).replaceAll(/\/\*[\s\S]*?\*\//g, ' ')]];
  }
  return /^[A-Z]\w*[a-z]\w*$/.test(word) ? computations(context, word) : [];
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
