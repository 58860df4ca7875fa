import type { TreeContext } from '../../tree/context.ts';
import type { GucSite } from './locate.ts';

/** No suggestion yet. */
export function suggest(
  _context: TreeContext,
  _site: GucSite,
  _given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {};
}
