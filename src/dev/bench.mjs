// npm run bench: how pgsmith compares with its peers on this machine, as ratios of medians from alternating runs of whole processes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { measureEditor } from './editor-bench.mjs';
import { measureIndex } from './index-bench.mjs';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { cachedTrees, ensureTrees } from './trees.mjs';

const RUNS = 11;

/** Files in which keystrokes are measured. */
const EDITED = ['src/backend/utils/misc/guc_tables.c', 'src/backend/storage/ipc/ipci.c', 'src/backend/utils/misc/postgresql.conf.sample'];

ensurePrograms(['fetch', 'postgres', 'bench']);
ensureModules();
ensureBundle();
ensureTrees(['18']);
const trees = cachedTrees();
const tree = trees.find((one) => one.name === '18')?.path ?? '';
const cli = join(repository, 'dist', 'cli', 'main.mjs');
const work = mkdtempSync(join(tmpdir(), 'pgsmith-bench-'));
try {
  table(
    ['whole processes on PostgreSQL 18', 'ours (ms)', 'peer (ms)', 'ratio', 'goal', ''],
    [
      pair(
        'pgsmith oid : perl unused_oids',
        [process.execPath, cli, '--tree', tree, 'oid'],
        ['perl', join(tree, 'src/include/catalog/unused_oids')],
        1,
      ),
      pair('pgsmith list guc : ctags', [process.execPath, cli, '--tree', tree, '--json', 'list', 'guc'], ctags(), 0.5),
      pair('pgsmith list function : ctags', [process.execPath, cli, '--tree', tree, '--json', 'list', 'function'], ctags(), 0.5),
    ],
  );
  const script = join(repository, 'node_modules', '.cache', 'pgsmith-parse-bench.mjs');
  await build({
    entryPoints: [join(repository, 'src/dev/parse-bench.mjs')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    external: ['web-tree-sitter'],
    logLevel: 'error',
  });
  const rows = [];
  for (const path of EDITED) {
    const parse = Number(capture([process.execPath, script, tree, path]));
    const { opening, p50, p95, memory, later, opened } = await measureEditor(tree, path);
    const numbers = [opening, p50, p95, parse, memory, later, opened].map((one) => one.toFixed(0));
    rows.push([path.replace(/^.*\//, ''), ...numbers.slice(0, 4), mark(p50 / parse, 0.25), mark(p95 / parse, 0.25), ...numbers.slice(4)]);
  }
  table(
    [
      'editing on PostgreSQL 18',
      'start to lenses (ms)',
      'p50',
      'p95',
      'full parse',
      'p50 : parse',
      'p95 : parse',
      'MB',
      'MB, 800 edits later',
      'MB, 100 files',
    ],
    rows,
  );
  const index = await measureIndex(trees, cli, work);
  table(
    ['the index of everything', 'ours (ms)', 'peer (ms)', 'ratio', 'goal', ''],
    index.rows.map(({ name, ours, peer, ratio, goal }) => [
      name,
      ours.toFixed(0),
      peer.toFixed(0),
      ratio.toFixed(2),
      `<= ${goal.toFixed(2)}`,
      ratio <= goal ? 'met' : 'MISSED',
    ]),
  );
  table(
    ['the index in an editor, 18', 'entries', 'after a keystroke, p50 (ms)', 'p95 (ms)', '500 files changed : cold', 'resident (MB)'],
    index.edits.map(({ path, count, p50, p95, cold, afterSwitch, megabytes }) => [
      path.replace(/^.*\//, ''),
      String(count),
      p50.toFixed(1),
      mark(p95, 30),
      mark(afterSwitch / cold, 0.3),
      mark(megabytes, 200),
    ]),
  );
  table(
    ['growth of a cold index', 'files', 'ms', 'ms per 1,000 files'],
    index.growth.map(({ name, files, milliseconds, perThousand }) => [
      name,
      String(files),
      milliseconds.toFixed(0),
      perThousand.toFixed(0),
    ]),
  );
  const parsed = trees.map(({ name, path }) => ({ name, ...JSON.parse(capture([process.execPath, script, path])) }));
  table(
    ['parsing src/backend + src/include', 'masked : raw time', 'errors stock', 'masked', 'both passes', 'bodies clean', 'peak MB'],
    parsed.map((one) => [
      one.name,
      mark(one.ratio, 1.25),
      percent(one.stock),
      percent(one.masked),
      mark(one.both, 0.016, percent),
      markLeast(one.clean, 0.998),
      mark(one.peakMegabytes, 300),
    ]),
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The peer of the extractors: tags of the C sources of the same tree. */
function ctags() {
  return ['ctags', '-R', '--languages=C', '-f', join(work, 'tags'), join(tree, 'src'), join(tree, 'contrib')];
}

function pair(name, ours, peer, goal) {
  time(ours);
  time(peer);
  const samples = Array.from({ length: RUNS }, () => [time(ours), time(peer)]);
  const [a, b] = [median(samples.map(([first]) => first)), median(samples.map(([, second]) => second))];
  const ratio = median(samples.map(([first = 0, second = 1]) => first / second));
  return [name, a.toFixed(0), b.toFixed(0), ratio.toFixed(2), `<= ${goal.toFixed(2)}`, ratio <= goal ? 'met' : 'MISSED'];
}

function time([command, ...args]) {
  const start = process.hrtime.bigint();
  const run = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function capture([command, ...args]) {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  return run.stdout;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

function mark(value, goal, format = (number) => number.toFixed(2)) {
  return `${format(value)} (<= ${format(goal)} ${value <= goal ? 'met' : 'MISSED'})`;
}

function markLeast(share, goal) {
  return `${percent(share)} (>= ${percent(goal)} ${share >= goal ? 'met' : 'MISSED'})`;
}

function table(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  process.stdout.write(`${[line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n\n`);
}
