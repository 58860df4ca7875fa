import type { Entry } from '../features/feature.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { functionAround, withoutComments } from './extract/c-text.ts';
import { type LockedAccess, lockedAccesses, protectingByComment } from './held-locks.ts';
import { memberLocks } from './member-locks.ts';
import { filesMentioning } from './mentions.ts';
import { LOCK_CALL } from './standing-words.ts';

/**
 * Shared-memory areas with the locks that protect them, in a field `locks`: those that their code initializes in them, the tranches that an
 * SLRU is given, LWLocks that the comments in its struct name where the same file has it, and those that are held wherever some member of it is
 * used, or nearly so. Where nothing shows one, there is none.
 */
export function withLocks(context: TreeContext, areas: readonly Entry[]): readonly Entry[] {
  const scopes = new Map(areas.map((area) => [area, scopeOf(context, area)]));
  const files = new Set([...filesMentioning(context, 'src/backend', '.c', LOCK_CALL), ...areas.map(({ place }) => place.path)]);
  const all = [...files].flatMap((path) => {
    const visible = areas.flatMap((area) => {
      const scope = scopes.get(area);
      return scope === 'server' || (scope === 'file' && area.place.path === path) ? [String(area.fields['variable'])] : [];
    });
    return accessesOf(context, path, visible);
  });
  return areas.map((area) => {
    const accesses = scopes.get(area) === undefined ? [] : all.filter(({ variable }) => variable === area.fields['variable']);
    const locks = [...new Set([...ownLocks(context, area), ...protecting(accesses)])];
    return locks.length === 0 ? area : { ...area, fields: { ...area.fields, locks } };
  });
}

function ownLocks(context: TreeContext, { fields, place }: Entry): readonly string[] {
  if (fields['kind'] === 'slru') {
    const text = context.tree.read(place.path)?.text ?? '';
    const call = withoutComments(text.slice(place.offset, text.indexOf(';', place.offset)));
    return call.match(/\bLWTRANCHE_\w+/g) ?? [];
  }
  const { variable, structName, entryType } = fields;
  const found = initialized(context, place.path).filter((one) => one.variable === variable);
  const listed = found.map(({ member, isSpinlock }) => `${member}${isSpinlock ? ' (spinlock)' : ''}`);
  const struct = structName ?? entryType;
  if (typeof struct !== 'string') return listed;
  const members = memberLocks(context, place.path, struct, String(variable ?? ''));
  return [...members, ...listed, ...protectingByComment(context.tree.read(place.path)?.text ?? '', struct)];
}

/** A lock that a file initializes in what a variable points to. */
interface MemberLock {
  readonly variable: string;
  readonly member: string;
  readonly isSpinlock: boolean;
}

function initialized(context: TreeContext, path: TreePath): readonly MemberLock[] {
  return remember(context, `locks initialized ${path}`, ({ tree }) => {
    const text = tree.read(path)?.text ?? '';
    const pattern = /\b(LWLockInitialize|SpinLockInit)\(\s*&\s*(\w+)->([\w.[\]]+)/g;
    if (!pattern.test(text)) return [];
    const found = withoutComments(text).matchAll(new RegExp(pattern));
    return [...found].map(([, how, variable = '', member = '']) => ({ variable, member, isSpinlock: how === 'SpinLockInit' }));
  });
}

/** Whether the code of the server or of one file knows an area by its variable; undefined where that is one of the function that makes the area. */
function scopeOf(context: TreeContext, { fields, place }: Entry): 'server' | 'file' | undefined {
  const variable = fields['variable'];
  if (typeof variable !== 'string') return undefined;
  const text = context.tree.read(place.path)?.text ?? '';
  const maker = functionAround(text, place.offset);
  if (maker && new RegExp(`^\\s+(?:\\w+[ \\t]+)+\\**${variable}\\b`, 'm').test(text.slice(maker.start, place.offset))) return undefined;
  return new RegExp(`^static\\b[^;({]*\\b${variable}\\b`, 'm').test(text) ? 'file' : 'server';
}

function accessesOf(context: TreeContext, path: TreePath, variables: readonly string[]): readonly LockedAccess[] {
  return remember(context, `locked accesses ${path} ${variables.join(' ')}`, (inner) => {
    const text = inner.tree.read(path)?.text ?? '';
    const used = variables.filter((variable) => text.includes(variable));
    return used.length === 0 ? [] : lockedAccesses(text, used);
  });
}

/** Locks that are held at more than two thirds of the accesses to some member, which must be more than one. */
function protecting(accesses: readonly LockedAccess[]): readonly string[] {
  const members = new Map<string, LockedAccess[]>();
  for (const access of accesses) members.set(access.member, [...(members.get(access.member) ?? []), access]);
  return [...members.values()].flatMap((uses) => {
    const held = new Map<string, number>();
    for (const lock of uses.flatMap((use) => use.locks)) held.set(lock, (held.get(lock) ?? 0) + 1);
    return [...held].flatMap(([lock, count]) => (count > 1 && 3 * count > 2 * uses.length ? [lock] : []));
  });
}
