import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/host/file-system.ts';
import { recoverDisk } from '../../src/host/recover.ts';
import { writeEdit } from '../../src/host/write.ts';
import { dyingFileSystem } from './dying-file-system.ts';
import { appendEdit, contentsOf, folderOf } from './folders.ts';
import { childScript, scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();
const before = { 'src/backend/a.c': 'a\n', 'src/include/b.h': 'b\r\n', 'doc/c.sgml': 'c', untouched: 'u' };
const after = {
  ...before,
  'src/backend/a.c': 'a\nx\n',
  'src/include/b.h': 'b\r\nx\n',
  'doc/c.sgml': 'cx\n',
  'src/backend/new.c': 'n\n',
  'doc/new': '',
};

function freshFolder(): string {
  return folderOf(scratch, before);
}
function editOf(folder: string) {
  return appendEdit(folder, ['src/backend/a.c', 'src/include/b.h', 'doc/c.sgml'], 'x\n', { 'src/backend/new.c': 'n\n', 'doc/new': '' });
}

class Killed extends Error {}

/** Runs `act` with a file system that ends for good at call `at`; nothing that runs afterwards can do any harm or good. */
function until(at: number, act: (io: FileSystem) => unknown, torn = false): 'killed' | 'done' {
  const die = () => {
    throw new Killed();
  };
  try {
    act(dyingFileSystem(at, die, torn).io);
    return 'done';
  } catch (error) {
    if (error instanceof Killed) return 'killed';
    throw error;
  }
}

function allOldOrAllNew(folder: string): 'old' | 'new' {
  const contents = contentsOf(folder);
  const outcome = contents['src/backend/a.c'] === before['src/backend/a.c'] ? 'old' : 'new';
  expect(contents).toEqual(outcome === 'old' ? before : after);
  return outcome;
}

describe('a process killed by SIGKILL at each of its calls', () => {
  let child: string;
  beforeAll(async () => {
    child = await childScript(scratch, 'crash-child');
  });

  it('leaves every file old or every file new once the tree is opened again', { timeout: 300_000 }, () => {
    const editFile = join(scratch, 'edit.json');
    writeFileSync(editFile, JSON.stringify(editOf(freshFolder())));
    const outcomes: string[] = [];
    for (let at = 1; ; at++) {
      const folder = freshFolder();
      const run = spawnSync(process.execPath, [child, editFile, folder, String(at)], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      const opened = recoverDisk(folder);
      expect(opened.ok).toBe(true);
      outcomes.push(allOldOrAllNew(folder));
      if (run.signal === null) {
        expect(at).toBe(Number(run.stdout) + 1);
        break;
      }
    }
    // The commit divides the calls in two: before it all is old, from it on all is new.
    expect(outcomes.join(' ')).toMatch(/^(?:old ){20,}(?:new ){20,}new$/);
  });
});

describe('a write that ends at each of its calls', () => {
  const plain = (folder: string, io: FileSystem) => writeEdit(folder, editOf(folder), io);

  it('is whole even where the last call wrote only half', () => {
    for (let at = 1, ended = 'killed'; ended === 'killed'; at++) {
      const folder = freshFolder();
      ended = until(at, (io) => plain(folder, io), true);
      recoverDisk(folder);
      allOldOrAllNew(folder);
    }
  });

  it('is whole even where each recovery is killed too, one call later than the one before', () => {
    for (let at = 1, ended = 'killed'; ended === 'killed'; at++) {
      const folder = freshFolder();
      ended = until(at, (io) => plain(folder, io));
      for (let recovery = 1; until(recovery, (io) => recoverDisk(folder, io)) === 'killed'; recovery++);
      allOldOrAllNew(folder);
      expect(recoverDisk(folder)).toMatchObject({ ok: true, value: { remarks: [] } });
    }
  });

  it('shows all or nothing to readers who may not recover it', () => {
    for (let at = 1, ended = 'killed'; ended === 'killed'; at++) {
      const folder = freshFolder();
      ended = until(at, (io) => plain(folder, io));
      const copy = mkdtempSync(join(scratch, 'copy-'));
      cpSync(folder, copy, { recursive: true });
      const refuseClaims = () => {
        throw Object.assign(new Error('EROFS: read-only'), { code: 'EROFS', syscall: 'mkdir' });
      };
      const io = {
        ...dyingFileSystem(Number.POSITIVE_INFINITY, () => undefined).io,
        mkdirSync: refuseClaims as unknown as FileSystem['mkdirSync'],
      };
      const opened = recoverDisk(folder, io);
      if (!opened.ok) throw new Error(opened.problem.message);
      recoverDisk(copy);
      const expected = allOldOrAllNew(copy) === 'old' ? before : after;
      const shown = Object.keys(after).map((path) => [path, opened.value.tree.read(path)?.text]);
      expect(Object.fromEntries(shown.filter(([, text]) => text !== undefined))).toEqual(expected);
    }
  });
});

describe('a write interrupted in the middle', () => {
  /** A folder whose write was killed just before the last file was moved to its place, or before the first. */
  function interruptedFolder(which: 'first' | 'last'): string {
    const folder = freshFolder();
    let moved = 0;
    const { io } = dyingFileSystem(Number.POSITIVE_INFINITY, () => undefined);
    const renameSync: FileSystem['renameSync'] = (from, to) => {
      if (!String(to).endsWith('manifest') && ++moved >= (which === 'first' ? 1 : 5)) throw new Killed();
      io.renameSync(from, to);
    };
    expect(() => writeEdit(folder, editOf(folder), { ...io, renameSync })).toThrow(Killed);
    return folder;
  }

  it('is completed before the next write, which then finds its input stale', () => {
    const folder = interruptedFolder('last');
    const edit = appendEdit(folder, ['untouched'], 'y\n', { 'doc/new': '' });
    expect(writeEdit(folder, edit)).toMatchObject({ ok: false, problem: { code: 'write/stale' } });
    expect(contentsOf(folder)).toEqual(after);
  });

  it('is dropped where somebody changed a file before the first was written', () => {
    const folder = interruptedFolder('first');
    writeFileSync(join(folder, 'src/include/b.h'), 'mine\n');
    expect(recoverDisk(folder)).toMatchObject({ ok: true, value: { remarks: [expect.stringContaining('Dropped an interrupted write')] } });
    expect(contentsOf(folder)).toEqual({ ...before, 'src/include/b.h': 'mine\n' });
  });

  it('touches nothing and names the file where somebody changed one after others were written', () => {
    const folder = interruptedFolder('last');
    writeFileSync(join(folder, 'doc/new'), 'mine\n');
    const found = contentsOf(folder);
    const refusal = {
      ok: false,
      problem: { code: 'write/interrupted', message: expect.stringContaining('doc/new has changed'), where: { path: 'doc/new' } },
    };
    expect(recoverDisk(folder)).toMatchObject(refusal);
    expect(writeEdit(folder, appendEdit(folder, ['untouched'], 'y'))).toMatchObject(refusal);
    expect(contentsOf(folder)).toEqual(found);
  });

  it('keeps what somebody added to a file that was written already', () => {
    const folder = interruptedFolder('last');
    writeFileSync(join(folder, 'src/backend/a.c'), 'a\nx\nmine\n');
    expect(recoverDisk(folder).ok).toBe(true);
    expect(contentsOf(folder)).toEqual({ ...after, 'src/backend/a.c': 'a\nx\nmine\n' });
  });
});

describe('journals of other makers', () => {
  const name = `.pgsmith-${process.pid}-1-0123456789abcdef`;
  const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const manifest = (path: string) => JSON.stringify({ format: 1, files: [{ path, old: null, new: hash }] });

  it.each([
    ['no JSON', '{'],
    ['another format', '{"format":2,"files":[]}'],
    ['a path that climbs out', manifest('../x')],
    ['an absolute path', manifest('/x')],
    ['a directory that is not there', manifest('none/x')],
  ])('are refused: %s', (_, text) => {
    const folder = folderOf(scratch, { ...before, [`${name}/manifest`]: text, [`${name}/0`]: '' });
    const found = contentsOf(folder);
    expect(recoverDisk(folder)).toMatchObject({
      ok: false,
      problem: { code: 'write/bad-journal', hint: expect.stringContaining('delete') },
    });
    expect(contentsOf(folder)).toEqual(found);
  });

  it('do not write through links', () => {
    const outside = folderOf(scratch, { file: 'f' });
    const folder = folderOf(scratch, { ...before, [`${name}/manifest`]: manifest('out/x'), [`${name}/0`]: '' });
    spawnSync('ln', ['-s', outside, join(folder, 'out')]);
    expect(recoverDisk(folder)).toMatchObject({ ok: false, problem: { code: 'write/bad-journal' } });
    expect(contentsOf(outside)).toEqual({ file: 'f' });
  });

  it('of a process that lives but does not go on are read as if they were complete, and not written over', () => {
    // Process 1 always lives, and nothing tells since when.
    const folder = folderOf(scratch, {
      ...before,
      '.pgsmith-1-0-0123456789abcdef/manifest': manifest('doc/x'),
      '.pgsmith-1-0-0123456789abcdef/0': '',
    });
    const found = contentsOf(folder);
    const opened = recoverDisk(folder);
    expect(opened.ok && opened.value.tree.read('doc/x')?.text).toBe('');
    expect(writeEdit(folder, appendEdit(folder, ['untouched'], 'y'))).toMatchObject({ ok: false, problem: { code: 'write/busy' } });
    expect(contentsOf(folder)).toEqual(found);
  });

  it('are not mistaken for folders of another name', () => {
    const folder = folderOf(scratch, { ...before, '.pgsmith-notes/manifest': '{', '.pgsmith-1-2-xyz': '' });
    chmodSync(join(folder, '.pgsmith-notes'), 0o755);
    expect(recoverDisk(folder)).toMatchObject({ ok: true, value: { remarks: [] } });
  });
});
