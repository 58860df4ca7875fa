import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type CSyntax,
  createMemo,
  type Memo,
  ok,
  openTree,
  overlayTree,
  type Result,
  type SourceTree,
  type TreeContext,
  type TreePath,
} from '../core/api.ts';
import { type DiskTree, diskTree, findTreeRoot, isTreeTop, KEPT_TEXT } from '../host/disk-tree.ts';
import { interruptible } from './cancellation.ts';

/** A PostgreSQL source tree that is open: its disk, what was computed from it, and how the editor spells its top. */
export interface OpenTree {
  /** Path of the top as the editor spells it, links not followed. */
  readonly root: string;
  readonly uri: string;
  readonly disk: DiskTree;
  /** The disk as requests read it. */
  readonly readable: SourceTree;
  readonly memo: Memo;
  /** Texts with their line starts, by path, for the conversion of offsets. */
  readonly lines: Map<TreePath, TextDocument>;
}

/** A tree with the open documents over it, which requests share until something changes. */
interface Snapshot {
  readonly tree: SourceTree;
  /** Which snapshot of the disk it lies over. */
  readonly disk: number | undefined;
  /** Texts of open documents by path. */
  readonly texts: ReadonlyMap<TreePath, string>;
}

/** A file of an open tree. */
export interface TreeFile {
  readonly tree: OpenTree;
  readonly path: TreePath;
}

/** How many texts of files that are not open keep their line starts. */
const KEPT_LINES = 24;

/**
 * The trees of all workspace folders and open documents. Open text wins over disk. It keeps caches and no conversations:
 * every request works on the snapshot that `contextOf` gives it.
 */
export class Workspace {
  readonly #trees = new Map<string, OpenTree>();
  readonly #snapshots = new WeakMap<OpenTree, Snapshot>();
  readonly #documents: TextDocuments<TextDocument>;
  readonly #c: CSyntax;
  readonly #reservedOids: (tree: OpenTree) => ReadonlySet<number>;
  /** Open documents by path, until one is opened or closed; a change leaves the document the same. */
  #open: ReadonlyMap<string, TextDocument> | undefined;

  /** `reservedOids` tells the OIDs of a tree that suggestions stay away from. */
  constructor(documents: TextDocuments<TextDocument>, c: CSyntax, reservedOids: (tree: OpenTree) => ReadonlySet<number>) {
    this.#documents = documents;
    this.#c = c;
    this.#reservedOids = reservedOids;
    const forget = () => {
      this.#open = undefined;
    };
    documents.onDidOpen(forget);
    documents.onDidClose(forget);
  }

  /** Every open tree, in the order of opening. */
  get trees(): readonly OpenTree[] {
    return [...this.#trees.values()];
  }

  /** The open tree with this URI. */
  treeNamed(uri: string): OpenTree | undefined {
    const path = pathOf(uri);
    return path === undefined ? undefined : this.treeAround(path);
  }

  /** The tree that holds the directory or file `path`, opened if need be. */
  treeAround(path: string): OpenTree | undefined {
    const open = this.trees.filter((tree) => isInside(tree.root, path)).sort((a, b) => b.root.length - a.root.length)[0];
    if (open) return open;
    const root = spelledRoot(path);
    if (root === undefined) return undefined;
    const disk = diskTree(root, KEPT_TEXT);
    const uri = pathToFileURL(root).href;
    const tree: OpenTree = { root, uri, disk, readable: interruptible(disk), memo: createMemo(), lines: new Map() };
    this.#trees.set(root, tree);
    return tree;
  }

  /** The trees of a workspace folder: the one around it, or else those in it or in a directory of it. */
  treesOfFolder(folder: string): readonly OpenTree[] {
    const around = this.treeAround(folder);
    if (around) return [around];
    return treeTopsBelow(folder, 2).flatMap((top) => this.treeAround(top) ?? []);
  }

  /** Forgets a tree. */
  close(tree: OpenTree): void {
    this.#trees.delete(tree.root);
  }

  /** The place of a document in the tree that holds it. */
  fileAt(uri: string): TreeFile | undefined {
    const path = pathOf(uri);
    const tree = path === undefined ? undefined : this.treeAround(dirname(path));
    return tree && path !== undefined ? { tree, path: relative(tree.root, path).split(sep).join('/') } : undefined;
  }

  /** A snapshot of a tree with the open documents over it. */
  contextOf(tree: OpenTree): Result<TreeContext> {
    const now = new Date();
    return openTree(this.#snapshotOf(tree), {
      c: this.#c,
      today: { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() },
      random: Math.random,
      reservedOids: this.#reservedOids(tree),
      memo: tree.memo,
    });
  }

  /** A snapshot for a document outside of every tree: the first open tree, with the text at a path that no tree has. */
  contextBeside(uri: string): Result<{ readonly context: TreeContext; readonly path: TreePath }> | undefined {
    const [tree] = this.trees;
    const document = this.#documents.get(uri);
    const file = pathOf(uri);
    if (!tree || !document || file === undefined) return undefined;
    const context = this.contextOf(tree);
    if (!context.ok) return context;
    const path = `pgsmith-outside/${file.slice(file.lastIndexOf(sep) + 1)}`;
    return ok({ context: { ...context.value, tree: overlayTree(context.value.tree, new Map([[path, document.getText()]])) }, path });
  }

  /** Looks at the disk again: in one tree, or in all. */
  refresh(tree?: OpenTree): void {
    for (const one of tree ? [tree] : this.trees) one.disk.refresh();
  }

  /** The text of a file as this snapshot has it, with its line starts. */
  linesOf(tree: OpenTree, path: TreePath): TextDocument | undefined {
    const open = this.#documentAt(tree, path);
    if (open) return open;
    const text = tree.disk.read(path)?.text;
    if (text === undefined) return undefined;
    const known = tree.lines.get(path);
    if (known?.getText() === text) return known;
    const lines = TextDocument.create(this.uriOf(tree, path), 'text', 0, text);
    tree.lines.delete(path);
    tree.lines.set(path, lines);
    const oldest = tree.lines.keys().next();
    if (tree.lines.size > KEPT_LINES && !oldest.done) tree.lines.delete(oldest.value);
    return lines;
  }

  /** URI of a file as the editor spells it. */
  uriOf(tree: OpenTree, path: TreePath): string {
    return this.#documentAt(tree, path)?.uri ?? pathToFileURL(join(tree.root, path)).href;
  }

  /** The editor's version of an open document, null for a file that is not open. */
  versionOf(tree: OpenTree, path: TreePath): number | null {
    return this.#documentAt(tree, path)?.version ?? null;
  }

  #snapshotOf(tree: OpenTree): SourceTree {
    const texts = this.#openTexts(tree);
    const known = this.#snapshots.get(tree);
    if (known && known.disk === tree.disk.snapshot && isSame(known.texts, texts)) return known.tree;
    const snapshot = { tree: overlayTree(tree.readable, texts), disk: tree.disk.snapshot, texts };
    this.#snapshots.set(tree, snapshot);
    return snapshot.tree;
  }

  #documentAt(tree: OpenTree, path: TreePath): TextDocument | undefined {
    return this.#documents.get(pathToFileURL(join(tree.root, path)).href) ?? this.#byPath().get(join(tree.root, path));
  }

  #openTexts(tree: OpenTree): ReadonlyMap<TreePath, string> {
    const texts = new Map<TreePath, string>();
    for (const [path, document] of this.#byPath())
      if (isInside(tree.root, path)) texts.set(relative(tree.root, path).split(sep).join('/'), document.getText());
    return texts;
  }

  /** Open documents by path; editors escape URIs in more than one way. */
  #byPath(): ReadonlyMap<string, TextDocument> {
    this.#open ??= new Map(
      this.#documents.all().flatMap((document) => {
        const path = pathOf(document.uri);
        return path === undefined ? [] : [[path, document] as const];
      }),
    );
    return this.#open;
  }
}

function isSame(a: ReadonlyMap<TreePath, string>, b: ReadonlyMap<TreePath, string>): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}

/** The path of a `file:` URI; undefined for any other. */
export function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}

/** Whether a path is a directory or is below it. */
export function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The top of the tree around `path` in the spelling of `path`, so that the editor knows the files that it is told about. */
function spelledRoot(path: string): string | undefined {
  const found = nearestDirectory(path);
  if (found === undefined) return undefined;
  const real = findTreeRoot(found);
  if (real === undefined) return undefined;
  for (let at = found; ; at = dirname(at)) {
    if (realpathSync(at) === real) return at;
    if (dirname(at) === at) return real;
  }
}

/** The directory nearest to `path` that exists; a document may be open in a directory that was removed. */
function nearestDirectory(path: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    if (statSync(at, { throwIfNoEntry: false })?.isDirectory()) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** A folder of the workspace may be gone, and a directory in it unreadable: no tree is there. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Tops of trees at most `depth` directories below `folder`; hidden directories and installed packages are left out. */
function treeTopsBelow(folder: string, depth: number): readonly string[] {
  if (depth === 0) return [];
  const directories = entriesOf(folder).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  return directories.flatMap(({ name }) => {
    const path = join(folder, name);
    return isTreeTop(path) ? [path] : treeTopsBelow(path, depth - 1);
  });
}
