import type { SqlType } from '../../catalog/types.ts';
import type { FmgrMacros } from './fmgr-macros.ts';

/** How C code takes and gives values of an SQL type in a tree. */
export interface CType {
  /** C type without stars, for example `int32` or `text`. */
  readonly base: string;
  readonly stars: string;
  /** `X` of PG_GETARG_X, and of PG_RETURN_X. */
  readonly get: string;
  readonly give: string;
  /** Header with the macros, as in `#include`; undefined for those of fmgr.h. */
  readonly header: string | undefined;
  /** A value that prints the same everywhere, with that text. */
  readonly neutral: { readonly c: string; readonly printed: string } | undefined;
}

/** Types whose macros are not called like the type; the first that the tree has counts. */
const CALLED_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  int2: ['INT16'],
  int4: ['INT32'],
  int8: ['INT64'],
  xid: ['TRANSACTIONID', 'UINT32'],
  cid: ['COMMANDID', 'UINT32'],
  xid8: ['FULLTRANSACTIONID'],
  tid: ['ITEMPOINTER'],
  pg_lsn: ['LSN'],
  date: ['DATEADT'],
  time: ['TIMEADT'],
  timetz: ['TIMETZADT_P'],
  money: ['CASH'],
  bit: ['VARBIT_P'],
  cidr: ['INET_PP'],
  json: ['TEXT_PP'],
  pg_node_tree: ['TEXT_PP'],
  refcursor: ['TEXT_PP'],
  _aclitem: ['ACL_P', 'ARRAYTYPE_P'],
  anyenum: ['OID'],
  anyrange: ['RANGE_P'],
  anymultirange: ['MULTIRANGE_P'],
  anycompatiblerange: ['RANGE_P'],
  anycompatiblemultirange: ['MULTIRANGE_P'],
  record: ['HEAPTUPLEHEADER'],
  internal: ['POINTER'],
};

/** Results whose text is the same on every platform. */
const NEUTRAL: Readonly<Record<string, { readonly c: string; readonly printed: string }>> = {
  BOOL: { c: 'false', printed: 'f' },
  INT16: { c: '0', printed: '0' },
  INT32: { c: '0', printed: '0' },
  INT64: { c: '0', printed: '0' },
  FLOAT4: { c: '0', printed: '0' },
  FLOAT8: { c: '0', printed: '0' },
};

/** The C side of a type; plain Datum where the tree has no macro for it. */
export function cTypeOf(macros: FmgrMacros, type: SqlType): CType {
  const get = macroNames(type).find((name) => macros.get.has(name)) ?? 'DATUM';
  const macro = macros.get.get(get);
  const give = [get, get.replace(/_PP$/, '_P')].find((name) => macros.give.has(name)) ?? 'DATUM';
  const header = macro?.header === 'fmgr.h' ? undefined : macro?.header;
  const isOid = get === 'OID' && type.name === 'oid';
  const neutral = isOid ? { c: 'InvalidOid', printed: '0' } : Object.hasOwn(NEUTRAL, get) ? NEUTRAL[get] : undefined;
  return { base: macro?.base ?? 'Datum', stars: macro?.stars ?? '', get, give, header, neutral };
}

function macroNames(type: SqlType): readonly string[] {
  const own = Object.hasOwn(CALLED_OTHERWISE, type.name) ? CALLED_OTHERWISE[type.name] : undefined;
  if (own) return own;
  if (type.element !== undefined || /^any(?:compatible)?array$/.test(type.name)) return ['ARRAYTYPE_P'];
  if (/^reg[a-z]+$/.test(type.name)) return ['OID'];
  const byKind: Readonly<Record<string, string>> = { c: 'HEAPTUPLEHEADER', e: 'OID', m: 'MULTIRANGE_P', r: 'RANGE_P' };
  const kind = byKind[type.kind];
  if (kind !== undefined) return [kind];
  const upper = type.name.toUpperCase();
  return [`${upper}_PP`, `${upper}_P`, upper];
}
