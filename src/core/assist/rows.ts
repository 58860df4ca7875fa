import { constantsOfRecord } from '../catalog/constants.ts';
import { catalogNames, columnsOf } from '../catalog/records.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import { describeFunction, entriesOf } from './registered.ts';

/** A record of a catalog in Markdown: its name as others spell it, OIDs, identifiers in C, what it says of itself. */
export function describeRow(context: TreeContext, path: TreePath, record: DatRecord): string {
  const catalog = basename(path).replace(/\.dat$/, '');
  const [name] = catalogNames(catalog, record);
  const constants = constantsOfRecord(context, path, record).map((one) => `\`${one}\``);
  const inC = constants.length === 0 ? '' : `In C: ${constants.join(', ')}.`;
  const registered =
    catalog === 'pg_proc'
      ? entriesOf(context, 'function')
          .get((fieldValue(record, 'proname') ?? '').toLowerCase())
          ?.find(({ place }) => place.offset === record.start)
      : undefined;
  if (registered) return [describeFunction(registered), inC].filter(Boolean).join('\n\n');
  const oid = fieldValue(record, 'oid');
  const array = fieldValue(record, 'array_type_oid');
  const facts = [catalog, oid === undefined ? '' : `OID ${oid}`].filter(Boolean).join(', ');
  const head = name === undefined ? `A row of ${facts}` : `**${name}** (${facts})`;
  const arrays = array === undefined ? '' : `Its array type has OID ${array}.`;
  return [head, fieldValue(record, 'descr') ?? '', lookedUp(context, path, record), arrays, inC].filter(Boolean).join('\n\n');
}

/** For a record without a name of its own, what it ties together: the values that name records of other catalogs. */
function lookedUp(context: TreeContext, path: TreePath, record: DatRecord): string {
  if (catalogNames(basename(path).replace(/\.dat$/, ''), record).length > 0) return '';
  const columns = columnsOf(context, path);
  const ties = record.fields.filter((field) => columns.get(field.name)?.lookup !== undefined && field.value && field.value !== '0');
  return ties.map((field) => `- ${field.name}: \`${field.value}\``).join('\n');
}
