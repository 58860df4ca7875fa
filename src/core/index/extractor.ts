import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { IndexEntry, Kind } from './entry.ts';

/** Finds entries in single files: a pure function of path and texts, so that what it finds can be stored with the hashes of the texts. */
export interface FileExtractor {
  readonly kinds: readonly Kind[];
  /** Paths of the files that may hold entries. */
  readonly files: RegExp;
  /**
   * What a text must match to be looked into, best plain words, for which many needles are searched at once; undefined where the path says
   * all, and the file is not read.
   */
  readonly needle: RegExp | undefined;
  /** `beside` gives the text of a file of the same directory, undefined where there is none. */
  readonly extract: (path: TreePath, text: string, beside: (name: string) => string | undefined) => readonly IndexEntry[];
}

/** Finds entries that no file holds alone. What it reads through the context is noted, and stored with what it finds. */
export interface TreeExtractor {
  readonly kind: Kind;
  /** Whether it asks the C parser, which not every host of it has. */
  readonly parses: boolean;
  readonly extract: (context: TreeContext) => readonly IndexEntry[];
}

/** An entry of a file; fields that are undefined are left out. */
export function entryAt(
  kind: Kind,
  name: string,
  path: TreePath,
  start: number,
  end: number,
  fields: Readonly<Record<string, unknown>>,
): IndexEntry {
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
  return { kind, name, place: { path, offset: start }, end, fields: known };
}
