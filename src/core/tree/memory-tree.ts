import { dirname, type SourceFile, type SourceTree, type TreeEntry, type TreePath } from './source-tree.ts';

/** A tree held in a map from path to text. Directories exist where a path runs through them. */
export function memoryTree(files: ReadonlyMap<TreePath, string>): SourceTree {
  return overlayTree({ read: () => undefined, list: () => undefined, stamp: () => undefined }, files);
}

/** What an overlay lies over in the end, in which snapshot, and the files that it or overlays below it have. */
interface Layers {
  readonly bottom: SourceTree;
  readonly snapshot: number | undefined;
  readonly paths: readonly TreePath[];
}

const layers = new WeakMap<SourceTree, Layers>();

function layersOf(tree: SourceTree): Layers {
  return layers.get(tree) ?? { bottom: tree, snapshot: tree.snapshot, paths: [] };
}

/** `base` with the texts of `files` over it: unsaved buffers, or the outcome of an edit before it is written. */
export function overlayTree(base: SourceTree, files: ReadonlyMap<TreePath, string>): SourceTree {
  const below = layersOf(base);
  const own: Layers = { ...below, paths: [...below.paths, ...files.keys()] };
  const tree: SourceTree = {
    read(path): SourceFile | undefined {
      const text = files.get(path);
      const below = base.read(path);
      return text === undefined ? below : { path, text, encoding: below?.encoding ?? 'utf-8' };
    },
    list(path): readonly TreeEntry[] | undefined {
      const below = base.list(path);
      const prefix = path === '' ? '' : `${path}/`;
      const over = [...files.keys()]
        .filter((file) => file.startsWith(prefix))
        .map((file): TreeEntry => {
          const [name = '', ...rest] = file.slice(prefix.length).split('/');
          return { name, kind: rest.length > 0 ? 'directory' : 'file' };
        });
      if (over.every(({ name, kind }) => below?.some((entry) => entry.name === name && entry.kind === kind))) return below;
      const merged = new Map([...(below ?? []), ...over].map((entry) => [entry.name, entry]));
      return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    stamp: (path) => files.get(path) ?? base.stamp(path),
    changesSince(earlier) {
      const theirs = layersOf(earlier);
      const isComparable = theirs.bottom === own.bottom && theirs.snapshot === own.snapshot;
      return isComparable ? withDirectories([...own.paths, ...theirs.paths]) : undefined;
    },
  };
  layers.set(tree, own);
  return tree;
}

/** Paths with all directories above them, whose entries are others where one of them comes or goes. */
function withDirectories(paths: readonly TreePath[]): ReadonlySet<TreePath> {
  const all = new Set<TreePath>();
  for (const path of paths) for (let at = path; !all.has(at); at = dirname(at)) all.add(at);
  return all;
}
