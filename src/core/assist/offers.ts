import { tolerant } from '../catalog/tolerant.ts';
import type { Offer } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { oidOffers } from '../oids/offers.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** What can be done at `[start, end)` of one file. A kind whose area is missing in this tree offers nothing. */
export function offersAt(context: TreeContext, path: TreePath, start: number, end: number): readonly Offer[] {
  const registrations = features.flatMap((feature) => {
    const offers = tolerant(context, (readable) => feature.offers(readable, path, start, end));
    return offers.ok ? offers.value : [];
  });
  return [...oidOffers(context, path, start), ...registrations];
}
