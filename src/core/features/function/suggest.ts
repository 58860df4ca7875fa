import { suggestOid } from '../../catalog/oids.ts';
import type { TreeContext } from '../../tree/context.ts';
import { parseForm } from '../form.ts';
import { findCFunction } from './c-function.ts';
import { form } from './form.ts';
import { bestOf, nameKinship } from './kinship.ts';
import type { FunctionSite } from './locate.ts';
import { readSignature } from './signature.ts';

/** A name for a function that nobody has named yet. */
const FIRST_NAME = 'pg_my_function';

/**
 * Answers that make a sound function of whatever is given. Of volatility and parallel safety the careful answer is suggested: an
 * immutable or parallel-safe function has to be claimed, since the planner believes it.
 */
export function suggest(
  context: TreeContext,
  site: FunctionSite,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const text = (field: string) => (given[field] === undefined || given[field] === '' ? undefined : String(given[field]));
  const name = text('name') ?? unusedName(context, site);
  const isImmutable = text('volatility')?.toLowerCase() === 'immutable';
  return {
    name,
    ...(resultIsTold(site, given) ? {} : { returns: 'boolean' }),
    volatility: 'volatile',
    strict: true,
    parallel: isImmutable ? 'safe' : 'restricted',
    description: name.replace(/^pg_/, '').replaceAll('_', ' ').trim(),
    ...fileOf(context, site, text('cName') ?? name),
    ...oidOf(context, site, name),
  };
}

function unusedName(context: TreeContext, site: FunctionSite): string {
  const isFree = (name: string) => !site.rows.some((row) => row.name === name || row.source === name) && !findCFunction(context, name);
  let name = FIRST_NAME;
  for (let number = 2; !isFree(name); number += 1) name = `${FIRST_NAME}_${number}`;
  return name;
}

/** Whether output arguments tell the result, so that it need not be given. */
function resultIsTold(site: FunctionSite, given: Readonly<Record<string, unknown>>): boolean {
  const args = parseForm({ args: form.args }, { args: given['args'] });
  if (!args.ok) return false;
  const request = { ...args.value, returns: undefined, set: false };
  return readSignature(site.types, request).ok;
}

/** The C file of the nearest relative by name, for a function that has no code yet. */
function fileOf(context: TreeContext, site: FunctionSite, cName: string): { file?: string } {
  if (findCFunction(context, cName)) return {};
  const kin = nameKinship(site.rows.map((row) => row.name));
  const internal = site.rows.filter((row) => row.language === 'internal');
  const nearest = bestOf(internal, (row) => kin.shared(cName, row.name) + 2 * kin.prefix(cName, row.name));
  const usual = internal.filter((one) => one.name.startsWith('pg_'));
  for (const row of [...(nearest ? [nearest] : []), ...usual, ...internal]) {
    const file = findCFunction(context, row.source)?.place.path;
    if (file?.startsWith('src/backend/')) return { file };
  }
  return {};
}

/**
 * An unused OID by the policy, whose search starts at a place made from the name: every form of one conversation shows the same OID,
 * and patches that add different functions seldom meet.
 */
function oidOf(context: TreeContext, site: FunctionSite, name: string): { oid?: number } {
  let hash = 0;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x9e3779b1) >>> 0;
  const oid = suggestOid(site.oids, 1, hash / 2 ** 32, context.reservedOids);
  return oid.ok ? { oid: oid.value } : {};
}
