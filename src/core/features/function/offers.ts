import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Offer } from '../feature.ts';
import type { FunctionSite } from './locate.ts';

/** No code action yet. */
export function offers(_context: TreeContext, _site: FunctionSite, _path: TreePath, _start: number, _end: number): readonly Offer[] {
  return [];
}
