import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { IndexEntry, Kind } from './entry.ts';
import { type UnitKey, type UnitReader, unitKeys, unitReader, unitsOfKind } from './units.ts';

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
  return remember(context, 'index', (inner) => indexOf(new Map(unitKeys(inner).map((key) => [key, unitReader(inner, key)]))));
}

/** Entries are asked of their units, and put in order, when somebody wants them. */
function indexOf(units: ReadonlyMap<UnitKey, UnitReader>): TreeIndex {
  const entriesOf = (keys: Iterable<UnitKey>) => [...keys].flatMap((key) => units.get(key)?.() ?? []);
  const all = once(() => entriesOf(units.keys()));
  const named = once(() => grouped(all(), (entry) => entry.name.toLowerCase()));
  const ofFile = once(() => grouped(all(), (entry) => entry.place.path));
  const kinds = new Map<Kind, readonly IndexEntry[]>();
  return {
    ofKind(kind) {
      const found = kinds.get(kind) ?? entriesOf(unitsOfKind([...units.keys()], kind)).filter((entry) => entry.kind === kind);
      kinds.set(kind, found);
      return found;
    },
    named: (name) => named().get(name.toLowerCase()) ?? [],
    ofFile: (path) => ofFile().get(path) ?? [],
    get all() {
      return all();
    },
  };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
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
