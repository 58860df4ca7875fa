import type { Place, Problem } from '../base/result.ts';
import { commentOf } from '../syntax/c/declaration.ts';
import { type DatRecord, fieldValue, type LooseRecords, type RecordField, readRecords } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import { CATALOG_DIRECTORY } from './headers.ts';

/** Records of a `.dat` file; of one that somebody is typing in, those that can be read. */
export function recordsOf(context: TreeContext, path: TreePath): readonly DatRecord[] {
  return looseRecords(context, path).records;
}

/** What cannot be read of a `.dat` file. */
export function unreadRecords(context: TreeContext, path: TreePath): readonly Problem[] {
  return looseRecords(context, path).unread;
}

/** Both, with the brackets of the list; read once, whoever asks. */
export function looseRecords(context: TreeContext, path: TreePath): LooseRecords {
  return remember(context, `records ${path}`, ({ tree }) => readRecords(path, tree.read(path)?.text ?? '[]'));
}

/** The field at an offset, and the part of it that is meant. */
export interface FieldAt {
  readonly record: DatRecord;
  readonly field: RecordField;
  readonly part: 'name' | 'value';
}

/** The field of a record at an offset. */
export function fieldAt(context: TreeContext, path: TreePath, offset: number): FieldAt | undefined {
  const record = recordsOf(context, path).find((one) => one.start <= offset && offset <= one.end);
  const field = record?.fields.find((one) => one.start <= offset && offset <= one.end);
  return record && field && { record, field, part: offset < field.valueStart ? 'name' : 'value' };
}

/** How a header declares a column: its line, the catalog that its values name, and its comment. */
export interface ColumnDeclaration {
  readonly name: string;
  readonly text: string;
  readonly lookup: string | undefined;
  readonly comment: string;
  readonly place: Place;
}

/** The columns of the catalog of a `.dat` file, by name. */
export function columnsOf(context: TreeContext, path: TreePath): ReadonlyMap<string, ColumnDeclaration> {
  const header = `${CATALOG_DIRECTORY}/${basename(path).replace(/\.dat$/, '.h')}`;
  return remember(context, `columns ${header}`, ({ tree }) => {
    const text = tree.read(header)?.text ?? '';
    const start = text.search(/^CATALOG\(/m);
    const body = start < 0 ? '' : text.slice(start, text.indexOf('\n}', start));
    const found = new Map<string, ColumnDeclaration>();
    for (const match of body.matchAll(/^[ \t]*(\w+)[ \t]+(\w+)(\[\d*\])?([^;]*);/gm)) {
      const [, type = '', name = '', array = '', rest = ''] = match;
      const lookup = /BKI_LOOKUP(?:_OPT)?\((\w+)\)/.exec(rest)?.[1];
      const declared = [type, `${name}${array}`, rest.replaceAll(/\s+/g, ' ').trim()].filter(Boolean).join(' ');
      const offset = start + match.index + match[0].indexOf(name, type.length);
      const comment = commentOf(body, match.index, match.index + match[0].length).replaceAll('\n\n', ' ');
      found.set(name, { name, text: `${declared};`, lookup, comment, place: { path: header, offset } });
    }
    return found;
  });
}

/** The record of a catalog that a value names, as BKI_LOOKUP finds it: by its name column, or with argument types. */
export function lookUp(
  context: TreeContext,
  catalog: string,
  value: string,
): { readonly path: TreePath; readonly record: DatRecord } | undefined {
  const path = `${CATALOG_DIRECTORY}/${catalog}.dat`;
  const byName = namedRecords(context, catalog);
  const record = byName.get(value) ?? byName.get(value.replace(/\(.*/, ''));
  return record && { path, record };
}

/** Records of a catalog by every name that values of other records call them by; of several of one name, the first. */
function namedRecords(context: TreeContext, catalog: string): ReadonlyMap<string, DatRecord> {
  return remember(context, `names ${catalog}`, (inner) => {
    const names = new Map<string, DatRecord>();
    for (const record of recordsOf(inner, `${CATALOG_DIRECTORY}/${catalog}.dat`))
      for (const name of catalogNames(catalog, record)) if (!names.has(name)) names.set(name, record);
    return names;
  });
}

/** A name by which values of other records call a record. */
export interface CatalogName {
  readonly name: string;
  readonly record: DatRecord;
}

/** The shortest unambiguous name of every record of a catalog, and that of its array where a type has one. */
export function distinctNames(context: TreeContext, catalog: string): readonly CatalogName[] {
  return remember(context, `distinct names ${catalog}`, (inner) => {
    const records = recordsOf(inner, `${CATALOG_DIRECTORY}/${catalog}.dat`);
    const counts = new Map<string, number>();
    for (const record of records) for (const name of new Set(catalogNames(catalog, record))) counts.set(name, (counts.get(name) ?? 0) + 1);
    return records.flatMap((record) => {
      const names = catalogNames(catalog, record);
      if (catalog === 'pg_type') return names.map((name) => ({ name, record }));
      const [full] = names;
      const short = catalog === 'pg_proc' ? names.find((name) => counts.get(name) === 1 && !name.includes('(')) : undefined;
      const name = short ?? full;
      return name === undefined ? [] : [{ name, record }];
    });
  });
}

/** The most exact name of every record of a catalog. */
export function fullNames(context: TreeContext, catalog: string): readonly CatalogName[] {
  return recordsOf(context, `${CATALOG_DIRECTORY}/${catalog}.dat`).flatMap((record) => {
    const [name] = catalogNames(catalog, record);
    return name === undefined ? [] : [{ name, record }];
  });
}

/** The names of a record, the most exact one first; none for a record that no other can name. */
export function catalogNames(catalog: string, record: DatRecord): readonly string[] {
  const own = record.fields.find((field) => /^\w{2,4}name$/.test(field.name))?.value;
  if (own === undefined) return [];
  const value = (name: string) => fieldValue(record, name) ?? '';
  switch (catalog) {
    case 'pg_proc':
      return [`${own}(${value('proargtypes').split(' ').filter(Boolean).join(',')})`, own];
    case 'pg_operator':
      return [`${own}(${value('oprleft')},${value('oprright')})`, own];
    case 'pg_opfamily':
      return [`${value('opfmethod')}/${own}`, own];
    case 'pg_opclass':
      return [`${value('opcmethod')}/${own}`, own];
    case 'pg_type':
      return value('array_type_oid') === '' ? [own] : [own, `_${own}`];
    default:
      return [own];
  }
}
