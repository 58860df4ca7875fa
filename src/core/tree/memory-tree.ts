import type { SourceFile, SourceTree, TreeEntry, TreePath } from './source-tree.ts';

/** A tree held in a map from path to text. Directories exist where a path runs through them. */
export function memoryTree(files: ReadonlyMap<TreePath, string>): SourceTree {
  return overlayTree({ read: () => undefined, list: () => undefined, stamp: () => undefined }, files);
}

/** `base` with the texts of `files` over it: unsaved buffers, or the outcome of an edit before it is written. */
export function overlayTree(base: SourceTree, files: ReadonlyMap<TreePath, string>): SourceTree {
  return {
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
  };
}
