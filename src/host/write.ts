import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import {
  applyEdits,
  contentHash,
  type FileEdit,
  fail,
  type NewFile,
  ok,
  type Problem,
  type Result,
  type TreeEdit,
  type TreePath,
} from '../core/api.ts';
import { claimTree } from './claim.ts';
import { errorCode, type FileStatus, type FileSystem, nodeFileSystem, unless } from './file-system.ts';
import { bytesHash, commit, type JournalFile, removeJournal, settle, stage, withdraw } from './journal.ts';
import { decodeText, encodeText } from './text-file.ts';

/** New contents of one file, verified against what is on disk and ready to be written. */
interface Prepared extends JournalFile {
  readonly bytes: Buffer;
  /** Whose mode and owner it takes; undefined for the defaults of a new file. */
  readonly like: FileStatus | undefined;
}

/**
 * Writes an edit into the tree in the folder `root`, wholly or not at all, and returns the paths written. Everything is
 * verified first: each file still holds the text that the edit was computed from, no new file exists, nothing is read-only
 * or leads out of the tree. Then all new contents are staged in a journal beside `src`, the journal is committed by one
 * rename, and the files are moved to their places. A process that dies before the commit leaves every file old; one that
 * dies later is completed by whoever opens the tree next.
 */
export function writeEdit(root: string, edit: TreeEdit, io: FileSystem = nodeFileSystem): Result<readonly TreePath[]> {
  const top = io.realpathSync(root);
  const refusal = readOnly(io, top, '.');
  if (refusal) return fail(refusal);
  const claim = claimTree(io, top);
  if (!claim.ok) return claim;
  const journal = join(top, claim.value.own.name);
  let committed = false;
  try {
    for (const { name } of claim.value.abandoned) {
      const settled = settle(io, top, name);
      if (!settled.ok) return settled;
    }
    const prepared = prepare(io, top, edit);
    if (!prepared.ok) return prepared;
    for (const [index, file] of prepared.value.entries()) stage(io, journal, index, file.bytes, file.like);
    const files = prepared.value.map(({ path, old, new: hash }) => ({ path, old, new: hash }));
    commit(io, journal, files);
    committed = true;
    const settled = settle(io, top, claim.value.own.name);
    if (!settled.ok) return settled;
    if (!settled.value.done)
      return fail(stale(files[0]?.path ?? '', 'The tree was changed while pgsmith wrote to it; nothing was written'));
    return ok([...edit.files, ...edit.newFiles].map((file) => file.path));
  } catch (error) {
    if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
    return fail(
      committed && !withdraw(io, top, claim.value.own.name)
        ? {
            code: 'write/unfinished',
            message: `The write was interrupted: ${error.message}`,
            hint: 'Remove the cause and run any pgsmith command on this tree: it completes the write.',
          }
        : { code: 'write/failed', message: `Nothing was written: ${error.message}`, hint: 'Remove the cause and run the command again.' },
    );
  } finally {
    if (!committed) removeJournal(io, journal);
  }
}

/** Verifies everything that can be verified before the first byte is written. */
function prepare(io: FileSystem, top: string, edit: TreeEdit): Result<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const add = (one: Result<Prepared>): Problem | undefined => {
    if (!one.ok) return one.problem;
    if (prepared.some((other) => other.path === one.value.path)) {
      return {
        code: 'write/same-file',
        message: `Two paths of the edit lead to ${one.value.path}`,
        hint: 'Replace the symbolic link, or name one path only.',
      };
    }
    prepared.push(one.value);
    return undefined;
  };
  for (const file of edit.files) {
    const problem = add(prepareEdit(io, top, file));
    if (problem) return fail(problem);
  }
  for (const file of edit.newFiles) {
    const problem = add(prepareNew(io, top, file));
    if (problem) return fail(problem);
  }
  return ok(prepared);
}

function prepareEdit(io: FileSystem, top: string, file: FileEdit): Result<Prepared> {
  const real = realPath(io, join(top, file.path));
  const stats = real === undefined ? undefined : io.statSync(real);
  if (real === undefined || !stats?.isFile()) return fail(stale(file.path, `${file.path} is gone since it was read`));
  if (!isInside(top, real)) return fail(outside(file.path));
  const bytes = io.readFileSync(real);
  const decoded = decodeText(bytes);
  if (!decoded || decoded.encoding !== file.encoding || contentHash(decoded.text) !== file.baseHash) {
    return fail(stale(file.path, `${file.path} has changed since it was read`));
  }
  const directory = io.statSync(dirname(real));
  const refusal =
    readOnly(io, real, file.path, stats) ??
    readOnly(io, dirname(real), dirname(file.path), directory) ??
    notOwner(file.path, stats, directory);
  if (refusal) return fail(refusal);
  const next = encodeText(applyEdits(decoded.text, file.edits), file.encoding);
  return ok({ path: treePath(top, real), old: bytesHash(bytes), new: bytesHash(next), bytes: next, like: stats });
}

function prepareNew(io: FileSystem, top: string, file: NewFile): Result<Prepared> {
  const path = join(top, file.path);
  const directory = realPath(io, dirname(path));
  const stats = directory === undefined ? undefined : io.statSync(directory);
  if (directory === undefined || !stats?.isDirectory())
    return fail(stale(file.path, `The directory of ${file.path} is gone since the tree was read`));
  if (!isInside(top, directory)) return fail(outside(file.path));
  const real = join(directory, path.slice(dirname(path).length + 1));
  if (io.lstatSync(real, { throwIfNoEntry: false })) return fail(stale(file.path, `${file.path} was created since the tree was read`));
  const refusal = readOnly(io, directory, dirname(file.path), stats);
  if (refusal) return fail(refusal);
  const bytes = encodeText(file.text, 'utf-8');
  return ok({ path: treePath(top, real), old: null, new: bytesHash(bytes), bytes, like: undefined });
}

/** A problem where a file or directory may not be written, or nobody may write it: its owner marked it so. */
function readOnly(io: FileSystem, path: string, shown: string, stats: Stats = io.statSync(path)): Problem | undefined {
  const denied = unless(['EACCES', 'EROFS', 'EPERM'], () => {
    io.accessSync(path, constants.W_OK);
    return true;
  });
  if (denied && (stats.mode & 0o222) !== 0) return undefined;
  const what = stats.isDirectory() ? 'directory' : 'file';
  return {
    code: 'write/read-only',
    message: `The ${what} ${shown === '.' ? path : shown} is read-only`,
    hint: `Make it writable (chmod u+w), or apply the diff of "pgsmith add" without --write elsewhere.`,
  };
}

/**
 * A problem where replacing a file would lose its group, since this user is no member, or where only owners may replace
 * files, as in the system's directory for temporary files.
 */
function notOwner(path: TreePath, file: Stats, directory: Stats): Problem | undefined {
  const me = process.getuid?.();
  if (me === undefined || me === 0) return undefined;
  const member = file.gid === process.getgid?.() || process.getgroups?.().includes(file.gid);
  if (member && ((directory.mode & 0o1000) === 0 || me === file.uid || me === directory.uid)) return undefined;
  return {
    code: 'write/not-owner',
    message: member ? `Only its owner may replace ${path}` : `${path} belongs to group ${file.gid}, and this user is no member of it`,
    hint: 'Run pgsmith as the owner, or apply the diff of "pgsmith add" without --write as that user.',
  };
}

function stale(path: TreePath, message: string): Problem {
  return {
    code: 'write/stale',
    message,
    where: { path, offset: 0 },
    hint: 'Run the command again: it will look at the tree as it is now.',
  };
}

function outside(path: TreePath): Problem {
  return {
    code: 'write/outside',
    message: `${path} leads out of the tree through a symbolic link`,
    hint: 'Name a file inside of the tree.',
  };
}

function realPath(io: FileSystem, path: string): string | undefined {
  return unless(['ENOENT', 'ENOTDIR', 'ELOOP'], () => io.realpathSync(path));
}

function isInside(top: string, real: string): boolean {
  return real === top || real.startsWith(top.endsWith(sep) ? top : top + sep);
}

function treePath(top: string, real: string): TreePath {
  return relative(top, real).split(sep).join('/');
}
