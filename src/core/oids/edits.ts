import { fail, ok, type Place, type Result } from '../base/result.ts';
import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { type OidSpace, type OidUse, suggestOid, takenOids } from '../catalog/oids.ts';
import { lineNumber } from '../text/lines.ts';
import { type TreeEdit, toTreeEdit } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { oidProblem } from './ranges.ts';
import { oidSpace } from './space.ts';
import { type WrittenOid, writtenOids, writtenOidsIn } from './written.ts';

/** The OID whose digits are at a place, which is the beginning, the end or the inside of them. */
export function oidAt(context: TreeContext, { path, offset }: Place): WrittenOid | undefined {
  const space = oidSpace(context);
  const use = space.ok && space.value.uses.find((one) => one.place.path === path && one.place.offset <= offset && offset <= one.end);
  if (use) return { oid: use.oid, path, start: use.place.offset, end: use.end };
  return writtenOidsIn(context, path).find((one) => one.start <= offset && offset <= one.end);
}

/**
 * Gives the object whose OID is at a place another OID: the given one, else one suggested by the policy. Other objects with the same
 * OID keep theirs.
 */
export function replaceOid(context: TreeContext, place: Place, oid?: number): Result<TreeEdit> {
  const space = oidSpace(context);
  if (!space.ok) return space;
  const here = oidAt(context, place);
  if (!here)
    return fail({
      code: 'oid/none-here',
      message: 'There is no OID at this place',
      where: place,
      hint: 'Put the cursor on the number of an OID.',
    });
  const problem = oid === undefined ? undefined : oidProblem(context, oid, 1);
  if (problem) return fail(problem);
  const fresh = oid === undefined ? suggestOid(space.value, 1, context.random(), context.reservedOids) : ok(oid);
  if (!fresh.ok) return fresh;
  const uses = space.value.uses.filter((use) => use.oid === here.oid);
  const own = uses.find((use) => isAt(use, here)) ?? uses[0];
  const others = uses.filter((use) => use !== own);
  const written = writtenOids(context).filter(
    (one) => one.oid === here.oid && !others.some((use) => isAt(use, one) || (isAlone(use, uses) && use.place.path === one.path)),
  );
  return renumber(context, `Give ${own?.name ?? 'the object'} the OID ${fresh.value}`, written, new Map([[here.oid, fresh.value]]));
}

/** Whether no other use of the OID stands in the same file, so that whatever else is said there is about this one. */
function isAlone(use: OidUse, uses: readonly OidUse[]): boolean {
  return uses.every((other) => other === use || other.place.path !== use.place.path);
}

function isAt(use: OidUse, written: WrittenOid): boolean {
  return use.place.path === written.path && use.place.offset === written.start;
}

/**
 * Where the OIDs in use from `first` to `last` go when they begin at `to`, or where the policy suggests: each with its new number, in
 * their order. OIDs that are in use, reserved or kept back are passed over.
 */
export function shiftTargets(context: TreeContext, first: number, last: number, to?: number): Result<ReadonlyMap<number, number>> {
  const space = oidSpace(context);
  if (!space.ok) return space;
  const used = new Set(space.value.uses.map((use) => use.oid));
  const moved = [...used].filter((oid) => oid >= first && oid <= last).sort((a, b) => a - b);
  if (moved.length === 0)
    return fail({ code: 'oid/none-between', message: `No OID between ${first} and ${last} is in use`, hint: 'Choose another range.' });
  const start = to === undefined ? suggestOid(space.value, moved.length, context.random(), context.reservedOids) : ok(to);
  if (!start.ok) return start;
  const problem = targetProblem(space.value, first, last, start.value);
  if (problem) return problem;
  const taken = takenOids(space.value, context.reservedOids);
  const targets = new Map<number, number>();
  let target = start.value;
  for (const oid of moved) {
    while (taken.has(target) || (target >= first && target <= last)) target += 1;
    if (target >= space.value.limit)
      return fail({
        code: 'oid/too-few',
        message: `From ${start.value} on there are fewer than ${moved.length} unused OIDs below ${space.value.limit}`,
        hint: 'Choose a smaller number.',
      });
    targets.set(oid, target);
    target += 1;
  }
  return ok(targets);
}

/** Moves a block of OIDs as `shiftTargets` tells. The outcome is that of the tree's renumber_oids.pl. */
export function shiftOids(context: TreeContext, first: number, last: number, to?: number): Result<TreeEdit> {
  const found = shiftTargets(context, first, last, to);
  if (!found.ok) return found;
  const targets = found.value;
  const written = writtenOids(context).filter((one) => targets.has(one.oid));
  const range = (numbers: readonly number[]) => [...new Set([numbers[0], numbers.at(-1)])].join(' - ');
  return renumber(context, `Shift OIDs ${range([...targets.keys()])} to ${range([...targets.values()])}`, written, targets);
}

function targetProblem(space: OidSpace, first: number, last: number, to: number) {
  if (to >= first && to <= last)
    return fail({ code: 'oid/target-inside', message: `The new first OID ${to} is inside of the block`, hint: 'Choose one outside.' });
  if (to >= 1 && to < space.limit) return undefined;
  const message = `OIDs assigned by hand are between 1 and ${space.limit - 1}`;
  return fail({ code: 'oid/out-of-range', message, hint: 'Choose another number.' });
}

/** The consecutive OIDs in use around one. */
export function blockAround(space: OidSpace, oid: number): { readonly first: number; readonly last: number } {
  const used = new Set(space.uses.map((use) => use.oid));
  let [first, last] = [oid, oid];
  while (used.has(first - 1)) first -= 1;
  while (used.has(last + 1)) last += 1;
  return { first, last };
}

function renumber(
  context: TreeContext,
  title: string,
  written: readonly WrittenOid[],
  targets: ReadonlyMap<number, number>,
): Result<TreeEdit> {
  const changes = written.map(({ oid, path, start, end }) => {
    return { kind: 'edit', step: 'oid', path, start, end, text: String(targets.get(oid)) } as const;
  });
  const files = [...new Set(written.map((one) => one.path))];
  const steps = files.map((file) => ({ what: 'oid', file, why: 'assigns the OIDs', required: true }));
  const notes = [
    ...mentions(context, written, new Set(targets.keys())),
    'CATALOG_VERSION_NO was left alone, since committers bump it. Run initdb anew in any case.',
  ];
  return toTreeEdit(context.tree, { title, steps, notes }, changes);
}

/** What holds the same numbers beside the places that are edited; renumber_oids.pl leaves it alone too, so the user is told. */
function mentions({ tree }: TreeContext, written: readonly WrittenOid[], oids: ReadonlySet<number>): readonly string[] {
  const edited = new Set(written.map((one) => `${one.path} ${one.start}`));
  const places: string[] = [];
  for (const directory of [CATALOG_DIRECTORY, 'src/test/regress/expected']) {
    for (const { name } of tree.list(directory) ?? []) {
      const path = `${directory}/${name}`;
      if (!/^pg_.*\.dat$|\.h$|_sanity\.out$/.test(name)) continue;
      const text = tree.read(path)?.text ?? '';
      for (const match of text.matchAll(/(?<![\w.])\d{4,}(?![\w.])/g))
        if (oids.has(Number(match[0])) && !edited.has(`${path} ${match.index}`)) places.push(`${path}:${lineNumber(text, match.index)}`);
    }
  }
  if (places.length === 0) return [];
  const more = places.length > 8 ? ` and ${places.length - 8} more places` : '';
  return [`The same numbers stand in ${places.slice(0, 8).join(', ')}${more}: look whether they mean these OIDs.`];
}
