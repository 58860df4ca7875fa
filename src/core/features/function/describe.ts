import { fieldValue } from '../../syntax/records.ts';
import { arrayValues } from './array-literal.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

/** A row as SQL shows it, for example `pg_relation_size(regclass, text) → bigint`. */
export function signatureText(site: FunctionSite, row: FunctionRow): string {
  const display = (name: string) => site.types.types.get(name)?.display ?? name;
  const inputs = row.argumentTypes.split(' ').filter(Boolean);
  const names = arrayValues(fieldValue(row.record, 'proargnames')) ?? [];
  const modes = arrayValues(fieldValue(row.record, 'proargmodes'));
  const inputNames = names.filter((_, index) => /^[ibv]$/.test(modes?.[index] ?? 'i'));
  const list = inputs.map((type, index) => [inputNames[index], display(type)].filter(Boolean).join(' '));
  const result = display(fieldValue(row.record, 'prorettype') ?? '');
  const set = fieldValue(row.record, 'proretset') === 't' ? 'setof ' : '';
  return `${row.name}(${list.join(', ')}) \u2192 ${set}${result}`;
}
