import type { Place } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { documentedTables } from './doc-rows.ts';

/** Where the manual documents each function; of several rows, the first. */
export function documentedFunctions(context: TreeContext): ReadonlyMap<string, Place> {
  return remember(context, 'documented functions', (inner) => {
    const found = new Map<string, Place>();
    for (const row of documentedTables(inner, () => true).flat())
      for (const name of row.signatures.keys()) if (!found.has(name)) found.set(name, { path: row.path, offset: row.start });
    return found;
  });
}
