import type { TreeContext } from './context.ts';
import type { TreeShape } from './shape.ts';
import type { SourceTree, TreeEntry, TreePath } from './source-tree.ts';

/** What a value was computed from: a file or a directory, and how it was then. */
export interface Source {
  readonly path: TreePath;
  readonly of: 'file' | 'directory';
  readonly stamp: unknown;
}

/** Another value that a value was computed from, where only that value matters and not what it was read from. */
interface ValueSource {
  /** Its key. */
  readonly path: string;
  readonly of: 'value';
  /** The value, or its text, then. */
  readonly stamp: unknown;
  /** The same of another tree. */
  readonly again: (tree: SourceTree) => unknown;
}

type AnySource = Source | ValueSource;

interface Remembered {
  readonly value: unknown;
  /** What it holds for beside the tree. */
  readonly scope: unknown;
  /** By kind and path. */
  readonly sources: ReadonlyMap<string, AnySource>;
  /** The snapshot in which it was found to hold last. */
  holdsIn: SourceTree;
}

/** What a computation that is going on has read so far. */
interface Reading {
  readonly sources: Map<string, AnySource>;
  /** Keys of the values that it has used, whose sources are among its own. */
  readonly used: Set<string>;
}

/**
 * Values computed from a tree, each with the files and directories that it was read from. A value holds as long as those are
 * the same, whatever else changes, so nothing has to be told what an edit touches.
 */
export interface Memo {
  readonly values: Map<string, Remembered>;
  /** Values of single texts, by key, with the text that each was computed from. */
  readonly texts: Map<string, { readonly text: string; readonly value: unknown }>;
  /** Computations that are going on, innermost last. */
  readonly open: Reading[];
  /** Trees whose reading is noted here, by the tree as it is. */
  readonly recordings: WeakMap<SourceTree, SourceTree>;
  /** The shape of the tree when it was opened last. */
  shape: TreeShape | undefined;
}

/** A memo without values. A host keeps one as long as it keeps a tree open; one operation may do with a fresh one. */
export function createMemo(): Memo {
  return { values: new Map(), texts: new Map(), open: [], recordings: new WeakMap(), shape: undefined };
}

/**
 * The value of `compute` for this tree: computed again only when the tree's shape, or a file or directory that `compute` read
 * through the context given to it, is another than before. `key` names the computation with everything that it depends on beside the tree.
 */
export function remember<T>(context: TreeContext, key: string, compute: (context: TreeContext) => T): T {
  return recall(context.memo, context.tree, key, context.shape, (tree) => compute({ ...context, tree }));
}

/**
 * As `remember`, for a value that seldom changes when what it was read from does, such as which files mention a word: what is computed from
 * it holds as long as the value is the same, compared as JSON or by identity.
 */
export function settled<T>(context: TreeContext, key: string, compute: (context: TreeContext) => T, by: 'text' | 'identity' = 'text'): T {
  const { memo, shape } = context;
  const read = (tree: SourceTree) => recall(memo, tree, key, shape, (own) => compute({ ...context, tree: own }));
  const stampOfValue = (value: T) => (by === 'identity' ? value : JSON.stringify(value));
  const outer = memo.open.at(-1);
  const value = apart(memo, () => read(context.tree));
  const source: ValueSource = {
    of: 'value',
    path: key,
    stamp: stampOfValue(value),
    again: (tree) => stampOfValue(apart(memo, () => read(tree))),
  };
  if (outer && !outer.used.has(key)) note(outer, key, new Map([[`value ${key}`, source]]));
  return value;
}

/** Computes something whose sources are not those of the computation that is going on. */
function apart<T>(memo: Memo, compute: () => T): T {
  memo.open.push({ sources: new Map(), used: new Set() });
  try {
    return compute();
  } finally {
    memo.open.pop();
  }
}

/** The value of `compute` for a text, for example one part of a file: computed again only when the text is another than the last one of this key. */
export function rememberText<T>(memo: Memo, key: string, text: string, compute: (text: string) => T): T {
  const known = memo.texts.get(key);
  if (known?.text === text) return known.value as T;
  const value = compute(text);
  memo.texts.set(key, { text, value });
  return value;
}

/** `remember` for what needs the tree alone; `scope` is compared by identity, and a value of another scope is computed again. */
export function recall<T>(memo: Memo, tree: SourceTree, key: string, scope: unknown, compute: (tree: SourceTree) => T): T {
  const snapshot = recording(tree, memo);
  const known = memo.values.get(key);
  const outer = memo.open.at(-1);
  if (known && known.scope === scope && holds(known, tree, snapshot)) {
    known.holdsIn = snapshot;
    if (outer && !outer.used.has(key)) note(outer, key, known.sources);
    return known.value as T;
  }
  const reading: Reading = { sources: new Map(), used: new Set() };
  memo.open.push(reading);
  try {
    const value = compute(snapshot);
    memo.values.set(key, { value, scope, sources: reading.sources, holdsIn: snapshot });
    return value;
  } finally {
    memo.open.pop();
    if (outer) note(outer, key, reading.sources);
  }
}

/** The files and directories that the value of a key was computed from in the end, undefined where there is none. */
export function noted(memo: Memo, key: string): readonly Source[] | undefined {
  const known = memo.values.get(key);
  return known && [...known.sources.values()].flatMap((source) => (source.of === 'value' ? (noted(memo, source.path) ?? []) : [source]));
}

/** Gives the memo a value that was computed elsewhere; it holds as long as the sources are as they are described here. */
export function plant(context: TreeContext, key: string, scope: unknown, value: unknown, sources: readonly Source[]): void {
  const byName = new Map(sources.map((source) => [`${source.of} ${source.path}`, source]));
  context.memo.values.set(key, { value, scope, sources: byName, holdsIn: recording(context.tree, context.memo) });
}

/** How a file or directory is now, as values computed from it are compared. */
export function stampNow(context: TreeContext, source: Pick<Source, 'of' | 'path'>): unknown {
  return stampOf(context.tree, source);
}

function holds(known: Remembered, tree: SourceTree, snapshot: SourceTree): boolean {
  if (known.holdsIn === snapshot) return true;
  for (const source of known.sources.values())
    if ((source.of === 'value' ? source.again(tree) : stampOf(tree, source)) !== source.stamp) return false;
  return true;
}

function note(reading: Reading, key: string, sources: ReadonlyMap<string, AnySource>): void {
  reading.used.add(key);
  for (const [name, source] of sources) reading.sources.set(name, source);
}

function stampOf(tree: SourceTree, { of, path }: Pick<Source, 'of' | 'path'>): unknown {
  if (of === 'file') return tree.stamp(path);
  const entries = tree.list(path);
  return entries && listingOf(entries);
}

const listings = new WeakMap<readonly TreeEntry[], string>();

/** A directory's entries as one comparable value. */
function listingOf(entries: readonly TreeEntry[]): string {
  const known = listings.get(entries);
  if (known !== undefined) return known;
  const listing = entries.map((entry) => `${entry.kind} ${entry.name}`).join('\n');
  listings.set(entries, listing);
  return listing;
}

/** The tree, with what is read of it noted in the innermost computation. */
function recording(tree: SourceTree, memo: Memo): SourceTree {
  const known = memo.recordings.get(tree);
  if (known) return known;
  const record = (of: Source['of'], path: TreePath) => {
    const reading = memo.open.at(-1);
    const name = `${of} ${path}`;
    if (reading && !reading.sources.has(name)) reading.sources.set(name, { of, path, stamp: stampOf(tree, { of, path }) });
  };
  const recorded: SourceTree = {
    read(path) {
      record('file', path);
      return tree.read(path);
    },
    list(path) {
      record('directory', path);
      return tree.list(path);
    },
    stamp(path) {
      record('file', path);
      return tree.stamp(path);
    },
  };
  memo.recordings.set(tree, recorded);
  memo.recordings.set(recorded, recorded);
  return recorded;
}
