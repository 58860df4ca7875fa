import type { TreeContext } from '../../tree/context.ts';
import type { FunctionSite } from './locate.ts';

/** No suggestion yet. */
export function suggest(
  _context: TreeContext,
  _site: FunctionSite,
  _given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {};
}
