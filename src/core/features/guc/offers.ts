import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Offer } from '../feature.ts';
import type { GucSite } from './locate.ts';

/** No code action yet. */
export function offers(_context: TreeContext, _site: GucSite, _path: TreePath, _start: number, _end: number): readonly Offer[] {
  return [];
}
