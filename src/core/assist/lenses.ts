import { tolerant } from '../catalog/tolerant.ts';
import type { LensLine } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { testLenses } from './test-lenses.ts';

/** Lenses of one file, of the kinds that are asked for and on tests, in order of place. A kind whose area is missing in this tree has none. */
export function lensesOf(context: TreeContext, path: TreePath, kinds: ReadonlySet<string>): readonly LensLine[] {
  const found = features
    .filter((feature) => kinds.has(feature.kind))
    .flatMap((feature) => {
      const lenses = tolerant(context, (readable) => feature.lenses(readable, path));
      return lenses.ok ? lenses.value : [];
    });
  if (kinds.has('test')) found.push(...testLenses(context, path));
  return found.toSorted((a, b) => a.offset - b.offset);
}
