import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { IndexEntry, Kind } from './entry.ts';
import { unitEntries, unitKeys } from './units.ts';

/** Everything registered in a tree. */
export interface TreeIndex {
  readonly ofKind: (kind: Kind) => readonly IndexEntry[];
  /** Entries of a name in lower case; C names keep their case in the entry. */
  readonly named: (name: string) => readonly IndexEntry[];
  readonly ofFile: (path: TreePath) => readonly IndexEntry[];
  readonly all: readonly IndexEntry[];
}

/** The index of a tree: what has not been computed yet is computed now; after an edit, only what rests on it. */
export function treeIndex(context: TreeContext): TreeIndex {
  return remember(context, 'index', (inner) => indexOf(unitKeys(inner).flatMap((key) => unitEntries(inner, key))));
}

function indexOf(all: readonly IndexEntry[]): TreeIndex {
  const by = (keyOf: (entry: IndexEntry) => string) => {
    let groups: Map<string, IndexEntry[]> | undefined;
    return (key: string): readonly IndexEntry[] => {
      groups ??= grouped(all, keyOf);
      return groups.get(key) ?? [];
    };
  };
  const named = by((entry) => entry.name.toLowerCase());
  return { ofKind: by((entry) => entry.kind), named: (name) => named(name.toLowerCase()), ofFile: by((entry) => entry.place.path), all };
}

function grouped(all: readonly IndexEntry[], keyOf: (entry: IndexEntry) => string): Map<string, IndexEntry[]> {
  const groups = new Map<string, IndexEntry[]>();
  for (const entry of all) {
    const key = keyOf(entry);
    const known = groups.get(key);
    if (known) known.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}
