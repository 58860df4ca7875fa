import type { Place } from '../../base/result.ts';
import { functionPlace, functionsOf, managerCalled } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens } from '../feature.ts';
import { signatureText } from './describe.ts';
import { documentedTables } from './doc-rows.ts';
import { readCandidate } from './from-code.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';
import { usersOf } from './users.ts';

/** What users of a function are called, by the catalog of their records. */
const CALLED: Readonly<Record<string, string>> = {
  pg_operator: 'operators',
  pg_aggregate: 'aggregates',
  pg_cast: 'casts',
  pg_amproc: 'support functions',
  pg_type: 'types',
  pg_am: 'access methods',
  pg_conversion: 'conversions',
};

/** Lenses on the SQL-callable functions of C files of the server, and on the rows of pg_proc.dat. */
export function lenses(context: TreeContext, site: FunctionSite, path: TreePath): readonly Lens[] {
  if (path === paths.pgProc) return site.rows.flatMap((row) => rowLenses(context, site, row));
  if (!/^src\/backend\/.*\.c$/.test(path)) return [];
  const own = functionsOf(context, path).filter((one) => one.isCallable);
  return own.flatMap((one): readonly Lens[] => {
    const rows = site.bySource.get(one.name) ?? [];
    const registered = rows.map((row) => lens(one.offset, `${signatureText(site, row)} \u00b7 OID ${row.oid}`, [rowPlace(row)]));
    if (registered.length > 0) return registered;
    const candidate = readCandidate(context, site, path, one);
    // What the server's own code reaches need not be registered; the code action registers it all the same.
    return candidate && !managerCalled(context).has(one.name)
      ? [
          {
            offset: one.offset,
            title: 'not registered: register\u2026',
            target: { kind: 'register', feature: 'function', values: candidate },
          },
        ]
      : [];
  });
}

function lens(offset: number, title: string, places: readonly Place[]): Lens {
  return { offset, title, target: { kind: 'places', places } };
}

function rowPlace(row: FunctionRow): Place {
  return { path: paths.pgProc, offset: row.record.start };
}

function rowLenses(context: TreeContext, site: FunctionSite, row: FunctionRow): readonly Lens[] {
  const offset = row.record.start;
  const code = row.language === 'internal' ? functionPlace(context, row.source) : undefined;
  const documented = documentedFunctions(context, site).get(row.name);
  return [
    ...(code ? [lens(offset, `C: ${row.source}`, [code])] : []),
    ...(documented ? [lens(offset, 'documentation', [documented])] : []),
    ...usersOf(context, row).map(({ catalog, places }) => {
      const what = CALLED[catalog] ?? `rows of ${catalog}`;
      return lens(offset, `${places.length} ${places.length === 1 ? what.replace(/s(?= of |$)/, '') : what}`, places);
    }),
  ];
}

/** Where the manual documents each function. */
function documentedFunctions(context: TreeContext, site: FunctionSite): ReadonlyMap<string, Place> {
  return remember(context, 'documented functions', (inner) => {
    const names = new Set(site.rows.map((row) => row.name));
    const found = new Map<string, Place>();
    for (const row of documentedTables(inner, (name) => names.has(name)).flat())
      for (const name of row.signatures.keys()) if (!found.has(name)) found.set(name, { path: row.path, offset: row.start });
    return found;
  });
}
