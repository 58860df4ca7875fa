import type { TreePath } from '../tree/source-tree.ts';
import { headerOids } from './headers.ts';

/**
 * OIDs that one header or data file of the catalogs mentions, whatever the state of the file. For versions of the file on
 * other branches, whose OIDs are to be avoided: one too many does no harm, and no fault of theirs is ours to report.
 */
export function mentionedOids(path: TreePath, text: string): readonly number[] {
  if (path.endsWith('.h')) return headerOids(path, text).map((use) => use.oid);
  return [...text.matchAll(/\b(?:array_type_)?oid\s*=>\s*'(\d+)'/g)].map((match) => Number(match[1]));
}
