import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderOf } from '../host/folders.ts';
import { builtPgsmith } from './pgsmith.ts';
import { smallTree } from './small-tree.ts';

const pgsmith = builtPgsmith();
const freshTree = () => folderOf(pgsmith.scratch, smallTree);

const request = {
  name: 'small_mul',
  args: [
    { name: 'a', type: 'int4' },
    { name: 'b', type: 'int4' },
  ],
  returns: 'int4',
  volatility: 'immutable',
  strict: true,
  parallel: 'safe',
  description: 'product of two numbers',
  oid: 8123,
  file: 'src/backend/utils/adt/small.c',
};
const flags = [
  ...['--name', 'small_mul', '--args', JSON.stringify(request.args[0]), '--args', JSON.stringify([request.args[1]])],
  ...['--returns=int4', '--volatility', 'immutable', '--strict', '--parallel', 'safe', '--oid', '8123'],
  ...['--description', 'product of two numbers', '--file', 'src/backend/utils/adt/small.c'],
];
const files = ['src/include/catalog/pg_proc.dat', 'src/backend/utils/adt/small.c'];

describe('pgsmith add', () => {
  it('takes a list as one line', () => {
    const [listed, typed] = [flags, flags.toSpliced(2, 4, '--args', 'a int4, b int4')].map((given) =>
      pgsmith(['add', 'function', ...given], { cwd: freshTree() }),
    );
    expect([typed?.status, typed?.stdout]).toEqual([0, listed?.stdout]);
  });

  it('prints a diff that git and patch accept, and changes nothing', () => {
    const folder = freshTree();
    const run = pgsmith(['add', 'function', ...flags], { cwd: folder });
    expect([run.status, run.stdout.match(/^\+\+\+ .*$/gm)]).toEqual([0, files.map((file) => `+++ b/${file}`)]);
    expect(run.stderr).toMatch(/^Register function small_mul\(int4, int4\)\n {2}catalog +src\/include\/catalog\/pg_proc\.dat {2}/);
    expect(run.stderr).toContain('\nNote: ');
    expect(contentsOf(folder)).toEqual(smallTree);
    for (const [tool, ...args] of [
      ['git', 'apply', '--check', '-'],
      ['patch', '-p1', '--dry-run'],
    ] as const) {
      const checked = spawnSync(tool, args, { cwd: folder, input: run.stdout, encoding: 'utf8' });
      expect([tool, checked.status, checked.stderr]).toEqual([tool, 0, '']);
    }
  });

  it('writes what it showed, and refuses to do it twice with the place of the first', () => {
    const folder = freshTree();
    const shown = pgsmith(['add', 'function', ...flags], { cwd: folder }).stdout;
    const run = pgsmith(['add', 'function', ...flags, '--write'], { cwd: folder });
    expect([run.status, run.stdout]).toEqual([0, files.map((file) => `${file}\n`).join('')]);
    const patched = freshTree();
    expect(spawnSync('git', ['apply', '-'], { cwd: patched, input: shown }).status).toBe(0);
    expect(contentsOf(folder)).toEqual(contentsOf(patched));
    expect(pgsmith(['--tree', folder, 'list', 'function']).stdout).toContain('small_mul  src/include/catalog/pg_proc.dat:');
    const again = pgsmith(['--json', 'add', 'function', ...flags, '--write'], { cwd: folder });
    expect([again.status, JSON.parse(again.stdout)]).toEqual([
      1,
      { ok: false, problem: expect.objectContaining({ where: { file: files[0], line: expect.any(Number), column: expect.any(Number) } }) },
    ]);
    expect(contentsOf(folder)).toEqual(contentsOf(patched));
  });

  it('takes input as JSON from a file or standard input; flags have the last word', () => {
    const folder = freshTree();
    const plain = pgsmith(['add', 'function', ...flags], { cwd: folder }).stdout;
    const input = JSON.stringify(request);
    writeFileSync(join(pgsmith.scratch, 'my request.json'), `\uFEFF${input}`);
    expect(pgsmith(['add', 'function', '--input', '-'], { cwd: folder, input }).stdout).toBe(plain);
    expect(pgsmith(['add', 'function', '--input', 'my request.json', '--tree', folder]).stdout).toBe(plain);
    expect(pgsmith(['add', 'function', '--input=-', '--oid', '8200'], { cwd: folder, input }).stdout).toBe(plain.replace('8123', '8200'));
  });

  it('answers in JSON', () => {
    const folder = freshTree();
    const run = pgsmith(['--json', 'add', 'function', ...flags], { cwd: folder });
    expect([run.status, run.stderr]).toEqual([0, '']);
    const step = { what: expect.any(String), file: expect.any(String), why: expect.any(String), required: true };
    expect(JSON.parse(run.stdout)).toEqual({
      ok: true,
      title: 'Register function small_mul(int4, int4)',
      steps: [step, step],
      notes: expect.arrayContaining([expect.stringContaining('fmgrprotos.h')]),
      diff: pgsmith(['add', 'function', ...flags], { cwd: folder }).stdout,
    });
    const written = JSON.parse(pgsmith(['--json', 'add', 'function', ...flags, '--write'], { cwd: folder }).stdout) as {
      written: string[];
    };
    expect(written.written).toEqual(files);
  });

  it.each([
    ['no JSON', '{', 2, 'usage/bad-json'],
    ['no object', '[]', 1, 'form/not-an-object'],
    ['an unknown field', '{"nmae":"x"}', 1, 'form/unknown-field'],
    ['a missing field', '{}', 1, 'form/missing-field'],
    ['a field of the wrong kind', JSON.stringify({ ...request, oid: 'many' }), 1, 'form/wrong-kind'],
    ['a file outside of the tree', JSON.stringify({ ...request, file: '../x.c' }), 1, expect.any(String)],
  ])('refuses input with %s', (_, input, status, code) => {
    const folder = freshTree();
    const run = pgsmith(['--json', 'add', 'function', '--write', '--input', '-'], { cwd: folder, input });
    expect([run.status, JSON.parse(run.stdout)]).toEqual([
      status,
      { ok: false, problem: expect.objectContaining({ code, message: expect.any(String) }) },
    ]);
    expect(contentsOf(folder)).toEqual(smallTree);
  });

  it('says which file changed, which is read-only, and which input is missing', () => {
    const folder = freshTree();
    chmodSync(join(folder, files[1] ?? ''), 0o444);
    const run = pgsmith(['add', 'function', ...flags, '--write'], { cwd: folder });
    expect([run.status, run.stdout, run.stderr]).toEqual([1, '', expect.stringContaining('src/backend/utils/adt/small.c is read-only')]);
    const missing = pgsmith(['add', 'function', '--input', 'none.json'], { cwd: folder });
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('none.json')]);
  });

  it('keeps CRLF and bytes that are not UTF-8, in the diff and on disk', () => {
    const file = files[1] ?? '';
    const text = Buffer.from((smallTree[file] ?? '').replace('Small functions', 'Small f\u00fcnctions').replaceAll('\n', '\r\n'), 'latin1');
    const folder = folderOf(pgsmith.scratch, { ...smallTree, [file]: text });
    const diff = spawnSync(process.execPath, [pgsmith.main, 'add', 'function', ...flags], { cwd: folder });
    expect(spawnSync('git', ['apply', '--check', '-'], { cwd: folder, input: diff.stdout, encoding: 'utf8' }).stderr).toBe('');
    expect(pgsmith(['add', 'function', ...flags, '--write'], { cwd: folder }).status).toBe(0);
    const bytes = readFileSync(join(folder, file), 'latin1');
    expect(bytes).toContain('Small f\u00fcnctions');
    expect(bytes.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('finds the tree around the current directory, through a link and a relative path too', () => {
    const folder = freshTree();
    const plain = pgsmith(['add', 'function', ...flags], { cwd: folder }).stdout;
    symlinkSync(join(folder, 'src'), join(pgsmith.scratch, 'a link'));
    mkdirSync(join(pgsmith.scratch, 'beside'));
    const inside = { cwd: join(folder, 'src/backend/utils') };
    expect(pgsmith(['add', 'function', ...flags], inside).stdout).toBe(plain);
    expect(pgsmith(['add', 'function', ...flags], { cwd: join(pgsmith.scratch, 'a link') }).stdout).toBe(plain);
    expect(pgsmith(['--tree', '../../..', 'add', 'function', ...flags], inside).stdout).toBe(plain);
    expect(pgsmith(['add', 'function', ...flags], { cwd: join(pgsmith.scratch, 'beside') }).status).toBe(1);
  });

  it('completes the write of a process that was killed, whatever the command', () => {
    const folder = freshTree();
    const journal = '.pgsmith-4000000-1-0123456789abcdef';
    const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    mkdirSync(join(folder, journal));
    writeFileSync(join(folder, journal, '0'), '');
    writeFileSync(
      join(folder, journal, 'manifest'),
      JSON.stringify({ format: 1, files: [{ path: 'src/backend/new.c', old: null, new: hash }] }),
    );
    const run = pgsmith(['--json', 'oid'], { cwd: folder });
    expect([run.status, run.stderr]).toEqual([0, 'pgsmith: Completed an interrupted write: src/backend/new.c\n']);
    expect(contentsOf(folder)).toEqual({ ...smallTree, 'src/backend/new.c': '' });
  });
});
