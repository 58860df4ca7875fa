import type { Place } from '../../base/result.ts';
import { definesFunction } from '../../index/c-functions.ts';
import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { rememberEach } from '../../tree/memo.ts';
import type { Lens, LensLine } from '../feature.ts';
import { documentedFunctions } from './documented.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';
import { usersOf, userTable } from './users.ts';

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

/** Lenses on the records of pg_proc.dat: C function, documentation, and what uses the function. Nothing of these is read from pg_proc.dat. */
export function rowLenses(context: TreeContext, site: FunctionSite): readonly LensLine[] {
  const keys = site.rows.map((row) => `${row.language} ${row.source} ${row.name} ${row.argumentTypes}`);
  const lenses = rememberEach(context, 'lenses of function rows', keys, (inner, _, index): readonly Lens[] => {
    const row = site.rows[index];
    return row ? lensesOf(inner, row) : [];
  });
  return site.rows.map((row, index) => ({ offset: row.record.start, lenses: lenses[index] ?? [] }));
}

function lensesOf(context: TreeContext, row: FunctionRow): readonly Lens[] {
  const places = (title: string, found: readonly Place[]): Lens => ({ title, target: { kind: 'places', places: found } });
  const source = own(row.source);
  const hasCode = row.language === 'internal' && definesFunction(context, source);
  const described = documentedFunctions(context).get(row.name);
  return [
    ...(hasCode ? [{ title: `C: ${source}`, target: { kind: 'definitions', of: 'function', names: [source] } } as const] : []),
    ...(described ? [places('documentation', [described])] : []),
    ...usersOf(userTable(context), row).map(({ catalog, places: found }) => {
      const what = CALLED[catalog] ?? `rows of ${catalog}`;
      return places(`${found.length} ${found.length === 1 ? what.replace(/(?:(?<=s)e)?s(?= of |$)/, '') : what}`, found);
    }),
  ];
}
