import type { TreeContext } from '../tree/context.ts';
import type { SourceTree, TreePath } from '../tree/source-tree.ts';

/** Directories that say nothing about a tree: data of tests, translations, what builds leave. */
const PASSED_OVER = /^(?:\.|po$|expected$|sql$|specs$|data$|t$|results$|output_iso$|tmp_check$|tmp_install$|testdata$|nls$)/;

/** Where a reader begins: the server, its bootstrap, the programs, then everything else at the top. */
const FIRST: readonly TreePath[] = ['src/backend', 'src/backend/bootstrap', 'src/bin'];

/** The directories at the top of the structure: those where a reader begins, then those of `src`, then those beside it. */
export function topDirectories({ tree }: TreeContext): readonly TreePath[] {
  const rest = [...directoriesIn(tree, 'src'), ...directoriesIn(tree, '').filter((path) => path !== 'src')];
  return [...FIRST.filter((path) => tree.list(path) !== undefined), ...rest.filter((path) => !FIRST.includes(path))];
}

/** The directories in a directory that belong to the structure. */
export function subdirectories({ tree }: TreeContext, directory: TreePath): readonly TreePath[] {
  return directoriesIn(tree, directory);
}

/** Those of which something is in git: what Meson builds in is not. */
function directoriesIn(tree: SourceTree, directory: TreePath): readonly TreePath[] {
  return (tree.list(directory) ?? [])
    .filter((entry) => entry.kind === 'directory' && !PASSED_OVER.test(entry.name))
    .map((entry) => (directory === '' ? entry.name : `${directory}/${entry.name}`))
    .filter((path) => tree.list(path)?.length !== 0);
}

/** The README of a directory. */
export function readmeOf({ tree }: TreeContext, directory: TreePath): TreePath | undefined {
  const name = (tree.list(directory) ?? []).find((entry) => entry.kind === 'file' && /^README/.test(entry.name))?.name;
  return name === undefined ? undefined : `${directory}/${name}`;
}

/** The C sources of a directory, grammars and scanners too, in order of name. */
export function sourcesOf({ tree }: TreeContext, directory: TreePath): readonly TreePath[] {
  const names = (tree.list(directory) ?? [])
    .filter((entry) => entry.kind === 'file' && /\.[chly]$/.test(entry.name))
    .map((entry) => entry.name);
  return names.sort().map((name) => `${directory}/${name}`);
}
