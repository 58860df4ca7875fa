import * as fs from 'node:fs';

/** The system calls that writing is made of: a seam, so that a test can end the process at each of them. */
export type FileSystem = Pick<
  typeof fs,
  | 'accessSync'
  | 'closeSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeFileSync'
>;

/** The file system of this machine. */
export const nodeFileSystem: FileSystem = fs;

/** The code of an error that the system reported, such as `ENOENT`; undefined for an error of any other sort. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The value of `attempt`, or undefined where it fails with one of the given codes. */
export function unless<T>(codes: readonly string[], attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (error) {
    if (codes.includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Makes the entries of a directory durable, where the platform can. */
export function syncDirectory(io: FileSystem, directory: string): void {
  if (process.platform === 'win32') return;
  const fd = io.openSync(directory, 'r');
  try {
    io.fsyncSync(fd);
  } finally {
    io.closeSync(fd);
  }
}

/** Who owns a file and what it permits. */
export interface FileStatus {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes a file durably. With `like`, the file gets that mode, owner and group; a group or owner that may not be given
 * away is an error. Without it, the process's defaults hold.
 */
export function writeDurably(io: FileSystem, path: string, bytes: Uint8Array | string, flags: 'w' | 'wx', like?: FileStatus): void {
  const fd = io.openSync(path, flags);
  try {
    io.writeFileSync(fd, bytes);
    if (like) {
      const own = io.fstatSync(fd);
      const uid = process.getuid?.() === 0 ? like.uid : own.uid;
      // Changing the owner clears the set-id bits, so the mode comes after it.
      if (own.uid !== uid || own.gid !== like.gid) io.fchownSync(fd, uid, like.gid);
      if ((own.mode & 0o7777) !== (like.mode & 0o7777)) io.fchmodSync(fd, like.mode & 0o7777);
    }
    io.fsyncSync(fd);
  } finally {
    io.closeSync(fd);
  }
}
