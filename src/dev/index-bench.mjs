// The part of npm run bench that measures the index of everything against universal-ctags.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from './prepare.mjs';

const RUNS = 7;
/** How many files a switch of branches changes. */
const SWITCHED = 500;
/** C files in which keystrokes are measured: one that registers much, and an ordinary one. */
const EDITED = ['src/backend/utils/misc/guc_tables.c', 'src/backend/access/nbtree/nbtree.c'];

/**
 * Measures on PostgreSQL 18, on the largest tree of the cache and on trees of other sizes.
 * @param {readonly { name: string, path: string }[]} trees
 * @param {string} cli
 * @param {string} work a directory for scratch files
 */
export async function measureIndex(trees, cli, work) {
  const cache = join(work, 'cache');
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const list = (/** @type {string} */ tree) => time([process.execPath, cli, '--tree', tree, '--json', 'list', 'hook'], env);
  const ctags = (/** @type {string} */ tree) =>
    time(['ctags', '-R', '-f', join(work, 'tags'), join(tree, 'src'), join(tree, 'contrib')], env);
  const cold = (/** @type {string} */ tree) => {
    rmSync(cache, { recursive: true, force: true });
    return list(tree);
  };
  const found = trees.find((one) => one.name === '18') ?? trees[0];
  const largest = [...trees].sort((a, b) => filesIn(b.path) - filesIn(a.path))[0];
  /** @type {{ name: string, ours: number, peer: number, ratio: number, goal: number }[]} */
  const rows = [];
  const add = (
    /** @type {string} */ name,
    /** @type {() => number} */ ours,
    /** @type {() => number} */ peer,
    /** @type {number} */ goal,
  ) => {
    const samples = Array.from({ length: RUNS }, () => [ours(), peer()]);
    const [a, b] = [median(samples.map(([one = 0]) => one)), median(samples.map(([, one = 0]) => one))];
    rows.push({ name, ours: a, peer: b, ratio: median(samples.map(([one = 0, two = 1]) => one / two)), goal });
  };
  if (!found || !largest) return { rows, edits: [], growth: [] };
  add(
    'cold index of everything, 18 : ctags -R',
    () => cold(found.path),
    () => ctags(found.path),
    1,
  );
  if (largest !== found)
    add(
      `cold index of everything, ${largest.name} : ctags -R`,
      () => cold(largest.path),
      () => ctags(largest.path),
      1,
    );
  cold(found.path);
  add(
    'warm start, 18 : ctags -R',
    () => list(found.path),
    () => ctags(found.path),
    0.25,
  );
  const copy = join(work, 'switched');
  cpSync(found.path, copy, { recursive: true });
  const edits = await measureEdits(copy, work, env);
  const growth = ['13', '18'].flatMap((name) => trees.find((one) => one.name === name) ?? []).map((one) => grown(one.name, one.path, cold));
  const four = join(work, 'four');
  cpSync(found.path, four, { recursive: true });
  for (const number of [2, 3, 4]) {
    const below = join(four, 'contrib', `copy${number}`);
    mkdirSync(below);
    for (const part of ['src', 'contrib']) cpSync(join(found.path, part), join(below, part), { recursive: true });
  }
  growth.push(grown('four copies of 18', four, cold));
  return { rows, edits, growth };
}

/**
 * @param {string} name
 * @param {string} path
 * @param {(tree: string) => number} cold
 */
function grown(name, path, cold) {
  const milliseconds = median(Array.from({ length: 3 }, () => cold(path)));
  const files = filesIn(path);
  return { name, files, milliseconds, perThousand: (milliseconds / files) * 1000 };
}

/** The time to the index after a keystroke, and the memory that it holds, in one process as an editor's server has it. */
async function measureEdits(/** @type {string} */ tree, /** @type {string} */ work, /** @type {NodeJS.ProcessEnv} */ env) {
  const script = join(repository, 'dist', 'cli', 'index-edits.mjs');
  await build({
    entryPoints: [join(repository, 'src/dev/index-edits.mjs')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    logLevel: 'error',
  });
  try {
    return EDITED.map((path) => {
      rmSync(join(work, 'cache'), { recursive: true, force: true });
      const run = spawnSync(process.execPath, ['--expose-gc', script, tree, path, String(SWITCHED)], {
        encoding: 'utf8',
        env,
        maxBuffer: 1 << 28,
      });
      if (run.status !== 0) throw new Error(run.stderr);
      return {
        path,
        .../** @type {{ count: number, cold: number, afterSwitch: number, megabytes: number, p50: number, p95: number }} */ (
          JSON.parse(run.stdout)
        ),
      };
    });
  } finally {
    rmSync(script, { force: true });
  }
}

function filesIn(/** @type {string} */ tree) {
  return ['src', 'contrib'].reduce((sum, part) => sum + readdirSync(join(tree, part), { recursive: true }).length, 0);
}

function time(/** @type {string[]} */ [command = '', ...args], /** @type {NodeJS.ProcessEnv} */ env) {
  const start = process.hrtime.bigint();
  const run = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28, env });
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(/** @type {number[]} */ values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
