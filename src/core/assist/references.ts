import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** Nothing yet. */
export function referencesAt(_context: TreeContext, _path: TreePath, _offset: number): readonly Place[] {
  return [];
}
