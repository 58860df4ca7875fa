import { fieldValue } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { Choice } from '../feature.ts';
import { signatureText } from './describe.ts';
import type { FunctionSite } from './locate.ts';

/** Advice on the claims that a function makes about itself, which the planner believes. */
export const CLAIMS: Readonly<Record<string, readonly Choice[]>> = {
  volatility: [
    { value: 'immutable', description: 'same arguments, same result, forever; reads no table and no setting' },
    { value: 'stable', description: 'same result within one statement; may read tables and settings' },
    { value: 'volatile', description: 'may change from call to call, or has side effects; right when in doubt' },
  ],
  strict: [
    { value: 'true', description: 'not called with a null argument: the result is null; the code need not look for nulls' },
    { value: 'false', description: 'called with null arguments too: the code must ask PG_ARGISNULL before it reads one' },
  ],
  parallel: [
    { value: 'safe', description: 'may run in a parallel worker: no writes, no state of the session' },
    { value: 'restricted', description: 'runs in the leader only: looks at temporary tables, cursors or prepared statements' },
    { value: 'unsafe', description: 'forbids parallel plans: writes to the database or changes the state of the transaction' },
  ],
};

/** Types and functions by which the tree answers questions of the form, and advice on what a function claims. */
export function choices(_context: TreeContext, site: FunctionSite): Readonly<Record<string, readonly Choice[]>> {
  const everywhere = [...site.types.types.values()].filter(({ block }) => block === undefined);
  const types = everywhere.map(({ name, display, description }): Choice => {
    return { value: display, description: [display === name ? undefined : name, description].filter(Boolean).join(': ') };
  });
  const called = new Map<string, number>();
  for (const { name } of site.rows) called.set(name, (called.get(name) ?? 0) + 1);
  const near = site.rows.map((row): Choice => {
    const description = fieldValue(row.record, 'descr') ?? '';
    const isOverloaded = row.oid !== undefined && (called.get(row.name) ?? 0) > 1;
    // A name alone would not tell functions of the same name apart.
    return isOverloaded
      ? { value: String(row.oid), description: `${signatureText(site, row)}: ${description}` }
      : { value: row.name, description };
  });
  return { ...CLAIMS, returns: types, 'args.type': types, near };
}
