import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** A file with its text. */
export interface Source {
  readonly path: TreePath;
  readonly text: string;
}

/** The files below a directory whose names end in `ending` and whose text has the word, in order of path. */
export function* filesWith(context: TreeContext, directory: TreePath, ending: string, word: string): Generator<Source> {
  for (const entry of context.tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* filesWith(context, path, ending, word);
    else if (entry.kind === 'file' && entry.name.endsWith(ending)) {
      const text = context.tree.read(path)?.text;
      if (text?.includes(word)) yield { path, text };
    }
  }
}
