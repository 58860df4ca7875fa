import type { SqlType } from '../../catalog/types.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** How C code takes and gives values of an SQL type, as far as the tree's macros go. */
export interface CType {
  /** C type without stars, for example `int32` or `text`. */
  readonly base: string;
  readonly stars: string;
  /** `X` of PG_GETARG_X. */
  readonly get: string;
  /** `X` of PG_RETURN_X. */
  readonly give: string;
  /** Header with the macros, as in `#include`; undefined for those of fmgr.h. */
  readonly header: string | undefined;
  /** A value whose printed form is the same everywhere, with that form and whether psql aligns it right. */
  readonly neutral: { readonly c: string; readonly printed: string; readonly right: boolean } | undefined;
}

type Row = readonly [
  base: string,
  stars: '' | '*',
  get: string,
  give: string,
  header?: string | undefined,
  neutral?: readonly [c: string, printed: string, right?: boolean],
];

/** The fmgr interface of the common types; each macro is looked up in the tree before it is used. */
const KNOWN: Readonly<Record<string, Row>> = {
  bool: ['bool', '', 'BOOL', 'BOOL', undefined, ['false', 'f']],
  char: ['char', '', 'CHAR', 'CHAR'],
  int2: ['int16', '', 'INT16', 'INT16', undefined, ['0', '0', true]],
  int4: ['int32', '', 'INT32', 'INT32', undefined, ['0', '0', true]],
  int8: ['int64', '', 'INT64', 'INT64', undefined, ['0', '0', true]],
  float4: ['float4', '', 'FLOAT4', 'FLOAT4', undefined, ['0', '0', true]],
  float8: ['float8', '', 'FLOAT8', 'FLOAT8', undefined, ['0', '0', true]],
  oid: ['Oid', '', 'OID', 'OID', undefined, ['InvalidOid', '0', true]],
  xid: ['TransactionId', '', 'TRANSACTIONID', 'TRANSACTIONID'],
  xid8: ['FullTransactionId', '', 'FULLTRANSACTIONID', 'FULLTRANSACTIONID', 'utils/xid8.h'],
  pg_lsn: ['XLogRecPtr', '', 'LSN', 'LSN', 'utils/pg_lsn.h'],
  date: ['DateADT', '', 'DATEADT', 'DATEADT', 'utils/date.h'],
  time: ['TimeADT', '', 'TIMEADT', 'TIMEADT', 'utils/date.h'],
  timestamp: ['Timestamp', '', 'TIMESTAMP', 'TIMESTAMP', 'utils/timestamp.h'],
  timestamptz: ['TimestampTz', '', 'TIMESTAMPTZ', 'TIMESTAMPTZ', 'utils/timestamp.h'],
  interval: ['Interval', '*', 'INTERVAL_P', 'INTERVAL_P', 'utils/timestamp.h'],
  text: ['text', '*', 'TEXT_PP', 'TEXT_P'],
  varchar: ['VarChar', '*', 'VARCHAR_PP', 'VARCHAR_P'],
  bpchar: ['BpChar', '*', 'BPCHAR_PP', 'BPCHAR_P'],
  bytea: ['bytea', '*', 'BYTEA_PP', 'BYTEA_P'],
  json: ['text', '*', 'TEXT_PP', 'TEXT_P'],
  jsonb: ['Jsonb', '*', 'JSONB_P', 'JSONB_P', 'utils/jsonb.h'],
  jsonpath: ['JsonPath', '*', 'JSONPATH_P', 'JSONPATH_P', 'utils/jsonpath.h'],
  xml: ['xmltype', '*', 'XML_P', 'XML_P', 'utils/xml.h'],
  name: ['Name', '', 'NAME', 'NAME'],
  cstring: ['char', '*', 'CSTRING', 'CSTRING'],
  numeric: ['Numeric', '', 'NUMERIC', 'NUMERIC', 'utils/numeric.h'],
  uuid: ['pg_uuid_t', '*', 'UUID_P', 'UUID_P', 'utils/uuid.h'],
  inet: ['inet', '*', 'INET_PP', 'INET_P', 'utils/inet.h'],
  cidr: ['inet', '*', 'INET_PP', 'INET_P', 'utils/inet.h'],
  macaddr: ['macaddr', '*', 'MACADDR_P', 'MACADDR_P', 'utils/inet.h'],
  money: ['Cash', '', 'CASH', 'CASH', 'utils/cash.h'],
  tsvector: ['TSVector', '', 'TSVECTOR', 'TSVECTOR', 'tsearch/ts_type.h'],
  tsquery: ['TSQuery', '', 'TSQUERY', 'TSQUERY', 'tsearch/ts_type.h'],
  point: ['Point', '*', 'POINT_P', 'POINT_P', 'utils/geo_decls.h'],
  box: ['BOX', '*', 'BOX_P', 'BOX_P', 'utils/geo_decls.h'],
  internal: ['void', '*', 'POINTER', 'POINTER'],
};
const ARRAY: Row = ['ArrayType', '*', 'ARRAYTYPE_P', 'ARRAYTYPE_P', 'utils/array.h'];
const COMPOSITE: Row = ['HeapTupleHeader', '', 'HEAPTUPLEHEADER', 'HEAPTUPLEHEADER'];
const DATUM: Row = ['Datum', '', 'DATUM', 'DATUM'];

/** The C side of a type; plain Datum where the tree has no macro for it. */
export function cTypeOf(context: TreeContext, type: SqlType): CType {
  const row = rowOf(type);
  const [base, stars, get, give, header, neutral] = row;
  const path: TreePath = `src/include/${header ?? 'fmgr.h'}`;
  const text = context.tree.read(path)?.text ?? '';
  const defined = (macro: string) => new RegExp(`^#\\s*define\\s+${macro}\\b`, 'm').test(text);
  if (row !== DATUM && !(defined(`PG_GETARG_${get}`) && defined(`PG_RETURN_${give}`))) return fromRow(DATUM);
  return { base, stars, get, give, header, neutral: neutral && { c: neutral[0], printed: neutral[1], right: neutral[2] ?? false } };
}

function fromRow([base, stars, get, give, header]: Row): CType {
  return { base, stars, get, give, header, neutral: undefined };
}

function rowOf(type: SqlType): Row {
  if (Object.hasOwn(KNOWN, type.name)) return KNOWN[type.name] ?? DATUM;
  if (/^reg[a-z]+$/.test(type.name)) return ['Oid', '', 'OID', 'OID'];
  if (type.element !== undefined || /^any\w*array$/.test(type.name)) return ARRAY;
  return type.kind === 'c' || type.name === 'record' ? COMPOSITE : DATUM;
}
