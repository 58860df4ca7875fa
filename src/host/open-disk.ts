import { realpathSync, statSync } from 'node:fs';
import { fail, ok, type Result, type SourceTree } from '../core/api.ts';
import { claimsOn } from './claim.ts';
import { diskTree } from './disk-tree.ts';

/** A folder that was opened for reading: every write to it is wholly there or not at all. */
export interface OpenDisk {
  /** Real path of the folder. */
  readonly root: string;
  readonly tree: SourceTree;
  /** What had to be done first. */
  readonly remarks: readonly string[];
}

/**
 * Opens a folder. Brings writes that a killed process left behind to their end; where the folder may not be written, the
 * tree shows them as if they were. Refuses where that cannot be decided, because files were changed in between.
 */
export async function openDisk(folder: string): Promise<Result<OpenDisk>> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return fail({
      code: 'tree/no-directory',
      message: `${folder} is not a directory`,
      hint: 'Name the top of a PostgreSQL checkout with --tree DIR.',
    });
  }
  const root = realpathSync(folder);
  if (claimsOn(root).length === 0) return ok({ root, tree: diskTree(root), remarks: [] });
  return (await import('./recover.ts')).recoverDisk(root);
}
