import { ok, type Result } from '../../base/result.ts';
import type { Column } from '../../catalog/columns.ts';
import { recordText } from '../../syntax/record-text.ts';
import type { TreeContext } from '../../tree/context.ts';
import { aclLiteral } from './acl.ts';
import { arrayLiteral } from './array-literal.ts';
import { defaultsLiteral } from './defaults.ts';
import type { FunctionRequest } from './form.ts';
import type { Signature } from './signature.ts';

/** Rows that a set is thought to have when nobody says: what CREATE FUNCTION assumes. */
export const DEFAULT_ROWS = '1000';

/** The pg_proc.dat record of a request in canonical form, with the comma after it. Columns at their BKI_DEFAULT are left out. */
export function functionRecord(
  context: TreeContext,
  columns: readonly Column[],
  request: FunctionRequest,
  signature: Signature,
  oid: number,
): Result<string> {
  const { shape } = context;
  const defaults = shape.functionDefaults === 'pg_proc.dat' ? defaultsLiteral(signature) : ok(undefined);
  if (!defaults.ok) return defaults;
  const simple = signature.arguments.every((one) => one.mode === 'i');
  const named = signature.arguments.some((one) => one.name !== undefined);
  const values: Record<string, string | undefined> = {
    proname: request.name,
    procost: request.cost,
    prorows: signature.set ? (request.rows ?? DEFAULT_ROWS) : undefined,
    provariadic: signature.variadicElement,
    proleakproof: request.leakproof ? 't' : 'f',
    proisstrict: request.strict ? 't' : 'f',
    proretset: signature.set ? 't' : 'f',
    provolatile: request.volatility.charAt(0),
    proparallel: request.parallel.charAt(0),
    prorettype: signature.result.name,
    proargtypes: signature.inputs.map((one) => one.type.name).join(' '),
    proallargtypes: simple ? undefined : arrayLiteral(signature.arguments.map((one) => one.type.name)),
    proargmodes: simple ? undefined : arrayLiteral(signature.arguments.map((one) => one.mode)),
    proargnames: named ? arrayLiteral(signature.arguments.map((one) => one.name ?? '')) : undefined,
    proargdefaults: defaults.value,
    prosrc: request.cName ?? request.name,
    proacl: shape.functionAcl === 'pg_proc.dat' ? aclLiteral(request.grantTo) : undefined,
  };
  for (const { name, fallback } of columns) if (fallback !== undefined && values[name] === fallback) delete values[name];
  return ok(
    recordText(
      { oid: String(oid), descr: request.description, ...values },
      columns.map((column) => column.name),
    ),
  );
}
