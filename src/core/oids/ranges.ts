import { ok, type Problem, type Result } from '../base/result.ts';
import { freeRanges, type OidRange, type OidSpace, type OidUse, suggestOid } from '../catalog/oids.ts';
import type { TreeContext } from '../tree/context.ts';
import { oidSpace } from './space.ts';

/** Unused OIDs, and the objects whose OIDs border on them. */
export interface FreeOids extends OidRange {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A suggestion for `count` consecutive OIDs by the policy of the tree's `unused_oids`, and every free range. */
export function oidRanges(
  context: TreeContext,
  count: number,
): Result<{ readonly suggestion: FreeOids; readonly free: readonly FreeOids[] }> {
  const space = oidSpace(context);
  if (!space.ok) return space;
  const first = suggestOid(space.value, count, context.random(), context.reservedOids);
  if (!first.ok) return first;
  const bordered = borderedBy(space.value);
  const free = freeRanges(space.value, context.reservedOids).map(bordered);
  const suggestion = bordered({ first: first.value, last: first.value + count - 1 });
  return ok({ suggestion, free });
}

/** Why `count` OIDs from `first` on cannot be used; undefined where they can. */
export function oidProblem(context: TreeContext, first: number, count: number): Problem | undefined {
  const found = oidSpace(context);
  if (!found.ok) return found.problem;
  const space = found.value;
  const last = first + count - 1;
  if (first < 1 || last >= space.limit) {
    const message = `OIDs assigned by hand are between 1 and ${space.limit - 1}`;
    return { code: 'oid/out-of-range', message, hint: 'Choose another number.' };
  }
  const use = space.uses.find((one) => one.oid >= first && one.oid <= last);
  if (use)
    return { code: 'oid/taken', message: `OID ${use.oid} is in use by ${use.name}`, where: use.place, hint: 'Choose another number.' };
  const reserved = Array.from({ length: count }, (_, index) => first + index).find((oid) => context.reservedOids.has(oid));
  if (reserved !== undefined)
    return { code: 'oid/reserved', message: `OID ${reserved} is reserved, or in use on another branch`, hint: 'Choose another number.' };
  const kept = space.keptBack.find((range) => range.first <= last && first <= range.last);
  return (
    kept && {
      code: 'oid/kept-back',
      message: `This tree keeps OIDs ${kept.first} to ${kept.last} for itself`,
      hint: 'Choose another number.',
    }
  );
}

function borderedBy(space: OidSpace): (range: OidRange) => FreeOids {
  const names = new Map(space.uses.map((use) => [use.oid, objectName(use)]));
  return ({ first, last }) => ({ first, last, before: names.get(first - 1), after: names.get(last + 1) });
}

/** What an OID identifies: for a record, with the catalog, since names like `=` say little. */
function objectName({ name, place }: OidUse): string {
  const catalog = /(\w+)\.dat$/.exec(place.path)?.[1];
  return catalog === undefined ? name : `${name} (${catalog})`;
}
