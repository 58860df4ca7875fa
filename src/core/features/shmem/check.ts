import { readLockEvents } from '../../place/wait-event.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Finding } from '../feature.ts';
import type { Area } from './areas.ts';
import { isCalledAnywhere } from './c-names.ts';
import type { ListEntry } from './calls.ts';
import type { ShmemSite } from './locate.ts';
import { findCallbacks } from './module.ts';

/** What the build or the start of the server would find in the registrations of shared memory, and what nothing would find. */
export function check(context: TreeContext, site: ShmemSite): readonly Finding[] {
  return [
    ...duplicateNames(site),
    ...unpairedCalls(context, site),
    ...callbackFindings(context, site),
    ...lockFindings(context, site),
    ...trancheFindings(site),
  ];
}

/** Two areas of one name are one area for the server. Files of which only one is built may name the same. */
function duplicateNames(site: ShmemSite): readonly Finding[] {
  const first = new Map<string, Area>();
  const found: Finding[] = [];
  for (const { area } of site.areas) {
    const other = first.get(area.name);
    if (!area.isLiteral) continue;
    if (other && other.inFunction.name !== area.inFunction.name) {
      found.push(sameName(area, other), sameName(other, area));
    }
    first.set(area.name, other ?? area);
  }
  return found;
}

function sameName(area: Area, other: Area): Finding {
  return {
    code: 'shmem/duplicate-name',
    message: `Shared-memory area "${area.name}" is asked for in ${other.file.path} too`,
    where: area.place,
    related: [{ place: other.place, message: `"${other.name}" in ${other.inFunction.name}` }],
  };
}

/** Of a module's pair of functions, only one is called from `ipci.c` and the other from nowhere. */
function unpairedCalls(context: TreeContext, site: ShmemSite): readonly Finding[] {
  const missing = (entries: readonly ListEntry[], others: readonly ListEntry[], from: string, to: string, what: string) =>
    entries.flatMap((entry): readonly Finding[] => {
      if (!entry.name.endsWith(from)) return [];
      const partner = entry.name.slice(0, -from.length) + to;
      if (!site.homes.has(partner) || others.some((other) => other.name === partner) || isCalledAnywhere(context, partner)) return [];
      return [
        { code: `shmem/no-${what}-call`, message: `${entry.name} is called here, but ${partner} is called nowhere`, where: entry.place },
      ];
    });
  const { sizes, inits } = site.lists;
  return [...missing(sizes, inits, 'ShmemSize', 'ShmemInit', 'init'), ...missing(inits, sizes, 'ShmemInit', 'ShmemSize', 'size')];
}

/** Callbacks that no list names, and lines of the list that name none. */
function callbackFindings(context: TreeContext, site: ShmemSite): readonly Finding[] {
  if (site.shape !== 'subsystem-list') return [];
  const listed = new Set(site.lists.subsystems.map((entry) => entry.name));
  const unlisted = site.callbacks
    .filter((object) => !listed.has(object.name))
    .map((object) => ({
      code: 'shmem/unlisted-callbacks',
      message: `${object.name} is not on the list of subsystems`,
      where: { path: object.file.path, offset: object.offset },
    }));
  const undefined_ = site.lists.subsystems
    .filter((entry) => !site.callbacks.some((object) => object.name === entry.name) && !findCallbacks(context, entry.name))
    .map((entry) => ({
      code: 'shmem/undefined-callbacks',
      message: `${entry.name} is defined in no C file of the server`,
      where: entry.place,
    }));
  const twice = site.lists.subsystems
    .filter((entry, index) => site.lists.subsystems.findIndex((one) => one.name === entry.name) < index)
    .map((entry) => ({ code: 'shmem/listed-twice', message: `${entry.name} is on the list of subsystems twice`, where: entry.place }));
  return [...unlisted, ...undefined_, ...twice];
}

/** What `generate-lwlocknames.pl` dies of: numbers out of order, and a list of wait events that is not the list of locks. */
function lockFindings(context: TreeContext, site: ShmemSite): readonly Finding[] {
  const { locks } = site;
  if (!locks) return [];
  const unordered = locks.locks.flatMap((lock, index) => {
    const before = locks.locks[index - 1];
    return before && before.number >= lock.number
      ? [
          {
            code: 'shmem/lock-order',
            message: `Lock ${lock.name} has number ${lock.number} after ${before.number}`,
            where: { path: locks.path, offset: lock.offset },
          },
        ]
      : [];
  });
  const events = readLockEvents(context);
  if (!events?.ordered) return unordered;
  const named = locks.locks.map((lock) => ({ name: lock.name, where: { path: locks.path, offset: lock.offset } }));
  const tranches = (site.tranches?.names ?? []).map((part) => ({ name: part.text, where: { path: part.path, offset: part.offset } }));
  const isChecked = context.shape.lwlock === 'lwlocklist.h-tranches';
  return [...unordered, ...eventFindings(named, events.predefined, true), ...eventFindings(tranches, events.tranches, isChecked)];
}

interface LockPlace {
  readonly name: string;
  readonly where: Finding['where'];
}

/** Locks without a wait event, wait events without a lock, and, where the order counts, the first that is out of order. */
function eventFindings(
  locks: readonly LockPlace[],
  events: readonly { readonly name: string; readonly offset: number }[],
  ordered: boolean,
): readonly Finding[] {
  const known = new Set(events.map((event) => event.name));
  const names = new Set(locks.map((lock) => lock.name));
  const absent = locks
    .filter((lock) => !known.has(lock.name))
    .map((lock) => ({
      code: 'shmem/no-wait-event',
      message: `Lock ${lock.name} has no line in ${paths.waitEventNames}`,
      where: lock.where,
    }));
  if (!ordered) return absent;
  const unknown = events
    .filter((event) => !names.has(event.name))
    .map((event) => ({
      code: 'shmem/no-lock',
      message: `Wait event ${event.name} names no lock of its list`,
      where: { path: paths.waitEventNames, offset: event.offset },
    }));
  const common = locks.filter((lock) => known.has(lock.name));
  const sequence = events.filter((event) => names.has(event.name));
  const index = common.findIndex((lock, at) => sequence[at]?.name !== lock.name);
  const lock = index < 0 ? undefined : common[index];
  return lock
    ? [
        ...absent,
        ...unknown,
        {
          code: 'shmem/wait-event-order',
          message: `Lock ${lock.name} stands at another place in ${paths.waitEventNames}`,
          where: lock.where,
        },
      ]
    : [...absent, ...unknown];
}

/** The enum of tranches and the array of their names must agree: only their numbers are checked by the compiler. */
function trancheFindings({ tranches }: ShmemSite): readonly Finding[] {
  if (!tranches) return [];
  const { ids, names, designated } = tranches;
  const where = names.at(-1) ?? ids.at(-1);
  if (!where) return [];
  const place = { path: where.path, offset: where.offset };
  if (designated.size === 0 && ids.length !== names.length) {
    return [{ code: 'shmem/tranche-names', message: `There are ${ids.length} tranches and ${names.length} names`, where: place }];
  }
  if (designated.size === 0) return [];
  const given = new Set(designated.values());
  return ids
    .filter((id) => !given.has(id.text))
    .map((id) => ({ code: 'shmem/tranche-names', message: `Tranche ${id.text} has no name`, where: { path: id.path, offset: id.offset } }));
}
