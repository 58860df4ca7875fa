import { idiomsAt } from '../idioms/complete.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';

/** What can be typed at an offset of a file: in C, the idioms of the tree. */
export function completionsAt(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  return idiomsAt(context, path, offset);
}
