import { fail, ok, type Result } from '../../base/result.ts';
import { type Column, catalogColumns } from '../../catalog/columns.ts';
import type { OidSpace } from '../../catalog/oids.ts';
import { looseRecords } from '../../catalog/records.ts';
import { readTypes, type TypeTable } from '../../catalog/types.ts';
import { oidSpace } from '../../oids/space.ts';
import { type DatRecord, fieldValue, type RecordFile } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';

/** A record of pg_proc.dat with the fields that placing and checking look at. */
export interface FunctionRow {
  readonly record: DatRecord;
  readonly name: string;
  readonly oid: number | undefined;
  /** `prosrc`: the C function of internal functions. */
  readonly source: string;
  /** `prolang`, `internal` by default. */
  readonly language: string;
  readonly argumentTypes: string;
}

/** Where and how a tree registers SQL functions. */
export interface FunctionSite {
  readonly text: string;
  readonly file: RecordFile;
  readonly rows: readonly FunctionRow[];
  /** Rows of internal functions by the C function behind them. */
  readonly bySource: ReadonlyMap<string, readonly FunctionRow[]>;
  readonly columns: readonly Column[];
  readonly types: TypeTable;
  readonly oids: OidSpace;
}

/** Reads pg_proc.dat, its columns, the types and the OIDs in use. */
export function locate(context: TreeContext): Result<FunctionSite> {
  const source = context.tree.read(paths.pgProc);
  if (!source)
    return fail({ code: 'function/no-catalog', message: `${paths.pgProc} is missing`, hint: 'Check that the checkout is complete.' });
  const file = looseRecords(context, source.path);
  const [unread] = file.unread;
  if (unread) return fail(unread);
  const columns = catalogColumns(context.tree, 'pg_proc');
  const missing = ['proname', 'prorettype', 'proargtypes', 'prosrc'].find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) {
    return fail({
      code: 'function/no-columns',
      message: `src/include/catalog/pg_proc.h declares no column ${missing}`,
      hint: 'Check that the checkout is complete.',
    });
  }
  const types = readTypes(context.tree);
  if (!types.ok) return types;
  const oids = oidSpace(context);
  if (!oids.ok) return oids;
  const rows = file.records.map(readRow);
  return ok({ text: source.text, file, rows, bySource: bySource(rows), columns, types: types.value, oids: oids.value });
}

function bySource(rows: readonly FunctionRow[]): FunctionSite['bySource'] {
  const found = new Map<string, FunctionRow[]>();
  for (const row of rows) {
    if (row.language !== 'internal') continue;
    const known = found.get(row.source);
    if (known) known.push(row);
    else found.set(row.source, [row]);
  }
  return found;
}

function readRow(record: DatRecord): FunctionRow {
  const oid = fieldValue(record, 'oid');
  return {
    record,
    name: fieldValue(record, 'proname') ?? '',
    oid: oid === undefined ? undefined : Number(oid),
    source: fieldValue(record, 'prosrc') ?? '',
    language: fieldValue(record, 'prolang') ?? 'internal',
    argumentTypes: fieldValue(record, 'proargtypes') ?? '',
  };
}
