import type { Place } from '../../base/result.ts';
import { functionPlace } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens } from '../feature.ts';
import { type Area, areaFields } from './areas.ts';
import { declaredIn } from './c-names.ts';
import type { Callbacks, ListEntry } from './calls.ts';
import { check, unpairedCalls } from './check.ts';
import type { ShmemSite } from './locate.ts';
import { areaFunctions } from './partners.ts';

/** Longest size expression that a title shows. */
const LONGEST_SIZE = 40;

/** Lenses on the central lists of shared memory, on callbacks, and on the functions of modules that the lists call. */
export function lenses(context: TreeContext, site: ShmemSite, path: TreePath): readonly Lens[] {
  if (path === paths.subsystemList) {
    const undefinedOnes = check(context, site).filter((finding) => finding.code === 'shmem/undefined-callbacks');
    return [
      ...listLenses(context, site, site.lists.subsystems, 'subsystem'),
      ...undefinedOnes.map(({ where }) => ({ offset: where.offset, title: 'defined in no C file of the server' })),
    ];
  }
  if (path === paths.ipci)
    return [
      ...listLenses(context, site, site.lists.sizes, 'size'),
      ...listLenses(context, site, site.lists.inits, 'init'),
      ...unpairedCalls(context, site).map(({ code, where }) => ({
        offset: where.offset,
        title: code === 'shmem/no-init-call' ? 'no init call' : 'no size line',
      })),
    ];
  return [...callbackLenses(context, site, path), ...functionLenses(site, path)];
}

type List = 'size' | 'init' | 'subsystem';

function listLenses(context: TreeContext, site: ShmemSite, entries: readonly ListEntry[], list: List): readonly Lens[] {
  const found = entries.flatMap((entry) => entryLenses(context, site, entry, list));
  const last = entries.at(-1);
  const register = { kind: 'register', feature: 'shmem', values: {} } as const;
  return last ? [...found, { offset: last.place.offset, title: 'Register shared memory\u2026', target: register }] : found;
}

function entryLenses(context: TreeContext, site: ShmemSite, entry: ListEntry, list: List): readonly Lens[] {
  const { offset } = entry.place;
  const callbacks = list === 'subsystem' ? site.callbacks.find((one) => one.name === entry.name) : undefined;
  const { areas, size, init } = areaFunctions(site, entry, list);
  return [
    ...areasLenses(context, offset, areas),
    ...(callbacks ? [jump(offset, 'callbacks', { path: callbacks.file.path, offset: callbacks.offset })] : []),
    ...functionLens(context, offset, 'request', callbacks?.request),
    ...functionLens(context, offset, 'size', list === 'subsystem' ? undefined : list === 'size' ? entry.name : size),
    ...functionLens(context, offset, 'init', list === 'subsystem' ? callbacks?.init : list === 'init' ? entry.name : init),
  ];
}

/** One area with its size and type; several under one title. */
function areasLenses(context: TreeContext, offset: number, areas: readonly Area[]): readonly Lens[] {
  const [first, ...others] = areas;
  if (!first) return [];
  if (others.length === 0) return areaLenses(context, offset, first);
  const title = `${areas.length} areas: ${nameOf(first)}\u2026`;
  return [{ offset, title, target: { kind: 'places', places: areas.map((area) => area.place) } }];
}

function nameOf({ name, isLiteral }: Area): string {
  return isLiteral ? `"${name}"` : name;
}

/** An area's name with what tells its size, and its type. */
function areaLenses(context: TreeContext, offset: number, area: Area): readonly Lens[] {
  const fields = areaFields(area);
  const type = fields['structName'] ?? fields['entryType'];
  const what = [nameOf(area), area.kind, sizeText(area)].filter((part) => part !== undefined);
  const place = type === undefined ? undefined : typePlace(context, area, type);
  return [jump(offset, what.join(' \u00b7 '), area.place), ...(place ? [jump(offset, type ?? '', place)] : [])];
}

/** The size as the code states it, where one expression does. */
function sizeText(area: Area): string | undefined {
  const size = (area.options['size'] ?? area.options['nelems'])?.replaceAll(/\s+/g, ' ');
  if (size === undefined || /^\w+\(\)$/.test(size)) return undefined;
  const text = area.kind === 'hash' ? `${size} entries` : size;
  return text.length <= LONGEST_SIZE ? text : `${text.slice(0, LONGEST_SIZE - 1)}\u2026`;
}

/** Where the type of an area is declared: in its own file, or in a header that this file includes. */
export function typePlace(context: TreeContext, area: Area, type: string): Place | undefined {
  const own = declaredIn(area.file.text, type, ['type']);
  if (own) return { path: area.file.path, offset: own.offset };
  for (const include of area.file.outline.includes) {
    const path = `src/include/${include.header}`;
    const found = include.system ? undefined : declaredIn(context.tree.read(path)?.text ?? '', type, ['type']);
    if (found) return { path, offset: found.offset };
  }
  return undefined;
}

function functionLens(context: TreeContext, offset: number, what: string, name: string | undefined): readonly Lens[] {
  const place = name === undefined ? undefined : functionPlace(context, name);
  return place ? [jump(offset, `${what}: ${name}`, place)] : [];
}

/** On a callbacks object: whether the list names it, its areas and its functions. */
function callbackLenses(context: TreeContext, site: ShmemSite, path: TreePath): readonly Lens[] {
  return site.callbacks
    .filter((one) => one.file.path === path)
    .flatMap((one): readonly Lens[] => {
      const entry = site.lists.subsystems.find((line) => line.name === one.name);
      const areas = site.areas.filter(({ area }) => area.file === one.file && area.inFunction.name === one.request);
      return [
        entry ? jump(one.offset, 'registered in subsystemlist.h', entry.place) : registerLens(one),
        ...areasLenses(
          context,
          one.offset,
          areas.map(({ area }) => area),
        ),
        ...functionLens(context, one.offset, 'request', one.request),
        ...functionLens(context, one.offset, 'init', one.init),
      ];
    });
}

function registerLens(callbacks: Callbacks): Lens {
  return { offset: callbacks.offset, title: 'in no list of subsystems' };
}

/** On functions of modules that the lists of ipci.c call. */
function functionLenses(site: ShmemSite, path: TreePath): readonly Lens[] {
  const functions = site.files.find((file) => file.path === path)?.outline.functions ?? [];
  return functions.flatMap((one) => {
    const calls = (['sizes', 'inits'] as const).flatMap((list) => {
      const entry = site.lists[list].find((call) => call.name === one.name);
      return entry && !one.isStatic ? [{ what: list === 'sizes' ? 'size' : 'init', place: entry.place }] : [];
    });
    return calls.map(({ what, place }) => jump(one.nameRange.start, `${what} in ipci.c`, place));
  });
}

function jump(offset: number, title: string, place: Place): Lens {
  return { offset, title, target: { kind: 'places', places: [place] } };
}
