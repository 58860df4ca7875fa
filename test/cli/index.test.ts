import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from 'vitest';
import { builtPgsmith } from './pgsmith.ts';
import { smallTree } from './small-tree.ts';

const HOOKS = 'src/include/small_hooks.h';
const pgsmith = builtPgsmith();
const tree = () => join(pgsmith.scratch, 'tree');
const cache = () => join(pgsmith.scratch, 'cache');
const directory = () => join(cache(), 'pgsmith', 'index');

const args = (kind = 'hook') => [pgsmith.main, '--tree', tree(), '--json', 'list', kind];
const options = () => ({ encoding: 'utf8' as const, env: { ...process.env, XDG_CACHE_HOME: cache() } });

function list(kind?: string): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, args(kind), options());
}

/** Names of the hooks that are listed. */
function hooks(run = list()): readonly string[] {
  return names(run);
}

function names(run: SpawnSyncReturns<string>): readonly string[] {
  expect(run.stderr).toBe('');
  return (JSON.parse(run.stdout) as { name: string }[]).map((one) => one.name);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree(), path)), { recursive: true });
  writeFileSync(join(tree(), path), text);
}

/** The stored index of the tree. */
function stored(): string {
  const [name] = readdirSync(directory());
  return join(directory(), name ?? '');
}

const header = (...names: readonly string[]) => names.map((name) => `extern PGDLLIMPORT small_hook_type ${name};\n`).join('');

beforeEach(() => {
  for (const path of [tree(), cache()]) rmSync(path, { recursive: true, force: true });
  for (const [path, text] of Object.entries(smallTree)) write(path, text);
  write(HOOKS, header('first_hook'));
});

describe('the stored index', () => {
  it('is taken over, and follows files that change, come and go', () => {
    expect(hooks()).toEqual(['first_hook']);
    const before = readFileSync(stored(), 'utf8');
    expect(hooks()).toEqual(['first_hook']);
    expect(readFileSync(stored(), 'utf8')).toBe(before);
    write(HOOKS, header('other_hook'));
    expect(hooks()).toEqual(['other_hook']);
    write('src/include/more_hooks.h', header('more_hook'));
    expect(hooks()).toEqual(['more_hook', 'other_hook']);
    rmSync(join(tree(), HOOKS));
    expect(hooks()).toEqual(['more_hook']);
  });

  it('follows the files beside a file that decide about its entries, whoever computed them', () => {
    const many = Array.from({ length: 150 }, (_, index) => `src/bin/small/part${index}.c`);
    for (const path of many) write(path, '/* nothing */\n');
    write('src/bin/small/small.c', 'int\nmain(int argc, char **argv)\n{\n}\n');
    expect(names(list('program'))).toEqual(['small']);
    write('src/bin/small/Makefile', 'pg_small: small.o\n\tcc -o $@ $^\n');
    expect(names(list('program'))).toEqual(['pg_small']);
    write('src/bin/small/GNUmakefile', 'pg_other: small.o\n\tcc -o $@ $^\n');
    expect(names(list('program'))).toEqual(['pg_other']);
    rmSync(join(tree(), 'src/bin/small/GNUmakefile'));
    rmSync(join(tree(), 'src/bin/small/Makefile'));
    expect(names(list('program'))).toEqual(['small']);
  });

  it('is ignored and written anew where it is damaged or of another engine', () => {
    hooks();
    const good = readFileSync(stored(), 'utf8');
    const damages = [
      good.slice(0, good.length / 2),
      good.replace('first_hook', 'wrong_hook'),
      `${good}x`,
      '',
      'x\n{',
      good.replace(/"engine":"\w+"/, '"engine":"another"'),
    ];
    for (const damage of damages) {
      writeFileSync(stored(), damage);
      expect(hooks()).toEqual(['first_hook']);
      expect(readFileSync(stored(), 'utf8').length).toBe(good.length);
    }
    writeFileSync(
      stored(),
      Buffer.from(good, 'utf8').map((byte, at) => (at === 3000 ? byte ^ 4 : byte)),
    );
    expect(hooks()).toEqual(['first_hook']);
  });

  it('is done without where nothing can be stored', () => {
    mkdirSync(cache());
    writeFileSync(join(cache(), 'pgsmith'), 'a file where a directory should be');
    expect(hooks()).toEqual(['first_hook']);
    rmSync(join(cache(), 'pgsmith'));
    mkdirSync(directory(), { recursive: true });
    chmodSync(directory(), 0o500);
    expect(hooks()).toEqual(['first_hook']);
    chmodSync(directory(), 0o700);
  });

  it('leaves no drafts of processes that were killed long ago', () => {
    hooks();
    const draft = `${stored()}.1.abandoned`;
    writeFileSync(draft, 'half');
    utimesSync(draft, 0, 0);
    write(HOOKS, header('second_hook'));
    expect(hooks()).toEqual(['second_hook']);
    expect(existsSync(draft)).toBe(false);
  });

  it('can be used by many at once', async () => {
    const runs = Array.from({ length: 8 }, () => {
      const run = spawn(process.execPath, args(), { env: options().env, stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      run.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      return new Promise<string>((resolve) => run.on('close', () => resolve(text)));
    });
    const answers = await Promise.all(runs);
    expect(new Set(answers)).toEqual(new Set([list().stdout]));
    expect(readdirSync(directory())).toHaveLength(1);
  });

  it('is whole whenever a process is killed', async () => {
    const delays = Array.from({ length: 6 }, (_, index) => index);
    for (const delay of delays) {
      rmSync(directory(), { recursive: true, force: true });
      const run = spawn(process.execPath, args(), { env: options().env, stdio: 'ignore' });
      const ended = new Promise((resolve) => run.on('close', resolve));
      // Killed as soon as its directory exists, and some turns of the loop later each time.
      while (!existsSync(directory()) && run.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
      for (let turn = 0; turn < delay * 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      run.kill('SIGKILL');
      await ended;
      expect(hooks()).toEqual(['first_hook']);
      expect(statSync(stored()).size).toBeGreaterThan(0);
    }
  });

  it('can be computed by a worker alone, which finds the parser beside the bundle', async () => {
    const script = join(dirname(pgsmith.main), '..', 'index', 'worker.mjs');
    const jobs = { all: [['*shmem'], [HOOKS]], taken: new Int32Array(new SharedArrayBuffer(4)) };
    const worker = new Worker(script, { workerData: { root: tree(), jobs } });
    const found: { key: string; entries: string }[] = [];
    worker.on('message', (units: typeof found) => found.push(...units));
    await once(worker, 'exit');
    expect(found.map((unit) => unit.key)).toEqual(['*shmem', HOOKS]);
    expect(found[1]?.entries).toContain('first_hook');
  });
});
