import { functionPlace, functionsOf } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { type Area, areaFields } from './areas.ts';
import { LIST_HOLDERS, type ListEntry } from './calls.ts';
import type { ShmemSite } from './locate.ts';

/** What belongs to one entry of a central list: the areas behind it, and the functions that other lists call for them. */
export interface Partners {
  readonly areas: readonly Area[];
  readonly size: string | undefined;
  readonly init: string | undefined;
}

/** The partners of an entry of the list of sizes, of initializations, or of subsystems. */
export function areaFunctions(context: TreeContext, site: ShmemSite, entry: ListEntry, list: 'size' | 'init' | 'subsystem'): Partners {
  const init = list === 'size' ? initOf(context, site, entry) : entry.name;
  const areas = init === undefined ? [] : site.areas.filter((one) => one.entry?.name === init).map((one) => one.area);
  const size = list === 'init' ? (sizeOf(context, site, entry.name) ?? sizeByType(context, site, areas)) : entry.name;
  return { areas, size, init };
}

/** The function of the size list that belongs to an init function: of the same name, or else the only one of the same file. */
export function sizeOf(context: TreeContext, site: ShmemSite, initFunction: string): string | undefined {
  return partner(context, site, initFunction, site.lists.sizes, ['Size', '_size']);
}

/** The init function that belongs to a line of the size list; where no line of the other list does, one that is called with arguments. */
function initOf(context: TreeContext, site: ShmemSite, entry: ListEntry): string | undefined {
  const listed = partner(context, site, entry.name, site.lists.inits, ['Init', '_init']);
  if (listed !== undefined) return listed;
  const statement = statementOf(context, entry);
  const typed = site.areas.find(({ area, entry: init }) => init !== undefined && typesOf(area).some((type) => mentions(statement, type)));
  if (typed) return typed.entry?.name;
  const path = functionPlace(context, entry.name)?.path;
  const text = context.tree.read(paths.ipci)?.text ?? '';
  const calls = LIST_HOLDERS.flatMap((holder) => context.c.calls(text, holder) ?? []).map((call) => call.name);
  return calls.find((name) => name !== entry.name && path !== undefined && functionPlace(context, name)?.path === path);
}

/** Where a line computes a size from a type, the type tells whose it is. */
function sizeByType(context: TreeContext, site: ShmemSite, areas: readonly Area[]): string | undefined {
  const types = areas.flatMap(typesOf);
  return site.lists.sizes.find((entry) => types.some((type) => mentions(statementOf(context, entry), type)))?.name;
}

function statementOf({ tree }: TreeContext, { place, end }: ListEntry): string {
  return (tree.read(place.path)?.text ?? '').slice(place.offset, end);
}

function typesOf(area: Area): readonly string[] {
  const { structName, entryType } = areaFields(area);
  return [structName, entryType].filter((type) => type !== undefined);
}

function mentions(statement: string, type: string): boolean {
  return new RegExp(`\\bsizeof\\s*\\(\\s*${type}\\s*\\)`).test(statement);
}

function partner(
  context: TreeContext,
  site: ShmemSite,
  name: string,
  entries: readonly ListEntry[],
  endings: readonly [string, string],
): string | undefined {
  const stem = stemOf(name);
  const names = entries.map((entry) => entry.name);
  const sameName = names.find((one) => stemOf(one) === stem && endings.some((ending) => one.endsWith(ending) || one.includes('estimate')));
  if (sameName !== undefined) return sameName;
  const path = homeOf(context, site, name);
  const defined = new Set(path === undefined ? [] : functionsOf(context, path).map((one) => one.name));
  const own = names.filter((one) => defined.has(one));
  return own.length === 1 ? own[0] : undefined;
}

/** The file that defines a function; those that ask for memory are looked into first, since they are read anyway. */
function homeOf(context: TreeContext, { homes, files }: ShmemSite, name: string): TreePath | undefined {
  const file = homes.get(name) ?? files.find(({ outline }) => outline.functions.some((one) => one.name === name));
  return file?.path ?? functionPlace(context, name)?.path;
}

/** `btree` of `BTreeShmemSize` and `BTreeShmemInit`. */
function stemOf(name: string): string {
  return name
    .replace(/^Init(?=[A-Z])/, '')
    .replace(/_?(?:shmem|shared_?memory|estimate)?_?(?:size|init)$/i, '')
    .toLowerCase();
}
