import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, dirname as parentDirectory, sep } from 'node:path';
import { basename, dirname, type SourceFile, type SourceTree, type TreeEntry, type TreePath } from '../core/api.ts';
import { decodeText } from './text-file.ts';

/**
 * The tree in the folder `root`. Every file and directory is read at most once, so one instance shows one snapshot; make
 * a new one for the next operation. Links that lead out of the folder, sockets and binary files do not exist here. What
 * exists and cannot be read throws: a tree with an unreadable file must not look like a tree without it.
 */
export function diskTree(root: string): SourceTree {
  const top = realpathSync(root);
  const directories = new Map<TreePath, string | undefined>([['', top]]);
  const listings = new Map<TreePath, readonly TreeEntry[] | undefined>();
  const files = new Map<TreePath, SourceFile | undefined>();

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
    return parent === undefined || name === '' || name === '.' || name === '..' ? undefined : insideOf(top, join(parent, name));
  }

  function readText(path: TreePath): SourceFile | undefined {
    const found = locate(path);
    const decoded = found?.stats.isFile() ? decodeText(readFileSync(found.real)) : undefined;
    return decoded && { path, ...decoded };
  }

  function readEntries(path: TreePath): readonly TreeEntry[] | undefined {
    const real = directory(path);
    if (real === undefined) return undefined;
    const entries = readdirSync(real, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(top, real, entry) }));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return {
    read: (path) => remembered(files, path, () => readText(path)),
    list: (path) => remembered(listings, path, () => readEntries(path)),
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

function isTreeTop(directory: string): boolean {
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

function kindOf(top: string, directory: string, entry: Dirent): TreeEntry['kind'] {
  const of = (one: Dirent | Stats) => (one.isFile() ? 'file' : one.isDirectory() ? 'directory' : 'other');
  if (!entry.isSymbolicLink()) return of(entry);
  const found = insideOf(top, join(directory, entry.name));
  return found ? of(found.stats) : 'other';
}

function remembered<V>(map: Map<string, V>, key: string, make: () => V): V {
  if (map.has(key)) return map.get(key) as V;
  const value = make();
  map.set(key, value);
  return value;
}
