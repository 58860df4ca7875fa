import type { Area } from './areas.ts';
import type { ListEntry } from './calls.ts';
import type { ShmemSite } from './locate.ts';

/** What belongs to one entry of a central list: the areas behind it, and the functions that other lists call for them. */
export interface Partners {
  readonly areas: readonly Area[];
  readonly size: string | undefined;
  readonly init: string | undefined;
}

/** The partners of an entry of the list of sizes, of initializations, or of subsystems. */
export function areaFunctions(site: ShmemSite, entry: ListEntry, list: 'size' | 'init' | 'subsystem'): Partners {
  const init = list === 'size' ? initOf(site, entry.name) : entry.name;
  const size = list === 'init' ? sizeOf(site, entry.name) : entry.name;
  const areas = init === undefined ? [] : site.areas.filter((one) => one.entry?.name === init).map((one) => one.area);
  return { areas, size, init };
}

/** The function of the size list that belongs to an init function: of the same name, or else the only one of the same file. */
export function sizeOf(site: ShmemSite, initFunction: string): string | undefined {
  return partner(site, initFunction, site.lists.sizes, ['Size', '_size']);
}

function initOf(site: ShmemSite, sizeFunction: string): string | undefined {
  return partner(site, sizeFunction, site.lists.inits, ['Init', '_init']);
}

function partner(site: ShmemSite, name: string, entries: readonly ListEntry[], endings: readonly [string, string]): string | undefined {
  const stem = stemOf(name);
  const names = entries.map((entry) => entry.name);
  const sameName = names.find((one) => stemOf(one) === stem && endings.some((ending) => one.endsWith(ending) || one.includes('estimate')));
  if (sameName !== undefined) return sameName;
  const file = site.files.find((one) => one.outline.functions.some((definition) => definition.name === name && !definition.isStatic));
  const own = names.filter((one) => file?.outline.functions.some((definition) => definition.name === one));
  return own.length === 1 ? own[0] : undefined;
}

/** `btree` of `BTreeShmemSize` and `BTreeShmemInit`. */
function stemOf(name: string): string {
  return name
    .replace(/^Init(?=[A-Z])/, '')
    .replace(/_?(?:shmem|shared_?memory|estimate)?_?(?:size|init)$/i, '')
    .toLowerCase();
}
