import { fieldValue } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Choice, Entry } from '../feature.ts';
import { arrayElements } from './check.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

const VOLATILITY: Readonly<Record<string, string>> = { i: 'immutable', s: 'stable', v: 'volatile' };
const PARALLEL: Readonly<Record<string, string>> = { s: 'safe', r: 'restricted', u: 'unsafe' };
const MODES: Readonly<Record<string, string>> = { i: 'in', o: 'out', b: 'inout', v: 'variadic', t: 'table' };

/** Every record of pg_proc.dat in the words of the form. */
export function list(_context: TreeContext, site: FunctionSite): readonly Entry[] {
  return site.rows.map((row) => ({ name: row.name, place: { path: paths.pgProc, offset: row.record.start }, fields: fieldsOf(site, row) }));
}

/** Types, for the arguments and the result. */
export function choices(_context: TreeContext, site: FunctionSite): Readonly<Record<string, readonly Choice[]>> {
  const types = [...site.types.types.values()].map((type) => ({ value: type.display, description: type.name }));
  return { returns: types, 'args.type': types };
}

function fieldsOf(site: FunctionSite, row: FunctionRow): Readonly<Record<string, unknown>> {
  const fallback = (name: string) => site.columns.find((column) => column.name === name)?.fallback;
  const value = (name: string) => fieldValue(row.record, name) ?? fallback(name);
  return {
    oid: row.oid,
    args: argumentsOf(row),
    returns: fieldValue(row.record, 'prorettype'),
    set: value('proretset') === 't',
    volatility: VOLATILITY[value('provolatile') ?? ''],
    strict: value('proisstrict') === 't',
    parallel: PARALLEL[value('proparallel') ?? ''],
    leakproof: value('proleakproof') === 't',
    cost: fieldValue(row.record, 'procost'),
    rows: fieldValue(row.record, 'prorows'),
    description: fieldValue(row.record, 'descr'),
    cName: row.source,
    language: row.language,
    kind: value('prokind'),
  };
}

function argumentsOf(row: FunctionRow): readonly Record<string, string>[] {
  const inputs = row.argumentTypes.split(' ').filter(Boolean);
  const types = arrayElements(fieldValue(row.record, 'proallargtypes')) ?? inputs;
  const modes = arrayElements(fieldValue(row.record, 'proargmodes'));
  const names = arrayElements(fieldValue(row.record, 'proargnames'));
  const defaults = arrayElements(fieldValue(row.record, 'proargdefaults')) ?? [];
  const isInput = (index: number) => !/^[ot]$/.test(modes?.[index] ?? 'i');
  const inputCount = types.filter((_, index) => isInput(index)).length;
  let position = 0;
  return types.map((type, index) => {
    const input = isInput(index);
    if (input) position += 1;
    const fallback = input ? defaults[position - 1 - (inputCount - defaults.length)] : undefined;
    const name = names?.[index];
    return {
      ...(name ? { name } : {}),
      type,
      mode: MODES[modes?.[index] ?? 'i'] ?? 'in',
      ...(fallback === undefined ? {} : { default: fallback }),
    };
  });
}
