import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';

/** Nothing yet. */
export function completionsAt(_context: TreeContext, _path: TreePath, _offset: number): readonly Completion[] {
  return [];
}
