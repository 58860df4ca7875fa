import type { Place } from '../../base/result.ts';
import { catalogLookups } from '../../catalog/columns.ts';
import { CATALOG_DIRECTORY } from '../../catalog/headers.ts';
import { visitRecords } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { FunctionRow } from './locate.ts';

/** Records of one catalog that use a function. */
export interface Users {
  readonly catalog: string;
  readonly places: readonly Place[];
}

/** Records of other catalogs by the function that they refer to, as they spell it. */
export type UserTable = ReadonlyMap<string, readonly Reference[]>;

/** The records that refer to a function, by its name or by its name with argument types. */
export function usersOf(all: UserTable, row: FunctionRow): readonly Users[] {
  const full = `${row.name}(${row.argumentTypes.split(' ').join(',')})`;
  const byCatalog = new Map<string, Map<number, Place>>();
  for (const reference of [...(all.get(row.name) ?? []), ...(all.get(full) ?? [])]) {
    const places = byCatalog.get(reference.catalog) ?? new Map<number, Place>();
    if (!places.has(reference.record)) places.set(reference.record, reference.place);
    byCatalog.set(reference.catalog, places);
  }
  return [...byCatalog].map(([catalog, places]) => ({ catalog, places: [...places.values()] }));
}

/** A field that names a function. */
interface Reference {
  readonly catalog: string;
  /** Start of its record, which counts once. */
  readonly record: number;
  readonly place: Place;
}

/** Every field of other catalogs that refers to functions: every column that its header declares with BKI_LOOKUP(pg_proc) counts. */
export function userTable(context: TreeContext): UserTable {
  return remember(context, 'function users', (inner) => {
    const found = new Map<string, Reference[]>();
    for (const entry of inner.tree.list(CATALOG_DIRECTORY) ?? []) {
      const catalog = /^(pg_\w+)\.dat$/.exec(entry.name)?.[1];
      if (catalog === undefined || catalog === 'pg_proc') continue;
      for (const [name, reference] of remember(inner, `function users ${catalog}`, (one) => referencesIn(one, catalog)))
        found.set(name, [...(found.get(name) ?? []), reference]);
    }
    return found;
  });
}

function referencesIn({ tree }: TreeContext, catalog: string): readonly (readonly [string, Reference])[] {
  const columns = catalogLookups(tree, catalog, 'pg_proc');
  const path: TreePath = `${CATALOG_DIRECTORY}/${catalog}.dat`;
  const file = columns.length === 0 ? undefined : tree.read(path);
  const found: (readonly [string, Reference])[] = [];
  if (file) {
    visitRecords(
      path,
      file.text,
      (record) => {
        for (const field of record.fields)
          if (field.value !== undefined && field.value !== '0' && field.value !== '-')
            found.push([field.value, { catalog, record: record.start, place: { path, offset: field.valueStart } }]);
      },
      columns.join('|'),
    );
  }
  return found;
}
