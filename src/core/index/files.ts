import type { SourceTree, TreePath } from '../tree/source-tree.ts';

/** Directories whose files are looked into. */
const TOPS: readonly TreePath[] = ['src', 'contrib'];

/** All files below a directory, in order of path; hidden directories and what a build writes for itself are left out. */
export function* walk(tree: SourceTree, directory: TreePath): Generator<TreePath> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory' && !/^\.|^tmp_(?:check|install)$|^output_iso$/.test(entry.name)) yield* walk(tree, path);
    else if (entry.kind === 'file') yield path;
  }
}

/** The files of the tree that an extractor may look into, in order of path. */
export function* sourceFiles(tree: SourceTree): Generator<TreePath> {
  for (const top of TOPS) yield* walk(tree, top);
}
