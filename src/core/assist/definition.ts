import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Definition } from './answers.ts';

/** Nothing yet. */
export function definitionAt(_context: TreeContext, _path: TreePath, _offset: number): Definition | undefined {
  return undefined;
}
