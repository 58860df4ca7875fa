import type { Place } from '../../base/result.ts';
import { type DefinedFunction, functionsOf, managerCalled } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens, LensLine } from '../feature.ts';
import { signatureText } from './describe.ts';
import { readCandidate } from './from-code.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';
import { rowLenses } from './row-lenses.ts';

/** So many SQL functions on one C function stand above it one by one; more would push the code out of sight. */
const MANY = 8;

/** Lenses on the SQL-callable functions of C files of the server, and on the rows of pg_proc.dat. */
export function lenses(context: TreeContext, site: FunctionSite, path: TreePath): readonly LensLine[] {
  if (path === paths.pgProc) return rowLenses(context, site);
  if (!/^src\/backend\/.*\.c$/.test(path)) return [];
  return functionsOf(context, path)
    .filter((one) => one.isCallable)
    .map((one) => ({ offset: one.offset, lenses: lensesOn(context, site, path, one) }));
}

function lensesOn(context: TreeContext, site: FunctionSite, path: TreePath, one: DefinedFunction): readonly Lens[] {
  const rows = site.bySource.get(one.name) ?? [];
  if (rows.length > MANY) return [lens(`${rows.length} SQL functions`, rows.map(rowPlace))];
  if (rows.length > 0) return rows.map((row) => lens(`${signatureText(site, row)} \u00b7 OID ${row.oid}`, [rowPlace(row)]));
  const candidate = readCandidate(context, site, path, one);
  // What the server's own code reaches need not be registered; the code action registers it all the same.
  return candidate && !managerCalled(context).has(one.name)
    ? [{ title: 'not registered: register\u2026', target: { kind: 'register', feature: 'function', values: candidate } }]
    : [];
}

function lens(title: string, places: readonly Place[]): Lens {
  return { title, target: { kind: 'places', places } };
}

function rowPlace(row: FunctionRow): Place {
  return { path: paths.pgProc, offset: row.record.start };
}
