import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens } from '../feature.ts';
import type { ShmemSite } from './locate.ts';

/** No lens yet. */
export function lenses(_context: TreeContext, _site: ShmemSite, _path: TreePath): readonly Lens[] {
  return [];
}
