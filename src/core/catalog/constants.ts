import type { Place } from '../base/result.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import { CATALOG_DIRECTORY } from './headers.ts';
import { recordsOf } from './records.ts';

/** A C identifier that scripts generate from the catalogs, so that tools for C find it in a built tree only. */
export interface CatalogConstant {
  readonly name: string;
  readonly place: Place;
  /** Its record; undefined for what a header declares. */
  readonly record: DatRecord | undefined;
  /** The declaration in the header; empty for a record. */
  readonly declaration: string;
}

/** The script that names the OIDs of functions, `F_…`. */
const FMGRTAB = 'src/backend/utils/Gen_fmgrtab.pl';

/** Identifiers of `pg_*_d.h`, `fmgroids.h` and `syscache_ids.h`, read from what genbki.pl and Gen_fmgrtab.pl make them of. */
export function catalogConstants(context: TreeContext): ReadonlyMap<string, CatalogConstant> {
  return remember(context, 'catalog constants', (inner) => {
    const found = new Map<string, CatalogConstant>();
    for (const { name } of inner.tree.list(CATALOG_DIRECTORY) ?? [])
      for (const constant of constantsOfFile(inner, `${CATALOG_DIRECTORY}/${name}`))
        if (!found.has(constant.name)) found.set(constant.name, constant);
    return found;
  });
}

/** The C identifiers that stand for a record. */
export function constantsOfRecord(context: TreeContext, path: TreePath, record: DatRecord): readonly string[] {
  return constantsOfFile(context, path).flatMap((one) => (one.record?.start === record.start ? one.name : []));
}

function constantsOfFile(context: TreeContext, path: TreePath): readonly CatalogConstant[] {
  if (!/^pg_\w+\.(?:dat|h)$|^(?:toasting|indexing)\.h$/.test(basename(path))) return [];
  return remember(context, `catalog constants ${path}`, (inner) => (path.endsWith('.h') ? declared(inner, path) : ofRecords(inner, path)));
}

/** Macros among the arguments of `CATALOG`, `DECLARE_…` and `MAKE_SYSCACHE`. */
function declared({ tree }: TreeContext, path: TreePath): readonly CatalogConstant[] {
  const found: CatalogConstant[] = [];
  for (const match of (tree.read(path)?.text ?? '').matchAll(/^(?:(?:CATALOG|DECLARE_\w+)\(|MAKE_SYSCACHE\()[^\r\n]*/gm)) {
    const [line] = match;
    // A macro follows the OID that it stands for, or another one; one that has its OID behind it and a syscache come first.
    const names = /^(?:MAKE_SYSCACHE|DECLARE_OID_DEFINING_MACRO)/.test(line)
      ? [...line.matchAll(/(?<=\()\w+/g)].slice(0, 1)
      : [...line.matchAll(/(?<=\d,\s*(?:\w+,\s*)?)[A-Z]\w*(?=[,)])/g)];
    for (const { 0: name, index } of names)
      found.push({ name, place: { path, offset: match.index + index }, record: undefined, declaration: line });
  }
  return found;
}

function ofRecords(context: TreeContext, path: TreePath): readonly CatalogConstant[] {
  const catalog = basename(path).replace(/\.dat$/, '');
  const symbols = catalog === 'pg_proc' ? functionMacros(context, path) : catalog === 'pg_type' ? typeMacros : () => [];
  return recordsOf(context, path).flatMap((record) => {
    const own = fieldValue(record, 'oid_symbol');
    const names = [...(own === undefined ? [] : [own]), ...symbols(record)];
    return [...new Set(names)].map((name) => ({ name, place: { path, offset: record.start }, record, declaration: '' }));
  });
}

/** As `form_pg_type_symbol` of genbki.pl names the OIDs of a type and of its array, where the record does not. */
function typeMacros(record: DatRecord): readonly string[] {
  const name = fieldValue(record, 'typname') ?? '';
  const base = name.replace(/^_/, '').toUpperCase();
  // Row types of bootstrap catalogs are named by BKI_ROWTYPE_OID.
  const isNamed = fieldValue(record, 'oid_symbol') !== undefined || /^pg_(?:type|proc|attribute|class)$/.test(name);
  return [
    ...(isNamed ? [] : [`${base}${name.startsWith('_') ? 'ARRAY' : ''}OID`]),
    ...(fieldValue(record, 'array_type_oid') === undefined ? [] : [`${base}ARRAYOID`]),
  ];
}

/**
 * As Gen_fmgrtab.pl names the OIDs of functions: after the SQL name, with the argument types where it is overloaded; scripts that do not
 * look at argument types name internal functions after their C function, the first of several by OID.
 */
function functionMacros(context: TreeContext, path: TreePath): (record: DatRecord) => readonly string[] {
  const records = recordsOf(context, path);
  const value = (record: DatRecord, name: string) => fieldValue(record, name) ?? '';
  if (context.tree.read(FMGRTAB)?.text.includes('proargtypes')) {
    const counts = new Map<string, number>();
    for (const record of records) counts.set(value(record, 'proname'), (counts.get(value(record, 'proname')) ?? 0) + 1);
    return (record) => {
      const name = value(record, 'proname');
      const full = (counts.get(name) ?? 0) > 1 ? `${name}_${value(record, 'proargtypes')}` : name;
      return [`F_${full.replaceAll(/\s+/g, '_').toUpperCase()}`];
    };
  }
  const first = new Map<string, DatRecord>();
  for (const record of records) {
    const source = value(record, 'prosrc');
    const known = first.get(source);
    if (
      (fieldValue(record, 'prolang') ?? 'internal') === 'internal' &&
      !(known && Number(value(known, 'oid')) < Number(value(record, 'oid')))
    )
      first.set(source, record);
  }
  return (record) => (first.get(value(record, 'prosrc')) === record ? [`F_${value(record, 'prosrc').toUpperCase()}`] : []);
}
