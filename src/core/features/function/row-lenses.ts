import type { Place } from '../../base/result.ts';
import { definesFunction } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { rememberEach } from '../../tree/memo.ts';
import type { Lens } from '../feature.ts';
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

/** What stands above a row, whatever its place. */
type Caption = Required<Pick<Lens, 'title' | 'target'>>;

/** Lenses on the records of pg_proc.dat: C function, documentation, and what uses the function. Nothing of these is read from pg_proc.dat. */
export function rowLenses(context: TreeContext, site: FunctionSite): readonly Lens[] {
  const keys = site.rows.map((row) => `${row.language} ${row.source} ${row.name} ${row.argumentTypes}`);
  const captions = rememberEach(context, 'captions of function rows', keys, (inner, _, index): readonly Caption[] => {
    const row = site.rows[index];
    return row ? captionsOf(inner, row) : [];
  });
  return site.rows.flatMap((row, index) => (captions[index] ?? []).map((caption) => ({ offset: row.record.start, ...caption })));
}

function captionsOf(context: TreeContext, row: FunctionRow): readonly Caption[] {
  const places = (title: string, found: readonly Place[]): Caption => ({ title, target: { kind: 'places', places: found } });
  const hasCode = row.language === 'internal' && definesFunction(context, row.source);
  const described = documentedFunctions(context).get(row.name);
  return [
    ...(hasCode ? [{ title: `C: ${row.source}`, target: { kind: 'definitions', of: 'function', names: [row.source] } } as const] : []),
    ...(described ? [places('documentation', [described])] : []),
    ...usersOf(userTable(context), row).map(({ catalog, places: found }) => {
      const what = CALLED[catalog] ?? `rows of ${catalog}`;
      return places(`${found.length} ${found.length === 1 ? what.replace(/(?:(?<=s)e)?s(?= of |$)/, '') : what}`, found);
    }),
  ];
}
