import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Hover } from './answers.ts';

/** Nothing yet. */
export function hoverAt(_context: TreeContext, _path: TreePath, _offset: number): Hover | undefined {
  return undefined;
}
