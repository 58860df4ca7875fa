import { join } from 'node:path';
import { ok, overlayTree, type Result, type TreePath } from '../core/api.ts';
import { type Claim, claimsOn, claimTree, isAlive, waitForWriters } from './claim.ts';
import { diskTree } from './disk-tree.ts';
import { type FileSystem, nodeFileSystem, unless } from './file-system.ts';
import { pendingContents, removeJournal, settle } from './journal.ts';
import type { OpenDisk } from './open-disk.ts';
import { decodeText } from './text-file.ts';

/**
 * Opens the folder with the real path `root` on which there are claims. Waits for living writers, brings the writes that
 * dead ones left behind to their end. Where a living one does not come to an end, or the folder may not be written, it shows
 * the tree as if they were.
 */
export function recoverDisk(root: string, io: FileSystem = nodeFileSystem): Result<OpenDisk> {
  waitForWriters(io, root);
  const left = claimsOn(root, io);
  if (left.length === 0) return ok({ root, tree: diskTree(root), remarks: [] });
  if (left.some(isAlive)) return overlay(io, root, left);
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
  const remarks = texts.size > 0 ? [`Shown as if an unfinished write were complete: ${[...texts.keys()].join(', ')}`] : [];
  return ok({ root, tree: overlayTree(diskTree(root), texts), remarks });
}
