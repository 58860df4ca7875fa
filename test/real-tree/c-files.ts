import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The C files below some directories of a tree, one after the other: path in the tree, and text with one unit per byte. */
export function* cFiles(root: string, directories: readonly string[]): Generator<{ readonly path: string; readonly text: string }> {
  for (const directory of directories) {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory()) yield* cFiles(root, [path]);
      else if (/\.[ch]$/.test(entry.name)) yield { path, text: readFileSync(join(root, path), 'latin1') };
    }
  }
}
