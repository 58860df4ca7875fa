import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, dirname as parentDirectory, sep } from 'node:path';
import { basename, dirname, type SourceFile, type SourceTree, type TreeEntry, type TreePath } from '../core/api.ts';
import { type Ignored, ignoredBelow, nothingIgnored } from './git-ignore.ts';
import { readTextFile } from './text-file.ts';

/** What tells a changed file from the same one without reading it. */
export interface DiskStamp {
  readonly real: string;
  readonly size: number;
  readonly changed: number;
  readonly node: number;
}

/** A tree on disk that lives longer than one operation. */
export interface DiskTree extends SourceTree {
  /** Begins a new snapshot: what has changed on disk since the last one shows from now on. */
  refresh(): void;
  /** As `read`, for a text that is wanted once: it is not kept. */
  peek(path: TreePath): SourceFile | undefined;
  stamp(path: TreePath): DiskStamp | undefined;
}

/** A file as it was found in a snapshot. */
interface FoundFile {
  readonly snapshot: number;
  /** Undefined where there is no file. */
  readonly stamp: DiskStamp | undefined;
  /** Undefined for what is no text. */
  readonly file: SourceFile | undefined;
  /** Whether `file` says something: a text is read when somebody asks for it, and may be dropped to save memory. */
  readonly isRead: boolean;
  /** Whether it was read in this snapshot or before, and dropped. */
  readonly isDropped: boolean;
}

/** How many UTF-16 units of text a tree keeps that is open as long as an editor: those of 500 files, which a switch of branches reads several times. */
export const KEPT_TEXT = 24 << 20;

/** How many more are read before the oldest are dropped. */
const SPARE_TEXT = 4 << 20;

/** Scripts of tests and what they answer: some are in git although a `.gitignore` names them. */
const OF_TESTS = /\.(?:sql|out)$/;

/**
 * The tree in the folder `root`. What a `.gitignore` of it names is not listed, but for scripts of tests: a build generates it, and release
 * tarballs up to 16 bring it along; it is read where somebody names it. A link to a directory is no directory in a list, as for git: what it
 * leads to is listed once, where it is. Every file and directory is read at most once, so one instance shows one snapshot until it is
 * refreshed. Links that lead out of the folder, sockets and binary files do not exist here. What exists and cannot be read throws: a tree
 * with an unreadable file must not look like a tree without it. Of texts the latest `kept` UTF-16 units stay in memory; others are read
 * again when they are asked for.
 */
export function diskTree(root: string, kept = Number.POSITIVE_INFINITY): DiskTree {
  const top = realpathSync(root);
  const directories = new Map<TreePath, string | undefined>([['', top]]);
  const entries = new Map<TreePath, readonly TreeEntry[] | undefined>();
  const ignored = new Map<TreePath, Ignored>();
  const listings = new Map<TreePath, readonly TreeEntry[] | undefined>();
  const files = new Map<TreePath, FoundFile>();
  let snapshot = 0;
  let sinceDropped = 0;

  /** Real path of a directory of the tree. */
  function directory(path: TreePath): string | undefined {
    return remembered(directories, path, () => {
      const found = locate(path);
      return found?.stats.isDirectory() ? found.real : undefined;
    });
  }

  function locate(path: TreePath): { readonly real: string; readonly stats: Stats } | undefined {
    const parent = directory(dirname(path));
    const name = basename(path);
    return parent === undefined || name === '' || name === '.' || name === '..' ? undefined : insideOf(top, `${parent}${sep}${name}`);
  }

  /** The file at `path` in this snapshot; one that is as it was in an earlier snapshot is not read again. */
  function find(path: TreePath): FoundFile {
    const known = files.get(path);
    return known?.snapshot === snapshot ? known : look(path, known);
  }

  /** The file at `path` as the disk has it now. */
  function look(path: TreePath, known: FoundFile | undefined): FoundFile {
    const place = locate(path);
    const stamp = place?.stats.isFile() ? stampOf(place.real, place.stats) : undefined;
    const isSame = known?.stamp !== undefined && stamp !== undefined && sameStamp(known.stamp, stamp);
    return keep(path, isSame ? { ...known, snapshot } : { snapshot, stamp, file: undefined, isRead: false, isDropped: false });
  }

  function read(path: TreePath): SourceFile | undefined {
    const known = find(path);
    // Since a text was dropped, the file may have changed or gone: it gets the stamp of what is read now.
    const found = known.isDropped ? look(path, known) : known;
    if (found.isRead || !found.stamp) return found.file;
    const { file } = keep(path, { ...found, file: readText(path, found.stamp.real), isRead: true, isDropped: false });
    sinceDropped += file?.text.length ?? 0;
    if (sinceDropped > SPARE_TEXT) dropTexts();
    return file;
  }

  /** Keeps what was found as the latest. */
  function keep(path: TreePath, found: FoundFile): FoundFile {
    files.delete(path);
    files.set(path, found);
    return found;
  }

  function readText(path: TreePath, real: string): SourceFile | undefined {
    const decoded = readTextFile(real);
    return decoded && { path, ...decoded };
  }

  /** Drops texts beyond the limit, those found first first. */
  function dropTexts(): void {
    let sum = 0;
    for (const [path, found] of [...files].reverse()) {
      sum += found.file?.text.length ?? 0;
      if (found.file && sum > kept) files.set(path, { ...found, file: undefined, isRead: false, isDropped: true });
    }
    sinceDropped = 0;
  }

  /** All entries of a directory. */
  function entriesOf(path: TreePath): readonly TreeEntry[] | undefined {
    return remembered(entries, path, () => {
      const real = directory(path);
      if (real === undefined) return undefined;
      const found = readdirSync(real, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(top, real, entry) }));
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    });
  }

  function ignoredIn(path: TreePath): Ignored {
    return remembered(ignored, path, () => {
      const above = path === '' ? nothingIgnored : ignoredIn(dirname(path));
      const hasOwn = entriesOf(path)?.some(({ name }) => name === '.gitignore');
      return hasOwn ? ignoredBelow(path, read(below(path, '.gitignore'))?.text ?? '', above) : above;
    });
  }

  /** The entries of a directory that no build generated. */
  function listEntries(path: TreePath): readonly TreeEntry[] | undefined {
    return entriesOf(path)?.filter(({ name, kind }) => {
      const isDirectory = kind === 'directory';
      return (!isDirectory && OF_TESTS.test(name)) || !ignoredIn(path)(below(path, name), isDirectory);
    });
  }

  return {
    read,
    list: (path) => remembered(listings, path, () => listEntries(path)),
    stamp: (path) => find(path).stamp,
    peek(path) {
      const { file, isRead, stamp } = find(path);
      return isRead || !stamp ? file : readText(path, stamp.real);
    },
    get snapshot() {
      return snapshot;
    },
    refresh() {
      snapshot += 1;
      directories.clear();
      directories.set('', top);
      entries.clear();
      ignored.clear();
      listings.clear();
      dropTexts();
    },
  };
}

/** The top of the PostgreSQL tree that holds the directory `from`, as a real path; undefined where there is none. */
export function findTreeRoot(from: string): string | undefined {
  let directory = realpathSync(from);
  while (!isTreeTop(directory)) {
    const parent = parentDirectory(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
  return directory;
}

/** Whether a directory is the top of a PostgreSQL tree, by the two directories that every such tree has. */
export function isTreeTop(directory: string): boolean {
  return ['src/backend', 'src/include/catalog'].every((path) => statSync(join(directory, path), { throwIfNoEntry: false })?.isDirectory());
}

/**
 * What stands at the absolute path `path`, whose directory is real and inside of `top`: its real path and status, links
 * followed as long as they stay inside. Undefined where there is nothing or a link is broken or leads out.
 */
export function insideOf(top: string, path: string): { readonly real: string; readonly stats: Stats } | undefined {
  const own = lstatSync(path, { throwIfNoEntry: false });
  if (!own?.isSymbolicLink()) return own && { real: path, stats: own };
  const stats = statSyncOfLink(path);
  if (!stats) return undefined;
  const real = realpathSync(path);
  return real === top || real.startsWith(top === sep ? sep : top + sep) ? { real, stats } : undefined;
}

/** Status of a link's target; a link to nothing and a loop of links have none. */
function statSyncOfLink(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ELOOP' || error.code === 'EACCES')) return undefined;
    throw error;
  }
}

function below(directory: TreePath, name: string): TreePath {
  return directory === '' ? name : `${directory}/${name}`;
}

function kindOf(top: string, directory: string, entry: Dirent): TreeEntry['kind'] {
  if (entry.isDirectory()) return 'directory';
  const isFile = entry.isSymbolicLink() ? insideOf(top, `${directory}${sep}${entry.name}`)?.stats.isFile() : entry.isFile();
  return isFile ? 'file' : 'other';
}

function remembered<V>(map: Map<string, V>, key: string, make: () => V): V {
  if (map.has(key)) return map.get(key) as V;
  const value = make();
  map.set(key, value);
  return value;
}

function stampOf(real: string, stats: Stats): DiskStamp {
  return { real, size: stats.size, changed: stats.mtimeMs, node: stats.ino };
}

function sameStamp(a: DiskStamp, b: DiskStamp): boolean {
  return a.real === b.real && a.size === b.size && a.changed === b.changed && a.node === b.node;
}
