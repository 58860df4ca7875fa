import { fieldValue } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Entry } from '../feature.ts';
import { rolesOf } from './acl.ts';
import { arrayValues, parseArray } from './array-literal.ts';
import { sqlConstant } from './defaults.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

const VOLATILITY: Readonly<Record<string, string>> = { i: 'immutable', s: 'stable', v: 'volatile' };
const PARALLEL: Readonly<Record<string, string>> = { s: 'safe', r: 'restricted', u: 'unsafe' };
const MODES: Readonly<Record<string, string>> = { i: 'in', o: 'out', b: 'inout', v: 'variadic', t: 'table' };

/** Every record of pg_proc.dat in the words of the form, so that an entry without its OID is a request again. */
export function list(_context: TreeContext, site: FunctionSite): readonly Entry[] {
  const fallback = new Map(site.columns.map((column) => [column.name, column.fallback]));
  return site.rows.map((row) => ({
    name: row.name,
    place: { path: paths.pgProc, offset: row.record.start },
    fields: fieldsOf(row, (name) => fieldValue(row.record, name) ?? fallback.get(name)),
  }));
}

function fieldsOf(row: FunctionRow, value: (name: string) => string | undefined): Readonly<Record<string, unknown>> {
  return {
    oid: row.oid,
    args: argumentsOf(row),
    returns: value('prorettype'),
    set: value('proretset') === 't',
    volatility: VOLATILITY[value('provolatile') ?? ''],
    strict: value('proisstrict') === 't',
    parallel: PARALLEL[value('proparallel') ?? ''],
    leakproof: value('proleakproof') === 't',
    cost: fieldValue(row.record, 'procost'),
    rows: fieldValue(row.record, 'prorows'),
    description: fieldValue(row.record, 'descr'),
    grantTo: rolesOf(fieldValue(row.record, 'proacl')),
    cName: row.source,
    language: row.language,
    kind: value('prokind'),
  };
}

function argumentsOf(row: FunctionRow): readonly Record<string, string>[] {
  const inputs = row.argumentTypes.split(' ').filter(Boolean);
  const types = arrayValues(fieldValue(row.record, 'proallargtypes')) ?? inputs;
  const modes = arrayValues(fieldValue(row.record, 'proargmodes'));
  const names = arrayValues(fieldValue(row.record, 'proargnames'));
  const defaults = parseArray(fieldValue(row.record, 'proargdefaults')) ?? [];
  const firstDefault = inputs.length - defaults.length;
  let position = 0;
  return types.map((type, index) => {
    const mode = modes?.[index] ?? 'i';
    const isInput = mode !== 'o' && mode !== 't';
    const fallback = isInput ? defaults[position - firstDefault] : undefined;
    if (isInput) position += 1;
    const name = names?.[index];
    return {
      ...(name ? { name } : {}),
      type,
      mode: MODES[mode] ?? 'in',
      ...(fallback === undefined ? {} : { default: sqlConstant(fallback) }),
    };
  });
}
