import { dirname, type SourceTree, type TreePath } from '../../src/core/tree/source-tree.ts';
import { textOf } from './corpus.ts';
import { definitions, externs, functions, prototypes } from './readers/c.ts';
import type { Item } from './readers/items.ts';

const SOURCE_ROOTS = ['src/backend', 'src/common', 'src/port', 'src/timezone'];

/** The C file that defines a variable or function: a changed one if possible, else any. */
export function definingFile(tree: SourceTree, changed: readonly TreePath[], name: string): TreePath | undefined {
  const defines = (text: string) => names([...definitions(text), ...functions(text)], name);
  return find(tree, changed, SOURCE_ROOTS, /\.c$/, name, defines);
}

/** The changed C file where a macro makes the function `name`: it is called with the last words of the name. */
export function generatingFile(tree: SourceTree, changed: readonly TreePath[], name: string): TreePath | undefined {
  const words = name.split('_');
  const tails = words.map((_, index) => words.slice(index).join('_'));
  const call = new RegExp(`^\\w*\\(?\\w+\\((?:\\w+, *)?(?:${tails.join('|')})[,)]`, 'm');
  return changed.find((path) => path.startsWith('src/backend/') && path.endsWith('.c') && call.test(textOf(tree, path)));
}

/** The header that declares a variable or function. */
export function declaringHeader(tree: SourceTree, changed: readonly TreePath[], name: string): TreePath | undefined {
  return find(tree, changed, ['src/include'], /\.h$/, name, (text) => names([...externs(text), ...prototypes(text)], name));
}

function find(
  tree: SourceTree,
  changed: readonly TreePath[],
  roots: readonly TreePath[],
  files: RegExp,
  name: string,
  holds: (text: string) => boolean,
): TreePath | undefined {
  const fits = (path: TreePath) => files.test(path) && roots.some((root) => path.startsWith(`${root}/`));
  const matches = (path: TreePath) => {
    const text = textOf(tree, path);
    return text.includes(name) && holds(text);
  };
  const first = changed.filter(fits).find(matches);
  if (first !== undefined) return first;
  for (const root of roots) for (const path of walk(tree, root)) if (fits(path) && matches(path)) return path;
  return undefined;
}

function* walk(tree: SourceTree, directory: TreePath): Generator<TreePath> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* walk(tree, path);
    else if (entry.kind === 'file') yield path;
  }
}

/** Whether a request may name the path: it exists in the parent, or could be created there. */
export function requestable(parent: SourceTree, path: TreePath | undefined): boolean {
  return path !== undefined && (parent.read(path) !== undefined || parent.list(dirname(path)) !== undefined);
}

function names(items: readonly Item[], name: string): boolean {
  return items.some((item) => item.name === name);
}
