import {
  entriesOfFile,
  type IndexEntry,
  isTreeUnit,
  type Source,
  type SourceTree,
  stampNow,
  type TreeContext,
  type TreePath,
  takeUnit,
  type UnitReader,
  unitEntries,
  unitSources,
} from '../../core/api.ts';
import type { DiskStamp, DiskTree } from '../disk-tree.ts';
import { ascii, type StoredSource, type StoredUnit, sha } from './stored-index.ts';

/** Computes a unit and describes it for storing; undefined where it rests on text that is not on disk. */
export function computeUnit(context: TreeContext, key: string): StoredUnit | undefined {
  const entries = unitEntries(context, key);
  const sources = describeSources(context, key);
  return sources && { key, entries: encode(entries), sources };
}

/** Computes the unit of one file of a tree on disk, which takes no context; undefined for a unit of another kind. */
export function computeFile(tree: DiskTree, path: TreePath): StoredUnit | undefined {
  if (isTreeUnit(path)) return undefined;
  const sources: StoredSource[] = [];
  const entries = entriesOfFile(path, (read) => {
    const text = tree.peek(read)?.text;
    sources.push(sourceOf(read, tree.stamp(read), text));
    return text;
  });
  return { key: path, entries: encode(entries), sources };
}

function encode(entries: readonly IndexEntry[]): string {
  return entries.length === 0 ? '' : ascii(JSON.stringify(entries));
}

/** Decodes entries once, when they are asked for. */
function reader(encoded: string): UnitReader {
  if (encoded === '') return none;
  let waiting = encoded;
  let entries: readonly IndexEntry[] = [];
  return () => {
    if (waiting === '') return entries;
    entries = JSON.parse(waiting) as readonly IndexEntry[];
    waiting = '';
    return entries;
  };
}

function none(): readonly IndexEntry[] {
  return [];
}

/** A file as it is stored. */
function sourceOf(path: TreePath, stamp: DiskStamp | undefined, text: string | undefined): StoredSource {
  if (!stamp) return { of: 'file', path, hash: undefined, status: undefined };
  return { of: 'file', path, hash: sha(text ?? ''), status: [stamp.size, stamp.changed, stamp.node] };
}

/** What a computed unit rests on, as it is stored. */
export function describeSources(context: TreeContext, key: string): readonly StoredSource[] | undefined {
  const sources = (unitSources(context, key) ?? []).map((source) => describe(context.tree, source));
  return sources.every((source) => source !== undefined) ? sources : undefined;
}

const described = new WeakMap<object, StoredSource>();

function describe(tree: SourceTree, { of, path, stamp }: Source): StoredSource | undefined {
  if (stamp === undefined) return { of, path, hash: undefined, status: undefined };
  if (of === 'directory') return { of, path, hash: sha(String(stamp)), status: undefined };
  if (!isDiskStamp(stamp)) return undefined;
  const known = described.get(stamp);
  if (known) return known;
  const source = sourceOf(path, stamp, tree.read(path)?.text);
  // A text that has been dropped and changed meanwhile is not what the unit was computed from.
  if (tree.stamp(path) !== stamp) return undefined;
  described.set(stamp, source);
  return source;
}

function isDiskStamp(stamp: unknown): stamp is DiskStamp {
  return typeof stamp === 'object' && stamp !== null && 'size' in stamp && 'changed' in stamp && 'node' in stamp;
}

/** Takes over stored units whose sources are as they were, each source judged once; gives the keys of those taken. */
export function takeUnits(context: TreeContext, units: readonly StoredUnit[], written: number): ReadonlySet<string> {
  const judged = new Map<StoredSource, Source | undefined>();
  const taken = new Set<string>();
  for (const unit of units) {
    const sources = unit.sources.map((source) => {
      if (!judged.has(source)) judged.set(source, asNow(context, source, written));
      return judged.get(source);
    });
    if (!sources.every((source) => source !== undefined)) continue;
    takeUnit(context, unit.key, reader(unit.entries), sources);
    taken.add(unit.key);
  }
  return taken;
}

/** How long before a file was stored a change may bear the same time as one after it, in milliseconds. */
const CLOCK_GRAIN = 2000;

/** A stored source as the tree shows it now; undefined where it is another. */
function asNow(context: TreeContext, stored: StoredSource, written: number): Source | undefined {
  const { of, path, hash, status } = stored;
  const stamp = stampNow(context, { of, path });
  const source = { of, path, stamp };
  if (stamp === undefined || hash === undefined) return stamp === undefined && hash === undefined ? source : undefined;
  if (of === 'directory') return sha(String(stamp)) === hash ? source : undefined;
  const isSame =
    isDiskStamp(stamp) &&
    status !== undefined &&
    stamp.size === status[0] &&
    stamp.changed === status[1] &&
    stamp.node === status[2] &&
    stamp.changed < written - CLOCK_GRAIN;
  if (isSame) {
    described.set(stamp, stored);
    return source;
  }
  return sha(context.tree.read(path)?.text ?? '') === hash ? source : undefined;
}
