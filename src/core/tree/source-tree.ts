/** A path relative to the root of the tree, with `/` between its parts, no leading `/`, no `.` or `..` part. */
export type TreePath = string;

/** The text of one file, decoded without loss. */
export interface SourceFile {
  readonly path: TreePath;
  readonly text: string;
  /** `latin-1` is the lossless fallback for a file that is not UTF-8: one character per byte. */
  readonly encoding: 'utf-8' | 'latin-1';
}

/** What an entry of a directory is; `other` covers sockets, and links that are broken, lead to a directory or out of the tree. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
}

/**
 * A read-only, synchronous view of one snapshot of a source tree. Hosts supply a folder on disk with unsaved text on
 * top, tests supply a map. A path that leads out of the tree, even through a symbolic link, does not exist here.
 */
export interface SourceTree {
  /** The file at `path`, or undefined where there is no regular text file inside the tree. */
  read(path: TreePath): SourceFile | undefined;
  /** The entries of a directory sorted by name in code-unit order, or undefined where there is no directory. A host leaves out what builds generate. */
  list(path: TreePath): readonly TreeEntry[] | undefined;
  /** A value that is another (`!==`) whenever the text of the file is, undefined where there is no file. It may differ for the same text. */
  stamp(path: TreePath): unknown;
  /**
   * The files and directories that may be other than in a snapshot seen before, undefined where all may be. A tree that cannot tell
   * leaves it out: then everything that was read is looked at again.
   */
  changesSince?(earlier: SourceTree): Iterable<TreePath> | undefined;
  /** For a tree that is not the same snapshot for ever: another value for another snapshot. */
  readonly snapshot?: number | undefined;
}

/** The directory part of a path; the empty string for a top-level name. */
export function dirname(path: TreePath): TreePath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last part of a path. */
export function basename(path: TreePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A tree path spelled by a user, or undefined where it is absolute, climbs with `..`, or is no plain path. */
export function toTreePath(input: string): TreePath | undefined {
  const parts = input.split('/').filter((part) => part !== '.' && part !== '');
  const plain = parts.every((part) => part !== '..' && /^[A-Za-z0-9_.+-]+$/.test(part));
  return input.startsWith('/') || parts.length === 0 || !plain ? undefined : parts.join('/');
}
