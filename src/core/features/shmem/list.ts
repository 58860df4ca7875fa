import type { TreeContext } from '../../tree/context.ts';
import type { Choice, Entry } from '../feature.ts';
import { type Area, areaFields, embeddedTranche } from './areas.ts';
import type { ListEntry } from './calls.ts';
import type { ShmemSite } from './locate.ts';
import { areaFunctions, sizeOf } from './partners.ts';

/** Every area that the server's code asks for, in order of initialization. */
export function list(context: TreeContext, site: ShmemSite): readonly Entry[] {
  return site.areas.map(({ area, entry }) => {
    const functions = functionsOf(context, site, area, entry);
    const fields = {
      kind: area.kind,
      ...areaFields(area),
      maxEntries: computed(area, areaFields(area)['maxEntries']),
      size: sizeOfArea(area),
      ...functions,
      ...lockOf(site, area),
      file: area.file.path,
    };
    return {
      name: area.name,
      place: area.place,
      fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    };
  });
}

/** The expression that gives the size of a struct, or the slots of an SLRU; a hash table has its number of entries. */
function sizeOfArea(area: Area): string | undefined {
  return computed(area, area.options['size'] ?? area.options['nslots']);
}

/** What a process that only attaches says of a size. */
const ATTACHING = /^\s*SHMEM_ATTACH_UNKNOWN_SIZE\s*$/;

/** An expression, or what was computed into it where it is a variable of the function. */
function computed(area: Area, expression: string | undefined): string | undefined {
  if (expression === undefined || !/^[a-z]\w*$/.test(expression)) return expression?.replaceAll(/\s+/g, ' ');
  const before = area.file.text.slice(area.inFunction.body.start, area.call.start).replaceAll(/\/\*[\s\S]*?\*\//g, ' ');
  const assignments = [
    ...before.matchAll(new RegExp(`\\b${expression}\\s*([-+*/]?)=(?!=)\\s*(?:\\w+\\s*=(?!=)\\s*)*([^;]*);`, 'g')),
  ].filter(([, , value = '']) => !ATTACHING.test(value));
  const first = assignments.findLastIndex(([, operator, value = '']) => operator === '' && !new RegExp(`\\b${expression}\\b`).test(value));
  if (first < 0) return expression;
  return assignments
    .slice(first)
    .reduce(
      (value, [, operator, next = '']) =>
        operator === '' ? substituted(next, expression, value) : `(${value.trim()}) ${operator} ${next.trim()}`,
      '',
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function substituted(expression: string, name: string, value: string): string {
  return expression.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), () => value.trim());
}

/** What an area can be, and who locks it. */
export const DESIGNS: Readonly<Record<string, readonly Choice[]>> = {
  kind: [
    { value: 'struct', description: 'one C struct, with an array at its end where the number of entries is given' },
    { value: 'hash', description: 'a shared hash table of entries that are found by a key' },
  ],
  lock: [
    { value: 'none', description: 'no lock: nothing changes after the start, or the module uses atomics or a lock that exists' },
    { value: 'embedded', description: 'an LWLock inside of the area, with a tranche of its own' },
    { value: 'named', description: 'a predefined LWLock, listed with those of the server' },
  ],
};

/** The designs, and the functions of the central lists, which users may extend, each with the areas that it is for. */
export function choices(context: TreeContext, site: ShmemSite): Readonly<Record<string, readonly Choice[]>> {
  const explained = (names: readonly string[], list: 'size' | 'init') =>
    [...new Set(names)].map((value) => ({ value, description: areaNames(context, site, value, list) }));
  const inits = site.callbacks.flatMap((object) => (object.init === undefined ? [] : [object.init]));
  return {
    ...DESIGNS,
    sizeFunction: explained(
      site.lists.sizes.map((entry) => entry.name),
      'size',
    ),
    initFunction: explained([...site.lists.inits.map((entry) => entry.name), ...inits], 'init'),
  };
}

function areaNames(context: TreeContext, site: ShmemSite, name: string, list: 'size' | 'init'): string {
  const entry = site.lists[`${list}s`].find((one) => one.name === name);
  return entry
    ? areaFunctions(context, site, entry, list)
        .areas.map((area) => area.name)
        .join(', ')
    : '';
}

function functionsOf(
  context: TreeContext,
  site: ShmemSite,
  area: Area,
  entry: ListEntry | undefined,
): Readonly<Record<string, string | undefined>> {
  if (site.shape === 'subsystem-list') {
    const object = site.callbacks.find((one) => one.file === area.file && one.request === area.inFunction.name);
    return { requestFunction: area.inFunction.name, initFunction: object?.init, callbacks: object?.name };
  }
  const initFunction = entry?.name ?? area.inFunction.name;
  return { sizeFunction: sizeOf(context, site, initFunction), initFunction };
}

/** The lock that the module's own code shows: initialized inside the struct, or a predefined one that bears the module's name. */
function lockOf(site: ShmemSite, area: Area): Readonly<Record<string, string | undefined>> {
  const variable = areaFields(area)['variable'];
  const tranche = variable === undefined ? undefined : embeddedTranche(area, variable);
  if (tranche !== undefined) return { lock: 'embedded', lockName: trancheName(site, tranche) };
  const module = area.inFunction.name.replace(/_?shmem.*$/i, '').toLowerCase();
  const named = site.locks?.locks.find(
    (lock) => module !== '' && lock.name.toLowerCase() === module && area.file.text.includes(`${lock.name}Lock`),
  );
  return named ? { lock: 'named', lockName: named.name } : { lock: 'none' };
}

function trancheName(site: ShmemSite, id: string): string | undefined {
  const { ids = [], names = [], designated = new Map<string, string>() } = site.tranches ?? {};
  const byDesignator = [...designated].find(([, one]) => one === id)?.[0];
  return byDesignator ?? names[ids.findIndex((one) => one.text === id)]?.text;
}
