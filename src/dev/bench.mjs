// npm run bench: how pgsmith compares with its peers on this machine, as ratios of medians from alternating runs of whole processes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { measureEditor } from './editor-bench.mjs';
import { measureIndex } from './index-bench.mjs';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { cachedTrees, ensureTrees } from './trees.mjs';
import { measureActivation } from './window-bench.mjs';

const RUNS = 11;

/** Files in which keystrokes are measured. */
const EDITED = [
  'src/backend/utils/misc/guc_tables.c',
  'src/backend/storage/ipc/ipci.c',
  'src/backend/utils/misc/postgresql.conf.sample',
  'src/include/catalog/pg_proc.dat',
];

/** Memory in use after garbage was collected that counts as the same: caches hold what was looked at last, whatever that was. */
const NO_GROWTH = 1.1;

ensurePrograms(['fetch', 'postgres', 'bench', 'vscode', 'window']);
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
  const script = await bundled('src/dev/parse-bench.mjs');
  /** @type {typeof import('./full-parse.mjs')} */
  const { loadFullParse } = await import(pathToFileURL(await bundled('src/dev/full-parse.mjs')).href);
  /** @type {typeof import('../protocol/lens-places.ts')} */
  const protocol = await import(pathToFileURL(await bundled('src/protocol/lens-places.ts')).href);
  const parse = await loadFullParse();
  const edited = [];
  for (const path of EDITED) edited.push({ name: path.replace(/^.*\//, ''), ...(await measureEditor(tree, path, parse, protocol)) });
  table(
    [
      'editing on PostgreSQL 18, parses and keystrokes in turn',
      'start to lenses (ms)',
      'p50 (ms)',
      'p95 (ms)',
      'parse p50',
      'p50 : p50',
      'p95 : p95',
    ],
    edited.map(({ name, opening, strokes, parses }) => [
      name,
      ...[opening, strokes.p50, strokes.p95, parses.p50].map((one) => one.toFixed(1)),
      mark(strokes.p50 / parses.p50, 0.25),
      mark(strokes.p95 / parses.p95, 0.25),
    ]),
  );
  table(
    ['memory of the server in use (resident), MB', '100 files open', 'closed', '1,000 edits', '100 files open', 'closed', 'no growth'],
    edited.map(({ name, first, many, second }) => {
      const states = [first.opened, first.closed, many, second.opened, second.closed];
      const growth = Math.max(many.used, second.closed.used) / first.closed.used;
      return [name, ...states.map(({ used, resident }) => `${used.toFixed(0)} (${resident.toFixed(0)})`), mark(growth, NO_GROWTH)];
    }),
  );
  const activation = await measureActivation(tree, work);
  table(['a window of VS Code on PostgreSQL 18', 'ms'], [['activation', mark(activation, 100, (number) => number.toFixed(0))]]);
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

/** Bundles a script or a module, and gives the path of the bundle. */
async function bundled(/** @type {string} */ path) {
  const outfile = join(repository, 'node_modules', '.cache', `pgsmith-${basename(path).replace(/\.\w+$/, '')}.mjs`);
  const external = ['web-tree-sitter', 'vscode-languageserver-protocol'];
  await build({
    entryPoints: [join(repository, path)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    external,
    logLevel: 'error',
  });
  return outfile;
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
