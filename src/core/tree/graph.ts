import type { SourceTree, TreeEntry, TreePath } from './source-tree.ts';

/** A file or a directory that values were computed from. */
export interface SourceNode {
  readonly of: 'file' | 'directory';
  readonly path: TreePath;
  /** How it is in the snapshot that was entered last. */
  stamp: unknown;
  /** What rests on it. A tree has many nodes, so sets are made when they get something. */
  dependents: Set<ValueNode> | undefined;
}

/** A value with what it was computed from. */
export interface ValueNode {
  readonly of: 'value';
  readonly key: string;
  value: unknown;
  isComputed: boolean;
  /** What it holds for beside the tree. */
  scope: unknown;
  /** Another one whenever the value is another. */
  stamp: unknown;
  /** What it was computed from directly, each with its stamp then. */
  sources: ReadonlyMap<Node, unknown>;
  /** Those of its sources that may have another stamp by now. Whatever rests on a suspect is a suspect itself. */
  suspects: Set<Node> | undefined;
  dependents: Set<ValueNode> | undefined;
  /** Brings it up to date, for a value that often stays the same when its sources change. */
  renew: ((tree: SourceTree) => void) | undefined;
}

/** What a value can rest on. */
export type Node = SourceNode | ValueNode;

/** What a computation that is going on has read so far, with the stamps that it saw. */
export type Reading = Map<Node, unknown>;

/** Files, directories and values, by path and key. */
export interface Graph {
  readonly files: Map<TreePath, SourceNode>;
  readonly directories: Map<TreePath, SourceNode>;
  readonly values: Map<string, ValueNode>;
}

/** A graph of nothing. */
export function createGraph(): Graph {
  return { files: new Map(), directories: new Map(), values: new Map() };
}

/** The node of a file or directory, whose stamp is that of `tree` where it is new. */
export function sourceNode({ files, directories }: Graph, tree: SourceTree, of: SourceNode['of'], path: TreePath): SourceNode {
  const nodes = of === 'file' ? files : directories;
  const known = nodes.get(path);
  if (known) return known;
  const node: SourceNode = { of, path, stamp: stampOf(tree, of, path), dependents: undefined };
  nodes.set(path, node);
  return node;
}

const NOTHING: Reading = new Map();

/** The node of a key, without a value where it is new. */
export function valueNode({ values }: Graph, key: string): ValueNode {
  const known = values.get(key);
  if (known) return known;
  const node: ValueNode = {
    of: 'value',
    key,
    value: undefined,
    isComputed: false,
    scope: undefined,
    stamp: undefined,
    sources: NOTHING,
    suspects: undefined,
    dependents: undefined,
    renew: undefined,
  };
  values.set(key, node);
  return node;
}

/**
 * Compares files and directories, those at `paths` or all, with how they are in `tree`: what rests on one that is another becomes a suspect.
 * Gives how many are others.
 */
export function compareSources({ files, directories }: Graph, tree: SourceTree, paths: Iterable<TreePath> | undefined): number {
  let changed = 0;
  const check = (node: SourceNode) => {
    const stamp = stampOf(tree, node.of, node.path);
    if (stamp === node.stamp) return;
    changed += 1;
    node.stamp = stamp;
    suspect(node);
  };
  if (!paths) for (const node of [...files.values(), ...directories.values()]) check(node);
  for (const path of paths ?? []) for (const node of [files.get(path), directories.get(path)]) if (node) check(node);
  return changed;
}

/** Makes a node a suspect of all that rests on it. */
function suspect(node: Node): void {
  for (const dependent of node.dependents ?? []) {
    const isNew = !hasSuspects(dependent);
    dependent.suspects ??= new Set();
    dependent.suspects.add(node);
    if (isNew) suspect(dependent);
  }
}

function hasSuspects(node: ValueNode): boolean {
  return node.suspects !== undefined && node.suspects.size > 0;
}

/** Whether a value is what it would be if it were computed now: only suspects are looked at. */
export function holds(node: ValueNode, tree: SourceTree): boolean {
  if (!node.isComputed) return false;
  for (const source of node.suspects ?? []) {
    if (!isSame(source, node.sources.get(source), tree)) return false;
    node.suspects?.delete(source);
  }
  return true;
}

function isSame(node: Node, stamp: unknown, tree: SourceTree): boolean {
  if (node.of === 'value' && !holds(node, tree)) {
    if (!node.renew) return false;
    node.renew(tree);
  }
  return node.stamp === stamp;
}

/** Puts down what a value was computed from; what is another by now is a suspect at once. */
export function restOn(node: ValueNode, sources: Reading): void {
  for (const source of node.sources.keys()) if (!sources.has(source)) source.dependents?.delete(node);
  node.sources = sources;
  node.suspects = undefined;
  for (const [source, stamp] of sources) {
    source.dependents ??= new Set();
    source.dependents.add(node);
    if (source.stamp === stamp && (source.of !== 'value' || (source.isComputed && !hasSuspects(source)))) continue;
    node.suspects ??= new Set();
    node.suspects.add(source);
  }
  suspect(node);
}

/** Forgets a value that nothing rests on, and then what nothing else rested on. No computation may be going on. */
export function drop(graph: Graph, node: ValueNode): void {
  if (node.dependents !== undefined && node.dependents.size > 0) return;
  graph.values.delete(node.key);
  for (const source of node.sources.keys()) {
    source.dependents?.delete(node);
    if (source.of === 'value') drop(graph, source);
  }
}

function stampOf(tree: SourceTree, of: SourceNode['of'], path: TreePath): unknown {
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
