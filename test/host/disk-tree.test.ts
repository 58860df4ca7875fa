import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskTree, findTreeRoot } from '../../src/host/disk-tree.ts';
import { encodeText } from '../../src/host/text-file.ts';
import { folderOf } from './folders.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();

it('decodes UTF-8 strictly, keeps a byte order mark, and falls back to a character per byte', () => {
  const latin = Buffer.from([0x67, 0xfc, 0x6e, 0x0d, 0x0a]);
  const tree = diskTree(
    folderOf(scratch, { 'a/utf8': '\uFEFFgrün\n', 'a/latin': latin, 'a/binary': Buffer.from([65, 0, 66]), 'a/empty': '' }),
  );
  expect(tree.read('a/utf8')).toEqual({ path: 'a/utf8', text: '\uFEFFgrün\n', encoding: 'utf-8' });
  const read = tree.read('a/latin');
  expect(read).toEqual({ path: 'a/latin', text: 'g\u00fcn\r\n', encoding: 'latin-1' });
  expect(encodeText(read?.text ?? '', 'latin-1')).toEqual(latin);
  expect(tree.read('a/binary')).toBeUndefined();
  expect(tree.read('a/empty')?.text).toBe('');
});

it('lists by code unit, without what links to directories lead to, and does not see what leads out of the tree', () => {
  const folder = folderOf(scratch, { 'b/B': '', 'b/a': 'a\n', 'b/_': '', 'c/real': 'real\n' });
  const outside = folderOf(scratch, { 'secret/file': 'secret\n' });
  symlinkSync(join(outside, 'secret/file'), join(folder, 'b/out'));
  symlinkSync(join(outside, 'secret'), join(folder, 'outdir'));
  symlinkSync('../c/real', join(folder, 'b/in'));
  symlinkSync('c', join(folder, 'indir'));
  symlinkSync('.', join(folder, 'itself'));
  symlinkSync('nothing', join(folder, 'b/broken'));
  symlinkSync('loop', join(folder, 'b/loop'));
  execFileSync('mkfifo', [join(folder, 'b/pipe')]);
  const tree = diskTree(folder);
  expect(tree.list('b')).toEqual([
    { name: 'B', kind: 'file' },
    { name: '_', kind: 'file' },
    { name: 'a', kind: 'file' },
    { name: 'broken', kind: 'other' },
    { name: 'in', kind: 'file' },
    { name: 'loop', kind: 'other' },
    { name: 'out', kind: 'other' },
    { name: 'pipe', kind: 'other' },
  ]);
  expect(tree.list('')?.map((entry) => [entry.name, entry.kind])).toEqual([
    ['b', 'directory'],
    ['c', 'directory'],
    ['indir', 'other'],
    ['itself', 'other'],
    ['outdir', 'other'],
  ]);
  expect(tree.read('b/in')?.text).toBe('real\n');
  expect(tree.read('indir/real')?.text).toBe('real\n');
  const link = join(scratch, 'link to tree');
  symlinkSync(folder, link);
  expect(diskTree(link).list('')).toEqual(tree.list(''));
  for (const path of ['b/out', 'outdir/file', 'b/broken', 'b/loop', 'b/pipe', 'b', 'none/x', '../x', 'b/../b/a', 'b//a', '', 'b/a/x']) {
    expect([path, tree.read(path)]).toEqual([path, undefined]);
  }
  for (const path of ['outdir', 'b/a', 'none', '..', 'b/.']) expect([path, tree.list(path)]).toEqual([path, undefined]);
});

it('shows one snapshot', () => {
  const folder = folderOf(scratch, { 'd/x': 'old\n' });
  const tree = diskTree(folder);
  expect([tree.read('d/x')?.text, tree.read('d/y'), tree.list('d')?.length]).toEqual(['old\n', undefined, 1]);
  writeFileSync(join(folder, 'd/x'), 'new\n');
  writeFileSync(join(folder, 'd/y'), 'new\n');
  expect([tree.read('d/x')?.text, tree.read('d/y'), tree.list('d')?.length]).toEqual(['old\n', undefined, 1]);
});

it('finds the tree around a directory, also through a link and a path with blanks', () => {
  const folder = folderOf(scratch, { 'src/backend/utils/misc/guc.c': '', 'src/include/catalog/pg_proc.dat': '' });
  expect(findTreeRoot(join(folder, 'src/backend/utils/misc'))).toBe(realpathSync(folder));
  expect(findTreeRoot(folder)).toBe(realpathSync(folder));
  const link = join(scratch, 'a link');
  symlinkSync(join(folder, 'src/backend'), link);
  expect(findTreeRoot(link)).toBe(realpathSync(folder));
  const elsewhere = join(scratch, 'elsewhere');
  mkdirSync(elsewhere);
  expect(findTreeRoot(elsewhere)).toBeUndefined();
});

it('keeps few texts where it is told to, and gives a text that is read again the stamp of what the disk has now', () => {
  const big = (letter: string) => letter.repeat(1_500_000);
  const folder = folderOf(scratch, Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, big(name)])));
  const tree = diskTree(folder, 1 << 20);
  const stamps = ['a', 'b', 'c', 'd', 'e'].map((name) => tree.read(name) && tree.stamp(name));
  expect([tree.read('a')?.text.slice(0, 1), tree.stamp('a') === stamps[0]]).toEqual(['a', true]);
  for (const name of ['c', 'd', 'e']) tree.read(name);
  writeFileSync(join(folder, 'a'), 'another');
  rmSync(join(folder, 'b'));
  expect([tree.read('a')?.text, tree.stamp('a') === stamps[0]]).toEqual(['another', false]);
  expect([tree.read('b'), tree.stamp('b')]).toEqual([undefined, undefined]);
});

it('leaves out of lists what git ignores of directories and C code, and still reads it', () => {
  const names = [
    'gram.c',
    'gram.y',
    'scan.l',
    'keep.c',
    'a b.c',
    'x1.h',
    'x2.h',
    'xa.h',
    'sql/t.sql',
    'sql/made.c',
    'out/o.c',
    'out.c',
    'deep/er/gram.c',
  ];
  const ignore = '# made by bison\n/gram.c\n\n*_d.h\nx[0-9].h\n!/x2.h\nsql/made.c\n/t.sql\nout/\na?b.c\n**/er/gram.c\n/*.funcs.c\n';
  const files = [...names, 'pg_a_d.h', 'sub/pg_b_d.h', 'copy.funcs.c', 'sub/copy.funcs.c', 'sub/gram.c', 'sub/.hidden/h.c'];
  const folder = folderOf(scratch, {
    '.gitignore': '*.gcov\n/stray.c\n',
    'stray.c': '',
    'src/.gitignore': ignore,
    'src/sub/.gitignore': '!pg_b_d.h\n/h.h\r\n',
    'src/sub/h.h': '',
    ...Object.fromEntries(files.map((name) => [`src/${name}`, `${name}\n`])),
  });
  const tree = diskTree(folder);
  const below = (path: string): string[] =>
    (tree.list(path) ?? []).flatMap(({ name, kind }) => {
      const own = path === '' ? name : `${path}/${name}`;
      return kind === 'directory' ? below(own) : [own];
    });
  execFileSync('git', ['init', '-q', folder]);
  const said = execFileSync('git', ['-C', folder, 'ls-files', '--others', '--exclude-standard'], { encoding: 'utf8' }).trim().split('\n');
  expect(
    below('')
      .filter((path) => !path.startsWith('.git/'))
      .sort(),
  ).toEqual(said.sort());
  expect(said).not.toContain('src/gram.c');
  expect(said).toContain('src/sub/gram.c');
  expect(tree.read('src/gram.c')?.text).toBe('gram.c\n');
  writeFileSync(join(folder, 'src/.gitignore'), '');
  tree.refresh();
  expect(below('src')).toContain('src/gram.c');
});

it('lists nothing of a directory in which Meson builds', () => {
  const tree = diskTree(folderOf(scratch, { 'build/.gitignore': '# written by Meson\n*\n', 'build/build.ninja': '', 'build/src/x.c': '' }));
  expect(tree.list('build')).toEqual([]);
});

it('lists a script that git ignores, since some are in git all the same', () => {
  const tree = diskTree(folderOf(scratch, { 'sql/.gitignore': '/security_label.sql\n', 'sql/security_label.sql': '' }));
  expect(tree.list('sql')?.map(({ name }) => name)).toEqual(['.gitignore', 'security_label.sql']);
});
