import type { Place } from '../../base/result.ts';
import { definesFunction } from '../../index/c-functions.ts';
import { declaredIn } from '../../place/declared-names.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens, LensLine } from '../feature.ts';
import { type Area, areaFields } from './areas.ts';
import type { Callbacks, ListEntry } from './calls.ts';
import { check } from './check.ts';
import type { ShmemSite } from './locate.ts';
import { areaFunctions } from './partners.ts';
import { sizeText } from './size-text.ts';

/** Lenses on the central lists of shared memory, on callbacks, and on the functions of modules that the lists call. */
export function lenses(context: TreeContext, site: ShmemSite, path: TreePath): readonly LensLine[] {
  if (path === paths.subsystemList) {
    const undefinedOnes = check(context, site).filter((finding) => finding.code === 'shmem/undefined-callbacks');
    return [
      ...listLenses(context, site, site.lists.subsystems, 'subsystem'),
      ...undefinedOnes.map(({ where }) => ({ offset: where.offset, lenses: [{ title: 'defined in no C file of the server' }] })),
    ];
  }
  if (path === paths.ipci)
    return [...listLenses(context, site, site.lists.sizes, 'size'), ...listLenses(context, site, site.lists.inits, 'init')];
  return [...callbackLenses(context, site, path), ...functionLenses(site, path)];
}

type List = 'size' | 'init' | 'subsystem';

function listLenses(context: TreeContext, site: ShmemSite, entries: readonly ListEntry[], list: List): readonly LensLine[] {
  const found = entries.map((entry) => ({ offset: entry.place.offset, lenses: entryLenses(context, site, entry, list) }));
  const last = entries.at(-1);
  const register = { kind: 'register', feature: 'shmem', values: {} } as const;
  return last ? [...found, { offset: last.place.offset, lenses: [{ title: 'Register shared memory\u2026', target: register }] }] : found;
}

function entryLenses(context: TreeContext, site: ShmemSite, entry: ListEntry, list: List): readonly Lens[] {
  const { areas, size, init } = areaFunctions(context, site, entry, list);
  const shown = areasLenses(context, areas);
  if (list === 'subsystem') {
    const callbacks = site.callbacks.find((one) => one.name === entry.name);
    if (!callbacks) return shown;
    return [...shown, jump('callbacks', { path: callbacks.file.path, offset: callbacks.offset }), ...callbackParts(context, callbacks)];
  }
  // The function that the line itself names is not named again.
  return list === 'size'
    ? [...shown, ...functionLens(context, 'size function', size), ...partLens(context, 'init', init)]
    : [...shown, ...partLens(context, 'size', size), ...functionLens(context, 'init function', init)];
}

/** The functions of callbacks; areas that nobody has to fill need no init function. */
function callbackParts(context: TreeContext, { request, init }: Callbacks): readonly Lens[] {
  return [...partLens(context, 'request', request), ...partLens(context, 'init', init)];
}

/** A jump to a function of the other list, or that there is none. */
function partLens(context: TreeContext, what: string, name: string | undefined): readonly Lens[] {
  return name === undefined ? [{ title: `no ${what}` }] : functionLens(context, `${what}: ${name}`, name);
}

function functionLens(context: TreeContext, title: string, name: string | undefined): readonly Lens[] {
  if (name === undefined || !definesFunction(context, name)) return [];
  return [{ title, target: { kind: 'definitions', of: 'function', names: [name] } }];
}

/** One area with its size and type; several under one title. */
function areasLenses(context: TreeContext, areas: readonly Area[]): readonly Lens[] {
  const [first, ...others] = areas;
  if (!first) return [];
  if (others.length === 0) return areaLenses(context, first);
  const title = `${areas.length} areas: ${nameOf(first)}\u2026`;
  return [{ title, target: { kind: 'places', places: areas.map((area) => area.place) } }];
}

function nameOf({ name, isLiteral }: Area): string {
  return isLiteral ? `"${name}"` : name;
}

/** An area's name with its size, and its type; a size that is the type's stands for it. */
function areaLenses(context: TreeContext, area: Area): readonly Lens[] {
  const fields = areaFields(area);
  const type = fields['structName'] ?? fields['entryType'];
  const place = type === undefined ? undefined : typePlace(context, area, type);
  const size = sizeText(context, area);
  const isOfType = place !== undefined && size === `sizeof(${type})`;
  const kind = area.kind === 'struct' && place ? undefined : area.kind;
  const title = [nameOf(area), kind, isOfType ? undefined : size].filter((part) => part !== undefined).join(' \u00b7 ');
  return [jump(title, area.place), ...(place ? [jump((isOfType ? size : type) ?? '', place)] : [])];
}

/** Where the type of an area is declared: in its own file, or in a header that this file includes. */
export function typePlace(context: TreeContext, area: Area, type: string): Place | undefined {
  const { path: home } = area.file;
  return remember(context, `place of type ${type} ${home}`, ({ tree, c }) => {
    const text = tree.read(home)?.text ?? '';
    const headers = c.outline(text).includes.flatMap(({ header, system }) => (system ? [] : [`src/include/${header}`]));
    for (const path of [home, ...headers]) {
      const found = declaredIn(tree.read(path)?.text ?? '', type, ['type']);
      if (found) return { path, offset: found.offset };
    }
    return undefined;
  });
}

/** On a callbacks object: whether the list names it, its areas and its functions. */
function callbackLenses(context: TreeContext, site: ShmemSite, path: TreePath): readonly LensLine[] {
  return site.callbacks
    .filter((one) => one.file.path === path)
    .map((one) => {
      const entry = site.lists.subsystems.find((line) => line.name === one.name);
      const areas = site.areas.filter(({ area }) => area.file === one.file && area.inFunction.name === one.request);
      const lenses = [
        entry ? jump('registered in subsystemlist.h', entry.place) : { title: 'in no list of subsystems' },
        ...areasLenses(
          context,
          areas.map(({ area }) => area),
        ),
        ...callbackParts(context, one),
      ];
      return { offset: one.offset, lenses };
    });
}

/** On functions of modules that the lists of ipci.c call. */
function functionLenses(site: ShmemSite, path: TreePath): readonly LensLine[] {
  const functions = site.files.find((file) => file.path === path)?.outline.functions ?? [];
  return functions.map((one) => {
    const calls = (['sizes', 'inits'] as const).flatMap((list) => {
      const entry = site.lists[list].find((call) => call.name === one.name);
      return entry && !one.isStatic ? [{ what: list === 'sizes' ? 'size' : 'init', place: entry.place }] : [];
    });
    return { offset: one.nameRange.start, lenses: calls.map(({ what, place }) => jump(`${what} in ipci.c`, place)) };
  });
}

function jump(title: string, place: Place): Lens {
  return { title, target: { kind: 'places', places: [place] } };
}
