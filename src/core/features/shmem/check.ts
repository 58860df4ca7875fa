import type { TreeContext } from '../../tree/context.ts';
import type { Finding } from '../feature.ts';
import type { ShmemSite } from './locate.ts';

/** placeholder */
export function check(_context: TreeContext, _site: ShmemSite): readonly Finding[] {
  return [];
}
