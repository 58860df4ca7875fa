import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, overlayTree, type Result, type SourceTree, type TreePath } from '../core/api.ts';
import { type Claim, claimsOn, claimTree, waitForWriters } from './claim.ts';
import { diskTree } from './disk-tree.ts';
import { type FileSystem, nodeFileSystem, unless } from './file-system.ts';
import { pendingContents, removeJournal, settle } from './journal.ts';
import { decodeText } from './text-file.ts';

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
export function openDisk(folder: string, io: FileSystem = nodeFileSystem): Result<OpenDisk> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return fail({
      code: 'tree/no-directory',
      message: `${folder} is not a directory`,
      hint: 'Name the top of a PostgreSQL checkout with --tree DIR.',
    });
  }
  const root = realpathSync(folder);
  if (claimsOn(io, root).length === 0) return ok({ root, tree: diskTree(root), remarks: [] });
  waitForWriters(io, root);
  const left = claimsOn(io, root);
  if (left.length === 0) return ok({ root, tree: diskTree(root), remarks: [] });
  return unless(['EACCES', 'EROFS', 'EPERM'], () => recover(io, root)) ?? overlay(io, root, left);
}

function recover(io: FileSystem, root: string): Result<OpenDisk> {
  const claim = claimTree(io, root);
  if (!claim.ok) return claim;
  const remarks: string[] = [];
  try {
    for (const { name } of claim.value.abandoned) {
      const settled = settle(io, root, name);
      if (!settled.ok) return settled;
      const { files, done } = settled.value;
      const list = files.map((file) => file.path).join(', ');
      if (files.length > 0) {
        remarks.push(
          done ? `Completed an interrupted write: ${list}` : `Dropped an interrupted write, since a file of it has changed: ${list}`,
        );
      }
    }
  } finally {
    removeJournal(io, join(root, claim.value.own.name));
  }
  return ok({ root, tree: diskTree(root), remarks });
}

function overlay(io: FileSystem, root: string, claims: readonly Claim[]): Result<OpenDisk> {
  const texts = new Map<TreePath, string>();
  for (const { name } of claims) {
    const pending = pendingContents(io, root, name);
    if (!pending.ok) return pending;
    for (const [path, bytes] of pending.value) {
      const decoded = decodeText(bytes);
      if (decoded) texts.set(path, decoded.text);
    }
  }
  const remarks =
    texts.size > 0
      ? [`Shown as if an interrupted write were complete, which this tree does not permit: ${[...texts.keys()].join(', ')}`]
      : [];
  return ok({ root, tree: overlayTree(diskTree(root), texts), remarks });
}
