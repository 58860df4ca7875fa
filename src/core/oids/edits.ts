import { fail, ok, type Place, type Result } from '../base/result.ts';
import { type OidSpace, type OidUse, suggestOid } from '../catalog/oids.ts';
import { type Change, type TreeEdit, toTreeEdit } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { oidProblem } from './ranges.ts';
import { oidSpace } from './space.ts';

/** The use of an OID at a place, given by any offset inside of its number. */
export function oidUseAt(context: TreeContext, { path, offset }: Place): OidUse | undefined {
  const space = oidSpace(context);
  const text = context.tree.read(path)?.text ?? '';
  return space.ok
    ? space.value.uses.find((use) => {
        const range = use.place.path === path ? numberRange(text, use) : undefined;
        return range !== undefined && range.start <= offset && offset <= range.end;
      })
    : undefined;
}

/** Gives the object at a place another OID: the one that is suggested by the policy. */
export function replaceOid(context: TreeContext, place: Place): Result<TreeEdit> {
  const space = oidSpace(context);
  if (!space.ok) return space;
  const use = oidUseAt(context, place);
  if (!use)
    return fail({
      code: 'oid/none-here',
      message: 'There is no OID at this place',
      where: place,
      hint: 'Put the cursor on the number of an OID.',
    });
  const fresh = suggestOid(space.value, 1, context.random(), context.reservedOids);
  return fresh.ok ? renumber(context, `Give ${use.name} the OID ${fresh.value}`, [{ use, to: fresh.value }]) : fresh;
}

/**
 * Moves the OIDs in use from `first` to `last` to those from `to` on, in their order, skipping what is in use or reserved, as the
 * tree's renumber_oids.pl does.
 */
export function shiftOids(context: TreeContext, first: number, last: number, to: number): Result<TreeEdit> {
  const space = oidSpace(context);
  if (!space.ok) return space;
  const moved = [...new Set(usesBetween(space.value, first, last).map((use) => use.oid))].sort((a, b) => a - b);
  if (moved.length === 0)
    return fail({ code: 'oid/none-between', message: `No OID between ${first} and ${last} is in use`, hint: 'Choose another range.' });
  if (to >= first && to <= last)
    return fail({ code: 'oid/target-inside', message: `The new first OID ${to} is inside of the block`, hint: 'Choose one outside.' });
  const used = new Set(space.value.uses.map((use) => use.oid));
  const targets = new Map<number, number>();
  let target = to;
  for (const oid of moved) {
    while (used.has(target) || context.reservedOids.has(target)) target += 1;
    const problem = oidProblem(context, target, 1);
    if (problem) return fail(problem);
    targets.set(oid, target);
    target += 1;
  }
  const uses = usesBetween(space.value, first, last).map((use) => ({ use, to: targets.get(use.oid) ?? use.oid }));
  return renumber(context, `Shift OIDs ${first} to ${last}`, uses);
}

/** The consecutive OIDs in use around one. */
export function blockAround(space: OidSpace, oid: number): { readonly first: number; readonly last: number } {
  const used = new Set(space.uses.map((use) => use.oid));
  let [first, last] = [oid, oid];
  while (used.has(first - 1)) first -= 1;
  while (used.has(last + 1)) last += 1;
  return { first, last };
}

function usesBetween(space: OidSpace, first: number, last: number): readonly OidUse[] {
  return space.uses.filter((use) => use.oid >= first && use.oid <= last);
}

function renumber(context: TreeContext, title: string, uses: readonly { readonly use: OidUse; readonly to: number }[]): Result<TreeEdit> {
  const changes: Change[] = [];
  for (const { use, to } of uses) {
    const text = context.tree.read(use.place.path)?.text ?? '';
    const range = numberRange(text, use);
    if (!range)
      return fail({
        code: 'oid/not-written',
        message: `OID ${use.oid} of ${use.name} is not written as a plain number here`,
        where: use.place,
      });
    changes.push({ kind: 'edit', step: 'oid', path: use.place.path, ...range, text: String(to) });
  }
  const files = [...new Set(changes.map((change) => change.path))];
  const steps = files.map((file) => ({ what: 'oid', file, why: 'assigns the OIDs', required: true }));
  const notes = mentions(context, new Set(uses.map(({ use }) => use.oid)));
  const edit = toTreeEdit(context.tree, { title, steps, notes }, changes);
  return edit.ok ? ok(edit.value) : edit;
}

/** Numbers written elsewhere are left alone, as renumber_oids.pl leaves them; the user is told. */
function mentions({ tree }: TreeContext, oids: ReadonlySet<number>): readonly string[] {
  const expected = 'src/test/regress/expected/opr_sanity.out';
  const text = tree.read(expected)?.text ?? '';
  const named = [...oids].filter((oid) => new RegExp(`\\b${oid}\\b`).test(text));
  return named.length === 0 ? [] : [`${expected} mentions ${named.join(', ')}: adapt it by hand.`];
}

/** The digits of an OID in the text: those at its place, or, in a macro call of a header that begins there, the first such number. */
function numberRange(text: string, use: OidUse): { readonly start: number; readonly end: number } | undefined {
  const { offset } = use.place;
  const call = /^[^;]*?\)/.exec(text.slice(offset, offset + 400))?.[0] ?? text.slice(offset, offset + 16);
  const found = new RegExp(`(?<!\\w)${use.oid}(?!\\w)`).exec(/^['"\d]/.test(call) ? text.slice(offset, offset + 16) : call);
  return found ? { start: offset + found.index, end: offset + found.index + String(use.oid).length } : undefined;
}
