import { type DatRecord, fieldValue, readRecords } from '../../syntax/records.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { IndexEntry, Kind } from '../entry.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';

/** Rows of one catalog that are entries. */
interface CatalogRows {
  readonly kind: Kind;
  readonly catalog: string;
  readonly name: (value: (column: string) => string) => string;
  /** Names of fields by column. */
  readonly columns: Readonly<Record<string, string>>;
}

const ROWS: readonly CatalogRows[] = [
  {
    kind: 'type',
    catalog: 'pg_type',
    name: (value) => value('typname'),
    columns: {
      oid: 'oid',
      array_type_oid: 'arrayOid',
      typtype: 'typtype',
      typcategory: 'category',
      typinput: 'input',
      typoutput: 'output',
      descr: 'description',
    },
  },
  {
    kind: 'operator',
    catalog: 'pg_operator',
    name: (value) => `${value('oprname')}(${[value('oprleft'), value('oprright')].filter((one) => one !== '' && one !== '0').join(',')})`,
    columns: { oid: 'oid', oprresult: 'result', oprcode: 'function', oprcom: 'commutator', oprnegate: 'negator', descr: 'description' },
  },
  {
    kind: 'cast',
    catalog: 'pg_cast',
    name: (value) => `${value('castsource')} AS ${value('casttarget')}`,
    columns: { castfunc: 'function', castcontext: 'context', castmethod: 'method' },
  },
  {
    kind: 'aggregate',
    catalog: 'pg_aggregate',
    name: (value) => value('aggfnoid'),
    columns: { aggkind: 'aggkind', aggtransfn: 'transition', aggfinalfn: 'final', aggtranstype: 'state', aggcombinefn: 'combine' },
  },
];

/** Types, operators, casts and aggregates: the rows of their catalogs, read as Catalog.pm reads them. */
export const catalogRows: FileExtractor = {
  kinds: ROWS.map((rows) => rows.kind),
  files: new RegExp(`^src/include/catalog/(?:${ROWS.map((rows) => rows.catalog).join('|')})\\.dat$`),
  needle: /\{/,
  extract(path, text) {
    const rows = ROWS.find((one) => path.endsWith(`/${one.catalog}.dat`));
    return rows ? readRecords(path, text).records.map((record) => rowEntry(rows, path, record)) : [];
  },
};

function rowEntry(rows: CatalogRows, path: TreePath, record: DatRecord): IndexEntry {
  const fields = Object.entries(rows.columns).map(([column, name]): [string, unknown] => {
    const value = fieldValue(record, column);
    return [name, column.endsWith('oid') && value !== undefined ? Number(value) : value === '0' || value === '-' ? undefined : value];
  });
  const name = rows.name((column) => fieldValue(record, column) ?? '');
  return entryAt(rows.kind, name, path, record.start, record.end, Object.fromEntries(fields));
}

/** The catalogs themselves: `CATALOG(name,oid,RowtypeOidMacro)` of their headers. */
export const catalogs: FileExtractor = {
  kinds: ['catalog'],
  files: /^src\/include\/catalog\/pg_\w+\.h$/,
  needle: /^CATALOG\(/m,
  extract(path, text) {
    return [...text.matchAll(/^CATALOG\((\w+),\s*(\d+)(?:,\s*(\w+))?\)([^\r\n{]*)/gm)].map(
      ([whole, name = '', oid = '', id, rest = ''], index) => {
        const start = text.indexOf(whole);
        const isShared = rest.includes('BKI_SHARED_RELATION');
        const fields = {
          oid: Number(oid),
          symbol: id,
          shared: isShared || undefined,
          bootstrap: rest.includes('BKI_BOOTSTRAP') || undefined,
        };
        return entryAt('catalog', name, path, index === 0 ? start : text.indexOf(whole, start), start + whole.length, fields);
      },
    );
  },
};

/** System views: `CREATE VIEW` of the scripts that initdb runs. */
export const views: FileExtractor = {
  kinds: ['view'],
  files: /^src\/backend\/catalog\/\w+\.sql$/,
  needle: /^CREATE (?:OR REPLACE )?VIEW /m,
  extract(path, text) {
    const schema = /^CREATE SCHEMA (\w+)/m.exec(text)?.[1] ?? 'pg_catalog';
    return [...text.matchAll(/^(CREATE (?:OR REPLACE )?VIEW )(?:\w+\.)?(\w+)/gm)].map((match) =>
      entryAt('view', match[2] ?? '', path, match.index, match.index + match[0].length, { schema }),
    );
  },
};
