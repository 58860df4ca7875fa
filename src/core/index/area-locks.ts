import type { Entry } from '../features/feature.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { withoutComments } from './extract/c-text.ts';
import { filesMentioning } from './mentions.ts';

/**
 * Shared-memory areas with the locks that protect them, in a field `locks`: those that their code initializes in them, the tranches that an
 * SLRU is given, and predefined locks that no other file of the server takes more often than theirs.
 */
export function withLocks(context: TreeContext, areas: readonly Entry[]): readonly Entry[] {
  const owners = lockOwners(context);
  return areas.map((area) => {
    const isSlru = area.fields['kind'] === 'slru';
    const locks = [...new Set([...ownLocks(context, area), ...(isSlru ? [] : (owners.get(area.place.path) ?? []))])];
    return locks.length === 0 ? area : { ...area, fields: { ...area.fields, locks } };
  });
}

function ownLocks(context: TreeContext, { fields, place }: Entry): readonly string[] {
  if (fields['kind'] === 'slru') {
    const text = context.tree.read(place.path)?.text ?? '';
    const call = withoutComments(text.slice(place.offset, text.indexOf(';', place.offset)));
    return call.match(/\bLWTRANCHE_\w+/g) ?? [];
  }
  const found = initialized(context, place.path).filter(({ variable }) => variable === fields['variable']);
  return found.map(({ member, isSpinlock }) => `${member}${isSpinlock ? ' (spinlock)' : ''}`);
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

/** Predefined locks by the file that takes them most often. */
function lockOwners(context: TreeContext): ReadonlyMap<TreePath, readonly string[]> {
  return remember(context, 'owners of locks', (inner) => {
    const most = new Map<string, { readonly path: TreePath; readonly count: number }>();
    for (const path of filesMentioning(inner, 'src/backend', '.c', 'LWLockAcquire(')) {
      for (const [lock, count] of takenIn(inner, path)) if (count > (most.get(lock)?.count ?? 0)) most.set(lock, { path, count });
    }
    const owned = new Map<TreePath, string[]>();
    for (const [lock, { path }] of most) owned.set(path, [...(owned.get(path) ?? []), lock]);
    return owned;
  });
}

function takenIn(context: TreeContext, path: TreePath): ReadonlyMap<string, number> {
  return remember(context, `locks taken ${path}`, ({ tree }) => {
    const counts = new Map<string, number>();
    for (const match of (tree.read(path)?.text ?? '').matchAll(/\bLWLock(?:Conditional)?Acquire(?:OrWait)?\(([A-Z]\w*Lock)\s*,/g))
      counts.set(match[1] ?? '', (counts.get(match[1] ?? '') ?? 0) + 1);
    return counts;
  });
}
