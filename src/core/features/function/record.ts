import { fail, ok, type Result } from '../../base/result.ts';
import type { Column } from '../../catalog/columns.ts';
import { recordText } from '../../syntax/record-text.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { FunctionRequest } from './form.ts';
import type { Argument, Signature } from './signature.ts';

/** Rows that a set is thought to have when nobody says: what CREATE FUNCTION assumes. */
const DEFAULT_ROWS = '1000';

/** The pg_proc.dat record of a request in canonical form, with the comma after it. */
export function functionRecord(
  context: TreeContext,
  columns: readonly Column[],
  request: FunctionRequest,
  signature: Signature,
  oid: number,
): Result<string> {
  const defaults = context.shape.functionDefaults === 'pg_proc.dat' ? constantDefaults(signature) : ok(undefined);
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
  };
  for (const column of columns) if (values[column.name] === column.fallback) values[column.name] = undefined;
  return ok(
    recordText(
      { ...values, oid: String(oid), descr: request.description },
      columns.map((column) => column.name).filter((name) => name !== 'oid'),
    ),
  );
}

/** Defaults as `proargdefaults` takes them: constants in an array literal. */
function constantDefaults(signature: Signature): Result<string | undefined> {
  const given = signature.inputs.filter((one) => one.default !== undefined);
  const constants: string[] = [];
  for (const argument of given) {
    const constant = constantOf(argument);
    if (constant === undefined) {
      return fail({
        code: 'function/default-not-constant',
        message: `The default ${argument.default} of argument ${argument.name ?? ''} is no constant, which is all that pg_proc.dat takes`,
        hint: 'Use a number, true, false, NULL or a quoted string, or make the argument nullable and choose in C.',
      });
    }
    constants.push(constant);
  }
  return ok(constants.length === 0 ? undefined : `{${constants.join(',')}}`);
}

/** Element of the array literal for a constant default, or undefined where the default is an expression. */
function constantOf(argument: Argument): string | undefined {
  const text = (argument.default ?? '').trim();
  if (/^null$/i.test(text)) return 'NULL';
  const quoted = /^'((?:[^']|'')*)'$/.exec(text)?.[1]?.replaceAll("''", "'");
  if (quoted !== undefined) return quoteElement(quoted);
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase();
  return /^[-+]?\d+(?:\.\d+)?$/.test(text) || (/^[\w.-]+$/.test(text) && !/\d/.test(text.charAt(0))) ? text : undefined;
}

/** A value inside `{…}`, quoted where the array syntax wants it. */
function quoteElement(value: string): string {
  return value === '' || /[{}",\\\s]|^null$/i.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value;
}

function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => (value === '' ? '""' : value)).join(',')}}`;
}
