import { own } from '../text/own.ts';
import type { TreeContext } from './context.ts';
import {
  compareSources,
  createGraph,
  drop,
  type Graph,
  holds,
  type Reading,
  restOn,
  sourceNode,
  type ValueNode,
  valueNode,
} from './graph.ts';
import { noParts, noteChanges, type PartedTexts } from './parts.ts';
import type { TreeShape } from './shape.ts';
import type { SourceTree, TreePath } from './source-tree.ts';

/** What a value was computed from in the end: a file or a directory, and how it was then. */
export interface Source {
  readonly path: TreePath;
  readonly of: 'file' | 'directory';
  readonly stamp: unknown;
}

/** A tree as it is, and the same tree with what is read of it noted. */
interface Snapshot {
  /**
   * Undefined once another one was entered: closures that outlive their snapshot would else keep the texts of every version of a file.
   * What they still read then is read from the current one.
   */
  tree: SourceTree | undefined;
  readonly recorded: SourceTree;
}

/**
 * Values computed from a tree, each with the files, directories and other values that it was computed from. A value holds as long as
 * those are the same, whatever else changes, so nothing has to be told what an edit touches.
 */
export interface Memo {
  readonly graph: Graph;
  /** Values of single texts, by key, with the text that each was computed from. */
  readonly texts: Map<string, { readonly text: string; readonly value: unknown }>;
  /** Texts that are read part by part. */
  readonly parted: PartedTexts;
  /** Computations that are going on, innermost last. */
  readonly open: Reading[];
  /** By the tree as it is and by the recorded one. */
  readonly snapshots: WeakMap<SourceTree, Snapshot>;
  /** The snapshot whose stamps the graph has, where it has been compared to its end. */
  current: Snapshot | undefined;
  isCompared: boolean;
  /** Keys of values that may never be asked for again, those asked for last last. */
  readonly passing: Set<string>;
  /** The shape of the tree when it was opened last. */
  shape: TreeShape | undefined;
}

/** A memo without values. A host keeps one as long as it keeps a tree open; one operation may do with a fresh one. */
export function createMemo(): Memo {
  return {
    graph: createGraph(),
    texts: new Map(),
    parted: noParts(),
    open: [],
    snapshots: new WeakMap(),
    current: undefined,
    isCompared: true,
    passing: new Set(),
    shape: undefined,
  };
}

/**
 * The value of `compute` for this tree: computed again only when the tree's shape, or a file, directory or value that `compute` read
 * through the context given to it, is another than before. `key` names the computation with everything that it depends on beside the tree.
 */
export function remember<T>(context: TreeContext, key: string, compute: (context: TreeContext) => T): T {
  return recall(context.memo, context.tree, key, context.shape, (tree) => compute({ ...context, tree }));
}

/**
 * As `remember`, for a value that seldom changes when what it was read from does, such as which files mention a word: what is computed from
 * it holds as long as the value is the same, compared as JSON or by identity. `compute` is called again later and must keep no text.
 */
export function settled<T>(context: TreeContext, key: string, compute: (context: TreeContext) => T, by: 'text' | 'identity' = 'text'): T {
  const { tree, ...around } = context;
  return settle(context.memo, tree, key, context.shape, (own) => compute({ ...around, tree: own }), by);
}

/** How many values that are asked for in passing are kept beside those that others rest on. */
const KEPT_IN_PASSING = 8;

/** As `settled`, for one of any number of keys, such as the words that somebody types: only the latest of them are kept. */
export function settledInPassing<T>(context: TreeContext, key: string, compute: (context: TreeContext) => T): T {
  const { passing } = context.memo;
  passing.delete(key);
  passing.add(key);
  return settled(context, key, compute);
}

function forgetOld(memo: Memo): void {
  for (const key of memo.passing) {
    if (memo.passing.size <= KEPT_IN_PASSING) break;
    const node = memo.graph.values.get(key);
    if (node) drop(memo.graph, node);
    memo.passing.delete(key);
  }
}

/** `settled` for what needs the tree alone. */
export function settle<T>(
  memo: Memo,
  tree: SourceTree,
  key: string,
  scope: unknown,
  compute: (tree: SourceTree) => T,
  by: 'text' | 'identity' = 'text',
): T {
  const stampBy = STAMPS[by];
  const node = valueNode(memo.graph, key);
  node.renew = renewal(memo, node, scope, compute, stampBy);
  return take(memo, node, () => bringUp(memo, enter(memo, tree), node, scope, compute, stampBy));
}

/** How values are compared. */
const STAMPS: Readonly<Record<'text' | 'identity', (value: unknown) => unknown>> = {
  text: (value) => JSON.stringify(value),
  identity: (value) => value,
};

/** Made apart from the snapshot for which it is made, which a closure beside this one would keep with all of its texts. */
function renewal<T>(
  memo: Memo,
  node: ValueNode,
  scope: unknown,
  compute: (tree: SourceTree) => T,
  stampBy: (value: T) => unknown,
): (now: SourceTree) => void {
  return (now) => bringUp(memo, enter(memo, now), node, scope, compute, stampBy);
}

/** The value of `compute` for a text, for example one part of a file: computed again only when the text is another than the last one of this key. */
export function rememberText<T>(memo: Memo, key: string, text: string, compute: (text: string) => T): T {
  const known = memo.texts.get(key);
  if (known?.text === text) return known.value as T;
  const value = compute(text);
  memo.texts.set(key, { text, value });
  return value;
}

/**
 * What `compute` makes of each of the texts, such as the rows of a table: computed again only for a text that was not there before, and for all
 * where what was read of the tree is another. `compute` gets a text of its own, so that nothing holds the whole file that it was a part of.
 */
export function rememberEach<T>(
  context: TreeContext,
  key: string,
  texts: readonly string[],
  compute: (context: TreeContext, text: string, index: number) => T,
): readonly T[] {
  const { memo, tree } = context;
  const known = remember(context, key, (): Known<T> => ({ byText: new Map(), texts: [], values: [] }));
  const node = valueNode(memo.graph, key);
  const { recorded } = enter(memo, tree);
  const inner = { ...context, tree: recorded };
  let reading: Reading | undefined;
  const computed = (text: string, index: number): T => {
    reading ??= new Map(node.sources);
    const detached = own(text);
    memo.open.push(reading);
    try {
      const value = compute(inner, detached, index);
      known.byText.set(detached, value);
      return value;
    } finally {
      memo.open.pop();
    }
  };
  try {
    const values = texts.map((text, index): T => {
      // Most texts are where they were, and comparing two is quicker than finding one among all.
      if (known.texts[index] === text) return known.values[index] as T;
      return known.byText.has(text) ? (known.byText.get(text) as T) : computed(text, index);
    });
    if (known.byText.size > 2 * texts.length + SPARE) keepOnly(known.byText, texts);
    known.texts = texts;
    // The same array as long as all is the same, so that what is made of it can be kept too.
    if (values.length !== known.values.length || values.some((value, index) => value !== known.values[index])) known.values = values;
    return known.values;
  } finally {
    if (reading && reading.size > node.sources.size) restOn(node, reading);
  }
}

/** Values of texts, and those of the last time in their order. */
interface Known<T> {
  readonly byText: Map<string, T>;
  texts: readonly string[];
  values: readonly T[];
}

/** How many values of texts that are gone are kept at least. */
const SPARE = 32;

function keepOnly(known: Map<string, unknown>, texts: readonly string[]): void {
  const kept = new Set(texts);
  for (const text of known.keys()) if (!kept.has(text)) known.delete(text);
}

/** `remember` for what needs the tree alone; `scope` is compared by identity, and a value of another scope is computed again. */
export function recall<T>(memo: Memo, tree: SourceTree, key: string, scope: unknown, compute: (tree: SourceTree) => T): T {
  const node = valueNode(memo.graph, key);
  return take(memo, node, () => bringUp(memo, enter(memo, tree), node, scope, compute, () => ({})));
}

/** Computes a value where the one that there is does not hold. */
function bringUp<T>(
  memo: Memo,
  { recorded }: Snapshot,
  node: ValueNode,
  scope: unknown,
  compute: (tree: SourceTree) => T,
  stampBy: (value: T) => unknown,
): void {
  if (node.scope === scope && holds(node, recorded)) return;
  const reading: Reading = new Map();
  node.isComputed = false;
  node.stamp = {};
  memo.open.push(reading);
  try {
    const value = compute(recorded);
    Object.assign(node, { value, scope, stamp: stampBy(value), isComputed: true });
  } finally {
    memo.open.pop();
    restOn(node, reading);
  }
}

/** The value of a node once it is brought up to date, noted in the computation that takes it, even where it fails. */
function take<T>(memo: Memo, node: ValueNode, bring: () => void): T {
  try {
    bring();
  } finally {
    const reading = memo.open.at(-1);
    if (reading && !reading.has(node)) reading.set(node, node.stamp);
  }
  return node.value as T;
}

/** The files and directories that the value of a key was computed from in the end, undefined where there is none or one of them was computed again since. */
export function noted(memo: Memo, key: string): readonly Source[] | undefined {
  const first = memo.graph.values.get(key);
  const found = new Map<string, Source>();
  const seen = new Set<ValueNode>();
  const isKnown = (node: ValueNode): boolean => {
    if (seen.has(node)) return true;
    seen.add(node);
    for (const [source, stamp] of node.sources) {
      if (source.of !== 'value') found.set(`${source.of} ${source.path}`, { of: source.of, path: source.path, stamp });
      else if (source.stamp !== stamp || !isKnown(source)) return false;
    }
    return node.isComputed;
  };
  return first && isKnown(first) ? [...found.values()] : undefined;
}

/** Gives the memo a value that was computed elsewhere; it holds as long as the sources are as they are described here. */
export function plant({ memo, tree }: TreeContext, key: string, scope: unknown, value: unknown, sources: readonly Source[]): void {
  const { recorded } = enter(memo, tree);
  const node = valueNode(memo.graph, key);
  Object.assign(node, { value, scope, stamp: {}, isComputed: true });
  restOn(node, new Map(sources.map((source) => [sourceNode(memo.graph, recorded, source.of, source.path), source.stamp])));
}

/** How a file or directory is now, as values computed from it are compared. */
export function stampNow({ memo, tree }: TreeContext, { of, path }: Pick<Source, 'of' | 'path'>): unknown {
  enter(memo, tree);
  return sourceNode(memo.graph, tree, of, path).stamp;
}

/** Makes a tree the one whose stamps the graph has. */
function enter(memo: Memo, tree: SourceTree): Snapshot {
  const snapshot = snapshotOf(memo, tree);
  const before = memo.current;
  if (before !== snapshot || !memo.isCompared) {
    const changes = memo.isCompared && before?.tree ? treeOf(memo, snapshot).changesSince?.(before.tree) : undefined;
    memo.current = snapshot;
    if (memo.open.length === 0) {
      forgetOld(memo);
      if (before && before !== snapshot) before.tree = undefined;
    }
    // Reading can fail, or be cancelled: then everything is compared the next time.
    memo.isCompared = false;
    noteChanges(memo.parted, compareSources(memo.graph, treeOf(memo, snapshot), changes));
    memo.isCompared = true;
  }
  return snapshot;
}

function treeOf({ current }: Memo, { tree, recorded }: Snapshot): SourceTree {
  return tree ?? current?.tree ?? recorded;
}

/** The tree, with what is read of it noted in the innermost computation. */
function snapshotOf(memo: Memo, tree: SourceTree): Snapshot {
  const known = memo.snapshots.get(tree);
  if (known && tree !== known.recorded) known.tree = tree;
  if (known) return known.tree ? known : (memo.current ?? known);
  const record = (of: Source['of'], path: TreePath) => {
    const reading = memo.open.at(-1);
    if (!reading) return;
    enter(memo, recorded);
    const node = sourceNode(memo.graph, treeOf(memo, snapshot), of, path);
    if (!reading.has(node)) reading.set(node, node.stamp);
  };
  const recorded: SourceTree = {
    read(path) {
      record('file', path);
      return treeOf(memo, snapshot).read(path);
    },
    list(path) {
      record('directory', path);
      return treeOf(memo, snapshot).list(path);
    },
    stamp(path) {
      record('file', path);
      return treeOf(memo, snapshot).stamp(path);
    },
  };
  const snapshot: Snapshot = { tree, recorded };
  memo.snapshots.set(tree, snapshot);
  memo.snapshots.set(recorded, snapshot);
  return snapshot;
}
