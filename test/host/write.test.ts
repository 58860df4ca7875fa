import { chmodSync, chownSync, linkSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/host/file-system.ts';
import { recoverDisk } from '../../src/host/recover.ts';
import { writeEdit } from '../../src/host/write.ts';
import { appendEdit, contentsOf, folderOf } from './folders.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();
const files = { 'src/a.c': 'a\n', 'src/b.h': 'b\r\n', 'doc/c.sgml': 'c', 'src/keep': 'k' };

function failing(calls: Readonly<Record<string, (path: string) => string | undefined>>): FileSystem {
  const wrapped = Object.entries(calls).map(([name, codeOf]) => {
    const real = nodeFileSystem[name as keyof FileSystem] as (...args: unknown[]) => unknown;
    const call = (...args: unknown[]) => {
      const code = codeOf(args.map(String).join(' '));
      if (code !== undefined) throw Object.assign(new Error(`${code}: made up, ${name}`), { code, syscall: name });
      return real(...args);
    };
    return [name, call];
  });
  return { ...nodeFileSystem, ...Object.fromEntries(wrapped) };
}

it('writes every file, keeps line endings, encoding and permissions, and leaves nothing behind', () => {
  const folder = folderOf(scratch, { ...files, 'src/latin': Buffer.from([0xfc, 10]) });
  chmodSync(join(folder, 'src/a.c'), 0o751);
  if (process.getuid?.() === 0) chownSync(join(folder, 'src/b.h'), 1234, 4321);
  const before = statSync(join(folder, 'src/b.h'));
  const edit = appendEdit(folder, ['src/a.c', 'src/b.h', 'src/latin'], 'x\r\n', { 'doc/new.sgml': 'grün\n' });
  expect(writeEdit(folder, edit)).toEqual({ ok: true, value: ['src/a.c', 'src/b.h', 'src/latin', 'doc/new.sgml'] });
  expect(contentsOf(folder)).toEqual({
    ...files,
    'src/a.c': 'a\nx\r\n',
    'src/b.h': 'b\r\nx\r\n',
    'src/latin': '\u00fc\nx\r\n',
    'doc/new.sgml': Buffer.from('grün\n').toString('latin1'),
  });
  expect(statSync(join(folder, 'src/a.c')).mode & 0o7777).toBe(0o751);
  const after = statSync(join(folder, 'src/b.h'));
  expect([after.uid, after.gid, after.mode]).toEqual([before.uid, before.gid, before.mode]);
  expect(statSync(join(folder, 'doc/new.sgml')).mode & 0o777).toBe(0o666 & ~process.umask());
});

it.each([
  ['a file that changed', (folder: string) => writeFileSync(join(folder, 'src/b.h'), 'B\r\n'), 'write/stale', 'src/b.h has changed'],
  ['a file that is gone', (folder: string) => renameSync(join(folder, 'src/b.h'), join(folder, 'src/z')), 'write/stale', 'src/b.h is gone'],
  ['a file that became binary', (folder: string) => writeFileSync(join(folder, 'src/b.h'), 'b\0'), 'write/stale', 'src/b.h has changed'],
  ['a new file that exists', (folder: string) => writeFileSync(join(folder, 'doc/new'), ''), 'write/stale', 'doc/new was created'],
  [
    'a new file that is a link to nothing',
    (folder: string) => symlinkSync('none', join(folder, 'doc/new')),
    'write/stale',
    'doc/new was created',
  ],
  ['a directory that is gone', (folder: string) => renameSync(join(folder, 'doc'), join(folder, 'gone')), 'write/stale', 'doc/new'],
  ['a read-only file', (folder: string) => chmodSync(join(folder, 'src/b.h'), 0o444), 'write/read-only', 'file src/b.h'],
  ['a read-only directory', (folder: string) => chmodSync(join(folder, 'doc'), 0o555), 'write/read-only', 'directory doc'],
  ['a read-only top', (folder: string) => chmodSync(folder, 0o555), 'write/read-only', 'directory /'],
] as const)('refuses %s before anything is written', (_, change, code, message) => {
  const folder = folderOf(scratch, files);
  const edit = appendEdit(folder, ['src/a.c', 'src/b.h'], 'x\n', { 'doc/new': 'n\n' });
  change(folder);
  const before = contentsOf(folder);
  const result = writeEdit(folder, edit);
  expect(result).toMatchObject({ ok: false, problem: { code, message: expect.stringContaining(message), hint: expect.any(String) } });
  expect(contentsOf(folder)).toEqual(before);
});

it('writes through a link to the file that it leads to, but not out of the tree and not twice', () => {
  const folder = folderOf(scratch, files);
  symlinkSync('../src/a.c', join(folder, 'doc/link'));
  symlinkSync('src', join(folder, 'dirlink'));
  expect(writeEdit(folder, appendEdit(folder, ['doc/link'], 'x\n', { 'dirlink/new': 'n' })).ok).toBe(true);
  expect(contentsOf(folder)).toEqual({ ...files, 'src/a.c': 'a\nx\n', 'src/new': 'n', 'doc/link': '-> ../src/a.c', dirlink: '-> src' });
  const both = appendEdit(folder, ['doc/link', 'src/a.c'], 'y\n');
  expect(writeEdit(folder, both)).toMatchObject({ ok: false, problem: { code: 'write/same-file' } });
  const outside = folderOf(scratch, { file: 'f' });
  const edit = appendEdit(folder, ['src/a.c', 'src/keep'], 'y\n', { 'doc/new': 'n' });
  const moved = contentsOf(folder);
  renameSync(join(folder, 'src/keep'), join(outside, 'keep'));
  symlinkSync(join(outside, 'keep'), join(folder, 'src/keep'));
  expect(writeEdit(folder, edit)).toMatchObject({
    ok: false,
    problem: { code: 'write/outside', message: expect.stringContaining('src/keep') },
  });
  expect(contentsOf(folder)).toEqual({ ...moved, 'src/keep': `-> ${join(outside, 'keep')}` });
});

it('writes into a tree that is reached through a link', () => {
  const folder = folderOf(scratch, files);
  const link = join(scratch, 'link to tree');
  symlinkSync(folder, link);
  expect(writeEdit(link, appendEdit(link, ['src/a.c'], 'x\n')).ok).toBe(true);
  expect(contentsOf(folder)).toEqual({ ...files, 'src/a.c': 'a\nx\n' });
});

it('writes nothing when the disk is full', () => {
  const folder = folderOf(scratch, files);
  let writes = 0;
  const io = failing({ writeFileSync: () => (++writes === 3 ? 'ENOSPC' : undefined) });
  const result = writeEdit(folder, appendEdit(folder, ['src/a.c', 'src/b.h', 'doc/c.sgml'], 'x\n'), io);
  expect(result).toMatchObject({ ok: false, problem: { code: 'write/failed', message: expect.stringContaining('ENOSPC') } });
  expect(contentsOf(folder)).toEqual(files);
});

it('copies where a directory is on another file system', () => {
  const folder = folderOf(scratch, files);
  chmodSync(join(folder, 'doc/c.sgml'), 0o640);
  const io = failing({ renameSync: (paths) => (/\/\d+ .*\/doc\//.test(paths) ? 'EXDEV' : undefined) });
  expect(writeEdit(folder, appendEdit(folder, ['src/a.c', 'doc/c.sgml'], 'x\n', { 'doc/new': 'n' }), io).ok).toBe(true);
  expect(contentsOf(folder)).toEqual({ ...files, 'src/a.c': 'a\nx\n', 'doc/c.sgml': 'cx\n', 'doc/new': 'n' });
  expect(statSync(join(folder, 'doc/c.sgml')).mode & 0o777).toBe(0o640);
});

it('writes nothing when the system refuses the first replacement', () => {
  const folder = folderOf(scratch, files);
  const io = failing({ renameSync: (paths) => (paths.endsWith('/src/a.c') ? 'EPERM' : undefined) });
  const result = writeEdit(folder, appendEdit(folder, ['src/a.c', 'src/b.h'], 'x\n'), io);
  expect(result).toMatchObject({ ok: false, problem: { code: 'write/failed', message: expect.stringContaining('EPERM') } });
  expect(contentsOf(folder)).toEqual(files);
});

it('is completed by the next opening where the system failed in the middle', () => {
  const folder = folderOf(scratch, files);
  const io = failing({ renameSync: (paths) => (paths.endsWith('/src/b.h') ? 'EIO' : undefined) });
  const result = writeEdit(folder, appendEdit(folder, ['src/a.c', 'src/b.h'], 'x\n'), io);
  expect(result).toMatchObject({ ok: false, problem: { code: 'write/unfinished' } });
  expect(recoverDisk(folder)).toMatchObject({ ok: true, value: { remarks: ['Completed an interrupted write: src/a.c, src/b.h'] } });
  expect(contentsOf(folder)).toEqual({ ...files, 'src/a.c': 'a\nx\n', 'src/b.h': 'b\r\nx\n' });
});

it('leaves hard-linked copies in other trees as they are', () => {
  const folder = folderOf(scratch, files);
  const other = folderOf(scratch, {});
  linkSync(join(folder, 'src/keep'), join(other, 'keep'));
  expect(writeEdit(folder, appendEdit(folder, ['src/keep'], 'x')).ok).toBe(true);
  expect([contentsOf(folder)['src/keep'], contentsOf(other)]).toEqual(['kx', { keep: 'k' }]);
});
