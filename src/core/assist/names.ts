import type { Place } from '../base/result.ts';
import { catalogConstants } from '../catalog/constants.ts';
import type { IndexEntry } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** Kinds of entries that are records of catalogs. */
const CATALOG_KINDS = ['function', 'type', 'operator'] as const;

/** Entries by the identifiers that C code knows them by: generated names, constants, variables, hooks. */
export function entriesByIdentifier(context: TreeContext): ReadonlyMap<string, readonly IndexEntry[]> {
  return remember(context, 'entries by identifier', (inner) => {
    const index = treeIndex(inner);
    const found = new Map<string, IndexEntry[]>();
    const add = (name: unknown, entry: IndexEntry) => {
      if (typeof name !== 'string' || name === '') return;
      const known = found.get(name);
      if (known) known.push(entry);
      else found.set(name, [entry]);
    };
    for (const entry of index.ofKind('errcode')) add(entry.name, entry);
    for (const entry of index.ofKind('wait-event')) add(entry.fields['symbol'], entry);
    for (const entry of index.ofKind('lwlock')) add(entry.name, entry);
    for (const entry of index.ofKind('tranche')) add(entry.fields['id'], entry);
    for (const entry of index.ofKind('rmgr')) add(entry.fields['id'], entry);
    for (const entry of index.ofKind('node')) add(`T_${entry.name}`, entry);
    for (const entry of index.ofKind('catalog')) add(entry.fields['symbol'], entry);
    for (const entry of index.ofKind('hook')) add(entry.name, entry);
    for (const entry of index.ofKind('guc')) add(entry.fields['variable'], entry);
    const constants = catalogConstants(inner);
    const byPlace = new Map(CATALOG_KINDS.flatMap((kind) => index.ofKind(kind).map((entry) => [placeKey(entry.place), entry])));
    for (const { name, place } of constants.values()) {
      const entry = byPlace.get(placeKey(place));
      if (entry) add(name, entry);
    }
    return found;
  });
}

/** What runs a C function: SQL functions, and parameters whose hook it is, by its name. */
export function entriesByCode(context: TreeContext): ReadonlyMap<string, readonly IndexEntry[]> {
  return remember(context, 'entries by code', (inner) => {
    const found = new Map<string, IndexEntry[]>();
    const add = (name: unknown, entry: IndexEntry) => {
      if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), entry]);
    };
    for (const entry of treeIndex(inner).ofKind('function'))
      if (entry.fields['language'] === 'internal' || entry.fields['language'] === 'c') add(entry.fields['cName'], entry);
    for (const entry of treeIndex(inner).ofKind('guc'))
      for (const hook of ['checkHook', 'assignHook', 'showHook']) add(entry.fields[hook], entry);
    return found;
  });
}

function placeKey({ path, offset }: Place): string {
  return `${path} ${offset}`;
}
