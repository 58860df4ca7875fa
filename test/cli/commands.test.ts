import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/core/api.ts';
import { folderOf } from '../host/folders.ts';
import { rowTree } from '../support/guc-trees.ts';
import { builtPgsmith } from './pgsmith.ts';
import { smallTree } from './small-tree.ts';

const pgsmith = builtPgsmith();
const freshTree = () => folderOf(pgsmith.scratch, smallTree);

describe('usage', () => {
  it.each([
    [['inof'], 'Unknown command "inof"', 'Did you mean "info"?'],
    [['constructor'], 'Unknown command "constructor"', ''],
    [['add', '--name', 'x', 'function'], 'Unknown kind "x"', 'Kinds: '],
    [['list', 'fucntion'], 'Unknown kind "fucntion"', 'Did you mean "function"?'],
    [['list', 'oids'], 'Unknown kind "oids"', 'Did you mean "oid"?'],
    [['add', 'function', '--nmae', 'x'], 'Unknown flag --nmae of "add function"', 'Did you mean --name?'],
    [['add', 'function', '--cName', 'x'], 'Unknown flag --cName', 'Did you mean --c-name?'],
    [['oid', '--branch'], 'Unknown flag --branch of "oid"', 'Did you mean --branches?'],
    [['--jsno', 'info'], 'Unknown flag --jsno', 'Did you mean --json?'],
    [['info', '-x'], 'Unknown flag -x', ''],
    [[], 'No command', 'Commands: info, list, show, tree, startup, processes, oid, form, lsp, add.'],
    [['list'], 'KIND is missing', 'pgsmith list KIND'],
    [['info', 'more'], 'Unexpected argument "more"', ''],
    [['oid', '--count'], '--count needs a value', ''],
    [['oid', '--count', '--json'], '--count needs a value', '--count=--json'],
    [['oid', '--count', '0'], '--count must be a whole number', ''],
    [['oid', '--count', '2.5'], '--count must be a whole number', ''],
    [['info', '--json=yes'], '--json takes no value', ''],
    [['info', '--tree', 'a', '--tree', 'b'], '--tree is given twice', ''],
    [['add', 'function', '--name', 'a', '--name', 'b'], '--name is given 2 times', ''],
    [['add', 'function', '--args', '[{]'], '--args is neither JSON nor a list of words', ''],
    [['add', 'function', '--args', 'a int, b c d e f g h'], '"b c d e f g h", argument 2, is no argument', 'a integer, OUT b text'],
  ])('%j ends with status 2 and says why', (args, message, hint) => {
    const run = pgsmith(args);
    expect(run.status).toBe(2);
    expect(run.stderr + run.stdout).toContain(message);
    expect(run.stderr + run.stdout).toContain(hint);
  });

  it('tells usage errors in JSON too', () => {
    const run = pgsmith(['--json', 'inof']);
    expect([run.status, run.stderr, JSON.parse(run.stdout)]).toEqual([
      2,
      '',
      { ok: false, problem: { code: 'usage/unknown-command', message: 'Unknown command "inof"', hint: expect.stringContaining('info') } },
    ]);
  });

  it('explains itself', () => {
    const help = pgsmith(['--help']);
    expect([help.status, help.stderr]).toEqual([0, '']);
    for (const word of [
      'info',
      'list KIND',
      'oid [--count N] [--branches]',
      'form KIND',
      'add KIND',
      '--tree DIR',
      ...features.map((feature) => feature.kind),
    ]) {
      expect(help.stdout).toContain(word);
    }
    expect(pgsmith(['oid', '-h']).stdout).toBe(help.stdout);
    expect(pgsmith(['add', 'function', '-h']).stdout).toBe(pgsmith(['form', 'function']).stdout);
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(pgsmith(['--version']).stdout).toBe(`pgsmith ${version}\n`);
  });

  it('refuses what is no tree, naming what was looked for', () => {
    const folder = folderOf(pgsmith.scratch, { README: 'nothing here' });
    const named = pgsmith(['--tree', folder, 'info']);
    expect([named.status, named.stdout, named.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/^pgsmith: No PostgreSQL source tree in .*src\/backend and src\/include\/catalog/),
    ]);
    const around = pgsmith(['--json', 'oid'], { cwd: folder });
    expect([around.status, JSON.parse(around.stdout)]).toEqual([
      1,
      { ok: false, problem: expect.objectContaining({ code: 'tree/not-found', hint: expect.stringContaining('--tree') }) },
    ]);
    const none = pgsmith(['--tree', join(folder, 'none'), 'list', 'oid']);
    expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('none is not a directory')]);
  });
});

it('ends with status 2 where the system refuses: a directory that is gone, a full disk', () => {
  const gone = spawnSync(
    'sh',
    ['-c', 'cd "$2" && rmdir "$2" && "$0" "$1" info', process.execPath, pgsmith.main, folderOf(pgsmith.scratch, {})],
    {
      encoding: 'utf8',
    },
  );
  expect([gone.status, gone.stderr]).toEqual([2, expect.stringMatching(/^pgsmith: ENOENT/)]);
  const full = spawnSync('sh', ['-c', '"$0" "$1" --help > /dev/full', process.execPath, pgsmith.main], { encoding: 'utf8' });
  expect([full.status, full.stderr]).toEqual([2, expect.stringMatching(/^pgsmith: The output could not be written: ENOSPC/)]);
});

describe('pgsmith oid', () => {
  const lowRanges = [
    { first: 6, last: 15 },
    { first: 17, last: 22 },
    { first: 24, last: 24 },
  ];

  it('prints free ranges as unused_oids does, and a suggestion', () => {
    const folder = freshTree();
    const run = pgsmith(['--tree', folder, 'oid', '--count', '10']);
    const [, first = '', last = ''] =
      /^Suggested unused OIDs: (\d+) - (\d+) \(\d+ consecutive available starting here\)$/m.exec(run.stdout) ?? [];
    expect(run.stdout.split('\n').slice(0, 5)).toEqual(['6 - 15', '17 - 22', '24', '26 - 8999', '9001 - 9999']);
    expect(Number(last) - Number(first)).toBe(9);
    const json = JSON.parse(pgsmith(['--json', '--tree', folder, 'oid']).stdout) as {
      suggestion: { first: number; last: number; count: number };
    };
    expect(json).toEqual({
      suggestion: { first: expect.any(Number), last: json.suggestion.first, count: 1 },
      free: [...lowRanges, { first: 26, last: 8999 }, { first: 9001, last: 9999 }],
      patches: { first: 8000, last: 9999 },
      reserved: [],
    });
    expect(json.suggestion.first).toBeGreaterThanOrEqual(8000);
  });

  it('refuses a block that fits nowhere', () => {
    const run = pgsmith(['--tree', freshTree(), 'oid', '--count', '1500']);
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining('No 1500 consecutive unused OIDs')]);
  });

  it('keeps away from OIDs of other local branches', () => {
    const folder = freshTree();
    const git = (...args: string[]) => {
      const run = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder, encoding: 'utf8' });
      if (run.status !== 0) throw new Error(run.stderr);
    };
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'start');
    git('checkout', '--quiet', '-b', 'other');
    const types = join(folder, 'src/include/catalog/pg_type.dat');
    const all = Array.from({ length: 1990 }, (_, index) => `{ oid => '${8005 + index}', typname => 't${index}' },`);
    spawnSync('tee', [types], { input: ['[', ...all, ']', ''].join('\n') });
    git('commit', '--quiet', '-am', 'many');
    git('checkout', '--quiet', 'main');
    expect(JSON.parse(pgsmith(['--json', 'oid', '--count', '5', '--branches'], { cwd: join(folder, 'src') }).stdout)).toEqual({
      suggestion: { first: expect.any(Number), last: expect.any(Number), count: 5 },
      free: [...lowRanges, { first: 26, last: 8004 }, { first: 9995, last: 9999 }],
      patches: { first: 8000, last: 9999 },
      reserved: [
        { first: 8005, last: 8999 },
        { first: 9001, last: 9994 },
      ],
    });
    expect(pgsmith(['oid', '--branches'], { cwd: folder }).stdout).toContain('\nUsed on other branches only: 8005 - 8999, 9001 - 9994\n');
    expect(JSON.parse(pgsmith(['--json', 'oid'], { cwd: folder }).stdout)).toMatchObject({ reserved: [] });
    rmSync(join(folder, '.git'), { recursive: true });
    const bare = pgsmith(['oid', '--branches'], { cwd: folder });
    expect([bare.status, bare.stderr]).toEqual([1, expect.stringContaining('Leave out --branches')]);
  });
});

describe('pgsmith list, info and form', () => {
  it('lists entries with name, place and fields', () => {
    const folder = freshTree();
    const run = pgsmith(['list', 'function', '--json', '--tree', folder]);
    const [entry] = JSON.parse(run.stdout) as Record<string, unknown>[];
    expect(entry).toMatchObject({ name: 'small_add', file: 'src/include/catalog/pg_proc.dat', line: 3, oid: 9000, returns: 'int4' });
    expect(pgsmith(['list', 'function', '--tree', folder]).stdout).toMatch(
      /^small_add {2}src\/include\/catalog\/pg_proc\.dat:3 {2}oid=9000 /,
    );
    const oids = JSON.parse(pgsmith(['list', 'oid', '--json', '--tree', folder]).stdout) as { name: string; line: number }[];
    expect(oids.map((one) => one.name)).toEqual(['1', '2', '3', '4', '5', '16', '23', '25', '9000']);
    expect(oids.at(-1)).toMatchObject({ file: 'src/include/catalog/pg_proc.dat', line: 3, oid: 9000 });
  });

  it('says what a tree is, what it lacks and which OIDs are used twice', () => {
    const folder = folderOf(pgsmith.scratch, {
      ...smallTree,
      'src/include/catalog/pg_cast.h': 'DECLARE_INDEX(x, 9000, XId, x, btree(oid oid_ops));\n',
    });
    const info = JSON.parse(pgsmith(['--json', 'info'], { cwd: folder }).stdout) as Record<string, unknown>;
    expect(info).toMatchObject({ versionHint: '42devel', buildSystems: ['make'], shapes: { guc: null }, counts: { function: 1, oid: 9 } });
    expect(info['duplicates']).toEqual([
      { oid: 9000, uses: expect.arrayContaining([expect.objectContaining({ file: 'src/include/catalog/pg_cast.h', line: 1 })]) },
    ]);
    const text = pgsmith(['info'], { cwd: folder });
    expect([text.status, text.stdout]).toEqual([0, expect.stringMatching(/^version +42devel$[\s\S]*^Duplicate OIDs\n9000 {2}/m)]);
  });

  it.each(features.map((feature) => [feature.kind, feature] as const))('describes the form of %s', (kind, feature) => {
    const json = JSON.parse(pgsmith(['--json', 'form', kind]).stdout) as { fields: { name: string; flag: string; required: boolean }[] };
    expect(json.fields.map((field) => field.name)).toEqual(Object.keys(feature.form));
    const text = pgsmith(['form', kind]).stdout;
    for (const field of json.fields) expect(text).toMatch(new RegExp(`^${field.flag}  .*${field.required ? '  required' : ''}$`, 'm'));
    // No field may hide a flag that every command has.
    expect(
      json.fields
        .map((field) => field.flag)
        .filter((flag) => ['--tree', '--json', '--help', '--version', '--input', '--write'].includes(flag)),
    ).toEqual([]);
  });
});

describe('pipes', () => {
  it('does not mind a reader that goes away, and writes everything to one that stays', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `{ oid => '${index + 10000}', typname => 't${index}' },`);
    const folder = folderOf(pgsmith.scratch, { ...smallTree, 'src/include/catalog/pg_type.dat': ['[', ...lines, ']', ''].join('\n') });
    const child = spawn(process.execPath, [pgsmith.main, '--tree', folder, 'list', 'oid']);
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += String(data);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status, errors]).toEqual([0, '']);
    const whole = spawnSync('sh', ['-c', '"$0" "$@" | wc -l', process.execPath, pgsmith.main, '--tree', folder, 'list', 'oid'], {
      encoding: 'utf8',
    });
    expect(Number(whole.stdout)).toBe(60_005);
  });
});

describe('a tree with a table that is unfinished', () => {
  const table = 'src/backend/utils/misc/guc_tables.c';
  const tree = folderOf(pgsmith.scratch, {
    ...smallTree,
    ...rowTree,
    [table]: (rowTree[table] ?? '').replace('{"log_things"', '{{"log_things"'),
  });
  const place = `${table}:25:2: ConfigureNamesBool cannot be read here`;

  it('lists and shows what it has, and says that it is not all', () => {
    const listed = pgsmith(['list', 'guc', '--json', '--tree', tree]);
    expect(JSON.parse(listed.stdout).map((one: { name: string }) => one.name)).toEqual(['cache_size', 'trace_cache']);
    expect([listed.status, listed.stderr]).toEqual([0, expect.stringContaining(`Not everything is listed: ${place}`)]);
    expect(pgsmith(['show', 'cache_size', '--tree', tree]).stdout).toContain('cache_size: configuration parameter');
    const missing = pgsmith(['show', 'log_things', '--tree', tree]);
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining(`of which not everything can be read (${place}`)]);
    const { counts, problems } = JSON.parse(pgsmith(['info', '--json', '--tree', tree]).stdout);
    expect([counts.guc, problems[0]?.code]).toEqual([2, 'guc/unfinished']);
  });
});
