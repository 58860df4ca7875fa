import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fail, ok, type Result, type TreePath } from '../core/api.ts';
import { errorCode, type FileStatus, type FileSystem, syncDirectory, unless, writeDurably } from './file-system.ts';

/** One file of a write. */
export interface JournalFile {
  /** Where it goes: no part of the path is a link. */
  readonly path: TreePath;
  /** SHA-256 of the bytes it replaces; null for a new file. */
  readonly old: string | null;
  /** SHA-256 of the bytes to come. */
  readonly new: string;
}

/** How far the write of a file has come; `foreign` holds neither what was there nor what was to come. */
type State = 'pending' | 'applied' | 'foreign';

const MANIFEST = 'manifest';

/** Hash of a file's bytes as a journal keeps it. */
export function bytesHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Puts the new contents of the file with this index into the journal directory. */
export function stage(io: FileSystem, journal: string, index: number, bytes: Uint8Array, like: FileStatus | undefined): void {
  writeDurably(io, join(journal, String(index)), bytes, 'wx', like);
}

/**
 * The point of no return: once the manifest stands in the journal directory, whoever opens the tree next completes the
 * write; before, they drop it.
 */
export function commit(io: FileSystem, journal: string, files: readonly JournalFile[]): void {
  const draft = join(journal, `${MANIFEST}.draft`);
  writeDurably(io, draft, JSON.stringify({ format: 1, files }), 'wx');
  io.renameSync(draft, join(journal, MANIFEST));
  syncDirectory(io, journal);
  syncDirectory(io, dirname(journal));
}

/**
 * Brings what a journal holds to its end: completes a committed write, drops any other, and removes the directory. May
 * run any number of times and beside its owner. A committed write is dropped too where somebody changed one of its files
 * before the first was replaced; where one was replaced already, nothing is touched and the problem names the file.
 */
export function settle(
  io: FileSystem,
  top: string,
  name: string,
): Result<{ readonly files: readonly JournalFile[]; readonly done: boolean }> {
  const journal = join(top, name);
  const files = readManifest(io, top, journal);
  if (!files.ok) return files;
  const states = files.value.map((file, index) => stateOf(io, top, journal, file, index));
  const foreign = files.value.find((_, index) => states[index] === 'foreign');
  if (foreign && states.includes('applied')) return interrupted(foreign, files.value, states, journal);
  if (!foreign) {
    const pending = [...files.value.entries()].filter(([index]) => states[index] === 'pending');
    for (const [index, file] of pending) replace(io, join(journal, String(index)), join(top, file.path), name);
    for (const directory of new Set(files.value.map((file) => dirname(join(top, file.path))))) syncDirectory(io, directory);
  }
  for (const file of files.value) unless(['ENOENT'], () => io.unlinkSync(copyOf(join(top, file.path), name)));
  removeJournal(io, journal);
  return ok({ files: files.value, done: foreign === undefined });
}

/** Drops a committed write of which no file has been replaced yet; tells whether it did. */
export function withdraw(io: FileSystem, top: string, name: string): boolean {
  const files = readManifest(io, top, join(top, name));
  if (!files.ok || files.value.some((file, index) => stateOf(io, top, join(top, name), file, index) === 'applied')) return false;
  removeJournal(io, join(top, name));
  return true;
}

/** New contents of the files that a committed journal has not replaced yet, for readers of a tree they may not write. */
export function pendingContents(io: FileSystem, top: string, name: string): Result<ReadonlyMap<TreePath, Buffer>> {
  const journal = join(top, name);
  const files = readManifest(io, top, journal);
  if (!files.ok) return files;
  const states = files.value.map((file, index) => stateOf(io, top, journal, file, index));
  const foreign = files.value.find((_, index) => states[index] === 'foreign');
  if (foreign && states.includes('applied')) return interrupted(foreign, files.value, states, journal);
  const contents = new Map<TreePath, Buffer>();
  if (foreign) return ok(contents);
  for (const [index, file] of files.value.entries()) {
    const bytes = states[index] === 'pending' ? readRegular(io, join(journal, String(index))) : undefined;
    if (bytes) contents.set(file.path, bytes);
  }
  return ok(contents);
}

/** Removes a journal directory, the manifest first: without it the rest means nothing. */
export function removeJournal(io: FileSystem, journal: string): void {
  const names = unless(['ENOENT'], () => io.readdirSync(journal)) ?? [];
  const ordered = [...names.filter((name) => name === MANIFEST), ...names.filter((name) => name !== MANIFEST)];
  for (const name of ordered) unless(['ENOENT'], () => io.unlinkSync(join(journal, name)));
  unless(['ENOENT'], () => io.rmdirSync(journal));
}

/**
 * The files of a committed write, none for one that was not. The manifest may be anybody's, so a path that is not plain
 * or leads through a link is refused.
 */
function readManifest(io: FileSystem, top: string, journal: string): Result<readonly JournalFile[]> {
  const bytes = readRegular(io, join(journal, MANIFEST));
  if (!bytes) return ok([]);
  const files = parseManifest(bytes.toString('utf8'));
  const sound = files?.every(({ path }) => {
    const directory = dirname(join(top, path));
    return unless(['ENOENT', 'ENOTDIR', 'ELOOP'], () => io.realpathSync(directory)) === directory;
  });
  if (files && sound) return ok(files);
  return fail({
    code: 'write/bad-journal',
    message: `${journal} is no journal that pgsmith wrote for this tree`,
    hint: 'Look at it, then delete it; the files of the tree stay as they are.',
  });
}

function parseManifest(text: string): readonly JournalFile[] | undefined {
  try {
    const parsed = JSON.parse(text) as { readonly format?: unknown; readonly files?: unknown };
    const isFile = (file: Partial<JournalFile>) =>
      typeof file.path === 'string' &&
      file.path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0')) &&
      (file.old === null || typeof file.old === 'string') &&
      typeof file.new === 'string';
    return parsed.format === 1 && Array.isArray(parsed.files) && parsed.files.every(isFile)
      ? (parsed.files as readonly JournalFile[])
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The staged file is asked first: when it vanishes in between, another process has just moved it to its place. */
function stateOf(io: FileSystem, top: string, journal: string, file: JournalFile, index: number): State {
  const staged = io.lstatSync(join(journal, String(index)), { throwIfNoEntry: false });
  if (!staged?.isFile()) return 'applied';
  const bytes = readRegular(io, join(top, file.path));
  const present = bytes ? bytesHash(bytes) : io.lstatSync(join(top, file.path), { throwIfNoEntry: false }) ? 'no file' : null;
  if (present === file.new) return 'applied';
  return present === file.old ? 'pending' : 'foreign';
}

/** Moves a staged file to its place; where that is another file system, a copy beside the place is moved. */
function replace(io: FileSystem, staged: string, target: string, name: string): void {
  try {
    io.renameSync(staged, target);
  } catch (error) {
    // Another process that takes this one for dead has moved the file already.
    if (errorCode(error) === 'ENOENT') return;
    if (errorCode(error) !== 'EXDEV') throw error;
    const copy = copyOf(target, name);
    writeDurably(io, copy, io.readFileSync(staged), 'w', io.statSync(staged));
    io.renameSync(copy, target);
    io.unlinkSync(staged);
  }
}

function copyOf(target: string, name: string): string {
  return join(dirname(target), `${name}.copy`);
}

function interrupted(foreign: JournalFile, files: readonly JournalFile[], states: readonly State[], journal: string): Result<never> {
  const applied = files.filter((_, index) => states[index] === 'applied').map((file) => file.path);
  return fail({
    code: 'write/interrupted',
    message: `An interrupted write of pgsmith cannot be completed: ${foreign.path} has changed since, while ${applied.join(', ')} ${applied.length > 1 ? 'have' : 'has'} been written`,
    where: { path: foreign.path, offset: 0 },
    hint: `Put ${foreign.path} back as it was and run pgsmith again, or delete ${journal} to keep all files as they are now.`,
  });
}

function readRegular(io: FileSystem, path: string): Buffer | undefined {
  return io.lstatSync(path, { throwIfNoEntry: false })?.isFile() ? unless(['ENOENT'], () => io.readFileSync(path)) : undefined;
}
