import type { Place } from '../../base/result.ts';
import { functionPlace } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import type { Lens, Target } from '../feature.ts';
import { documentedFunctions } from './documented.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';
import { type UserTable, usersOf, userTable } from './users.ts';

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
type Caption = Pick<Lens, 'title'> & { readonly target: Target };

/** What the captions of rows are made from beside the rows, and those of the last state of the file. */
interface Surroundings {
  readonly documented: ReadonlyMap<string, Place>;
  readonly users: UserTable;
  captions: ReadonlyMap<string, readonly Caption[]>;
}

/** Lenses on the records of pg_proc.dat: C function, documentation, and what uses the function. */
export function rowLenses(context: TreeContext, site: FunctionSite): readonly Lens[] {
  // Nothing of this is read from pg_proc.dat, so a keystroke there makes the captions of one row only.
  const around = remember(context, 'surroundings of function rows', (inner): Surroundings => {
    functionPlace(inner, '');
    return { documented: documentedFunctions(inner), users: userTable(inner), captions: new Map() };
  });
  const lenses: Lens[] = [];
  const kept = new Map<string, readonly Caption[]>();
  for (const row of site.rows) {
    const key = `${row.language} ${row.source} ${row.name} ${row.argumentTypes}`;
    const captions = around.captions.get(key) ?? captionsOf(context, around, row);
    kept.set(key, captions);
    for (const { title, target } of captions) lenses.push({ offset: row.record.start, title, target });
  }
  around.captions = kept;
  return lenses;
}

function captionsOf(context: TreeContext, { documented, users }: Surroundings, row: FunctionRow): readonly Caption[] {
  const caption = (title: string, places: readonly Place[]): Caption => ({ title, target: { kind: 'places', places } });
  const code = row.language === 'internal' ? functionPlace(context, row.source) : undefined;
  const described = documented.get(row.name);
  return [
    ...(code ? [caption(`C: ${row.source}`, [code])] : []),
    ...(described ? [caption('documentation', [described])] : []),
    ...usersOf(users, row).map(({ catalog, places }) => {
      const what = CALLED[catalog] ?? `rows of ${catalog}`;
      return caption(`${places.length} ${places.length === 1 ? what.replace(/(?:(?<=s)e)?s(?= of |$)/, '') : what}`, places);
    }),
  ];
}
