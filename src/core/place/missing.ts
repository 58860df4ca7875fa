import type { TreePath } from '../tree/source-tree.ts';

/** The note of a plan that would add something to a file which the tree does not have, as a partial checkout. */
export function missingNote(path: TreePath, what: string): string {
  return `${path} is missing, so no line was added to it for ${what}.`;
}
