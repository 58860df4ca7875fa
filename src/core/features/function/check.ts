import type { Place } from '../../base/result.ts';
import type { TypeTable } from '../../catalog/types.ts';
import { fieldValue, parseRecords } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember, rememberEach } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { Finding } from '../feature.ts';
import { arrayValues } from './array-literal.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

const PG_OPERATOR = 'src/include/catalog/pg_operator.dat';
const PG_TYPE = 'src/include/catalog/pg_type.dat';

/** What genbki.pl and the regression test opr_sanity would find in the registrations of functions. */
export function check(context: TreeContext, site: FunctionSite): readonly Finding[] {
  return [...conflictFindings(site), ...sourceFindings(site), ...rowFindings(context, site)];
}

function finding(row: FunctionRow, code: string, message: string, other?: FunctionRow): Finding {
  const related = other && [{ place: placeOf(other), message: `${other.name}, with OID ${other.oid}` }];
  return { code: `function/${code}`, message, where: placeOf(row), ...(related && { related }) };
}

function placeOf(row: FunctionRow): Place {
  return { path: paths.pgProc, offset: row.record.start };
}

/** Two rows of one name and the same arguments. */
function conflictFindings(site: FunctionSite): readonly Finding[] {
  const seen = new Map<string, FunctionRow>();
  const found: Finding[] = [];
  for (const row of site.rows) {
    const key = `${row.name} ${row.argumentTypes}`;
    const first = seen.get(key);
    if (first) {
      const message = `${row.name}(${row.argumentTypes.replaceAll(' ', ', ')}) is registered twice, with OIDs ${first.oid} and ${row.oid}`;
      found.push(finding(row, 'duplicate', message, first), finding(first, 'duplicate', message, row));
    } else seen.set(key, row);
  }
  return found;
}

/** What all SQL functions over one C function must agree in. */
const SHARED_PROPERTIES = ['prokind', 'prosecdef', 'proleakproof', 'proisstrict', 'proretset', 'provolatile'];

/** Rows that share a C function but differ in what the function manager goes by; aggregates all share a dummy. */
function sourceFindings(site: FunctionSite): readonly Finding[] {
  const fallback = new Map(site.columns.map((column) => [column.name, column.fallback]));
  const firsts = new Map<string, FunctionRow>();
  const found: Finding[] = [];
  for (const row of site.rows) {
    if (row.language !== 'internal' || fieldValue(row.record, 'prokind') === 'a') continue;
    const first = firsts.get(row.source);
    if (!first) firsts.set(row.source, row);
    else {
      const value = (one: FunctionRow, name: string) => fieldValue(one.record, name) ?? fallback.get(name);
      const differing = SHARED_PROPERTIES.filter((name) => value(row, name) !== value(first, name));
      if (argumentCount(row) !== argumentCount(first)) differing.push('pronargs');
      if (differing.length > 0) {
        const message = `${row.name} and ${first.name} share the C function ${row.source} but differ in ${differing.join(', ')}`;
        found.push(finding(row, 'source-shared', message, first));
      }
    }
  }
  return found;
}

function argumentCount(row: FunctionRow): number {
  return row.argumentTypes.split(' ').filter(Boolean).length;
}

/** A fault of one record, whatever its place. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Faults of single records; one that reads as before is not judged again. */
function rowFindings(context: TreeContext, site: FunctionSite): readonly Finding[] {
  const texts = site.rows.map(({ record }) => site.text.slice(record.start, record.end));
  const faults = rememberEach(context, 'faults of function rows', texts, (inner, _, index) => {
    const row = site.rows[index];
    // The names of the types are read from this file, before and elsewhere.
    inner.tree.stamp(PG_TYPE);
    return row ? faultsOf(site.types, operatorFunctions(inner), row) : [];
  });
  return site.rows.flatMap((row, index) => (faults[index] ?? []).map(({ code, message }) => finding(row, code, message)));
}

function faultsOf(types: TypeTable, operators: ReadonlySet<string>, row: FunctionRow): readonly Fault[] {
  const found: Fault[] = [];
  const add = (code: string, message: string) => found.push({ code, message });
  const value = (name: string) => fieldValue(row.record, name);
  const inputs = row.argumentTypes.split(' ').filter(Boolean);
  const all = arrayValues(value('proallargtypes'));
  const modes = arrayValues(value('proargmodes'));
  const names = arrayValues(value('proargnames'));
  const unknown = [value('prorettype') ?? '', ...inputs, ...(all ?? [])].find((type) => !types.types.has(type) && !/^\d+$/.test(type));
  if (unknown !== undefined) add('unknown-type', `${row.name} uses type ${unknown}, which pg_type.dat does not have`);
  const lengths = [all?.length ?? inputs.length, modes?.length, names?.length].filter((length) => length !== undefined);
  if (new Set(lengths).size > 1) add('argument-lists', `${row.name} has argument types, modes and names of different numbers`);
  const taken = all?.filter((_, index) => /^[ibv]$/.test(modes?.[index] ?? 'i')) ?? inputs;
  if (taken.join(' ') !== inputs.join(' ')) add('argument-types', `${row.name} has other inputs in proallargtypes than in proargtypes`);
  if ((modes?.includes('v') ?? false) !== (value('provariadic') !== undefined)) {
    add('variadic', `${row.name} has a variadic argument or an element type for it, but not both`);
  }
  if ((value('proretset') === 't') !== Number(value('prorows') ?? 0) > 0)
    add('rows', `${row.name} should have an estimate of rows if and only if it returns a set`);
  if ((value('provolatile') ?? 'i') === 'i' && value('proparallel') === 'u')
    add('immutable-unsafe', `${row.name} is immutable but parallel unsafe`);
  if (value('descr') === undefined && (row.oid ?? 0) > 0 && !operators.has(row.name))
    add('no-description', `${row.name} has no description`);
  return found;
}

/** Functions behind operators: genbki.pl describes them after the operator. */
function operatorFunctions(context: TreeContext): ReadonlySet<string> {
  return remember(context, 'functions of operators', ({ tree }) => {
    const file = parseRecords(PG_OPERATOR, tree.read(PG_OPERATOR)?.text ?? '');
    const records = file.ok ? file.value.records : [];
    return new Set(records.map((record) => (fieldValue(record, 'oprcode') ?? '').replace(/\(.*/, '')));
  });
}
