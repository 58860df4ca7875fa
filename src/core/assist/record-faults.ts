import { type Column, catalogColumns, hasUnreadColumns, metadataFields } from '../catalog/columns.ts';
import { recordsOf, unreadRecords } from '../catalog/records.ts';
import type { Finding } from '../features/feature.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import { closest } from '../text/closest.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember, rememberEach } from '../tree/memo.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';

/** What genbki.pl dies of in the fields of a record. */
interface Fault {
  readonly code: string;
  readonly message: string;
  /** From the start of the record. */
  readonly offset: number;
}

/** The fields of a catalog's records that are no columns of it, and the columns without a default that a record leaves out. */
export function recordFaults(context: TreeContext, path: TreePath): readonly Finding[] {
  const catalog = basename(path).replace(/\.dat$/, '');
  const text = context.tree.read(path)?.text ?? '';
  // The rest of a record that ends too early is what cannot be read after it.
  const cut = new Set(unreadRecords(context, path).map(({ where }) => text.slice(0, where?.offset).replace(/[\s,]+$/, '').length));
  const records = recordsOf(context, path).filter(({ end }) => !cut.has(end));
  const texts = records.map(({ start, end }) => text.slice(start, end));
  const faults = rememberEach(context, `record faults ${path}`, texts, (inner, _, index): readonly Fault[] => {
    const record = records[index];
    const columns = columnsFor(inner, catalog);
    return record && columns.length > 0 ? faultsOf(record, catalog, columns, metadataFor(inner)) : [];
  });
  return faults.flatMap((list, index) =>
    list.map(({ code, message, offset }) => ({ code, message, where: { path, offset: (records[index]?.start ?? 0) + offset } })),
  );
}

/** The columns of a catalog; none where its header is not understood whole, so that nothing can be said. */
function columnsFor(context: TreeContext, catalog: string): readonly Column[] {
  return remember(context, `columns with defaults ${catalog}`, ({ tree }) =>
    hasUnreadColumns(tree, catalog) ? [] : catalogColumns(tree, catalog),
  );
}

function metadataFor(context: TreeContext): readonly string[] {
  return remember(context, 'metadata of records', ({ tree }) => metadataFields(tree));
}

function faultsOf(record: DatRecord, catalog: string, columns: readonly Column[], metadata: readonly string[]): readonly Fault[] {
  const hasNoValue = ({ name }: Column) => fieldValue(record, name) === undefined;
  const absent = columns.filter(hasNoValue).map((column) => column.name);
  const meant = new Set<string>();
  const unknown = record.fields
    .filter(({ name }) => !metadata.includes(name) && !columns.some((column) => column.name === name))
    .map(({ name, start }): Fault => {
      const near = closest(name, [...absent, ...metadata]);
      if (near !== undefined) meant.add(near);
      const hint = near === undefined ? '' : `; did you mean "${near}"?`;
      return { code: 'catalog/unknown-column', message: `${catalog} has no column "${name}"${hint}`, offset: start - record.start };
    });
  const missing = columns
    .filter((column) => hasNoValue(column) && column.fallback === undefined && !isComputed(record, catalog, column.name))
    .flatMap(({ name }) => (meant.has(name) ? [] : [`"${name}"`]));
  if (missing.length === 0) return unknown;
  const message = `The record has no ${missing.join(', ')}, for which ${catalog}.h has no default`;
  return [...unknown, { code: 'catalog/missing-column', message, offset: 0 }];
}

/** Columns that Catalog.pm and genbki.pl fill in. */
function isComputed(record: DatRecord, catalog: string, column: string): boolean {
  return column === 'oid' || (catalog === 'pg_proc' && column === 'pronargs' && fieldValue(record, 'proargtypes') !== undefined);
}
