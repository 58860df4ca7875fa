import { filesMentioning } from '../index/mentions.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** A file with its text. */
export interface Source {
  readonly path: TreePath;
  readonly text: string;
}

/** The files below a directory whose names end in `ending` and whose text has the word, in order of path. */
export function* filesWith(context: TreeContext, directory: TreePath, ending: string, word: string): Generator<Source> {
  for (const path of filesMentioning(context, directory, ending, word)) yield { path, text: context.tree.read(path)?.text ?? '' };
}
