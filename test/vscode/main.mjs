// npm run test:vscode [-- PATTERN]: runs the suites inside the extension host of a real VS Code, one window for each tree and mode.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { ensureBundle, ensureModules, ensurePrograms, repository } from '../../src/dev/prepare.mjs';
import { cachedTrees, ensureTrees, treesDir } from '../../src/dev/trees.mjs';
import { startControl } from './control.mjs';
import { chooseDoor } from './doors.mjs';
import { judgeNeovim } from './neovim.mjs';
import { judgePackage } from './packaged.mjs';
import { judgeStart } from './start.mjs';

/**
 * What is run where. A suite is a file of `suite`; `tree` names a tree of the cache, or `small`, our own tree in the shape of 19
 * and later, `two` of these beside each other, or `empty`, a folder without any.
 * @typedef {{ suite: string, tree: string, isTrusted?: boolean, locale?: string }} Job
 */
/**
 * @param {readonly string[]} real the trees of the cache
 * @returns {readonly Job[]}
 */
const jobsOn = (real) => [
  ...['registration', 'lenses', 'commands', 'actions'].flatMap((suite) => [...real, 'small'].map((tree) => ({ suite, tree }))),
  ...['views', 'bridges'].flatMap((suite) => real.map((tree) => ({ suite, tree }))),
  ...['snippets', 'oids'].flatMap((suite) => ['13', '18'].map((tree) => ({ suite, tree }))),
  ...['wizards', 'previews', 'server'].map((suite) => ({ suite, tree: '18' })),
  ...['documents', 'leaving', 'later'].map((suite) => ({ suite, tree: 'small' })),
  { suite: 'nothing', tree: 'empty' },
  { suite: 'two', tree: 'two' },
  { suite: 'untrusted', tree: 'small', isTrusted: false },
  { suite: 'registration', tree: 'small', isTrusted: false },
  { suite: 'trusted-later', tree: 'small', isTrusted: false },
  { suite: 'chinese', tree: 'small', locale: 'zh-cn' },
];

/** Nothing in a window may move by itself or ask the network. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
  'files.refactoring.autoSave': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.startupPrompt': 'never',
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.codeLens': true,
};

/** How long a window may be silent, in milliseconds: more than the limit of a test and of its hooks together. */
const LONGEST = 400_000;

ensurePrograms(['fetch', 'postgres', 'vscode', 'window']);
ensureModules();
ensureBundle();
ensureTrees();
const pattern = new RegExp(process.argv[2] ?? '');
const known = jobsOn(cachedTrees().map((tree) => tree.name));
const jobs = known.filter((job) => pattern.test(`${job.suite} ${job.tree}`));
if (jobs.length === 0 && !['packaged 18', 'neovim 18', 'start 18'].some((one) => pattern.test(one)))
  throw new Error(`No job matches ${pattern}: ${known.map((job) => `"${job.suite} ${job.tree}"`).join(', ')}`);
const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-vscode-'));
const pictures = join(repository, '.tsbuild', 'vscode-pictures');
mkdirSync(pictures, { recursive: true });
const running = new Set();
process.on('SIGTERM', async () => {
  for (const stop of running) await stop();
  process.exit(1);
});
const totals = { passed: 0, failed: 0 };
/** @type {string[]} */
const failures = [];
const door = await chooseDoor();
try {
  const suites = await bundleSuites();
  for (const job of jobs) await run(job, suites, door);
  if (pattern.test('neovim 18')) judgeNeovim(check);
  if (pattern.test('start 18')) await judgeStart(check, pictures, running);
  if (pattern.test('packaged 18')) await judgePackage(door, check, pictures, running);
} finally {
  await door.shut();
  rmSync(scratch, { recursive: true, force: true });
}
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exit(totals.failed === 0 ? 0 : 1);

/**
 * @param {string} name
 * @param {boolean} holds
 */
function check(name, holds, detail = '') {
  totals[holds ? 'passed' : 'failed'] += 1;
  if (!holds) failures.push(name);
  process.stdout.write(`  ${holds ? '\u2713' : '\u2717'} ${name}\n${holds ? '' : detail}`);
}

/** Bundles every suite to a module that the extension host can load; mocha and vscode stay outside. */
async function bundleSuites() {
  const outdir = join(repository, '.tsbuild', 'vscode-suites');
  const sources = join(repository, 'test/vscode');
  await build({
    entryPoints: [
      ...readdirSync(join(sources, 'suite')).map((name) => join(sources, 'suite', name)),
      join(sources, 'support/run.ts'),
      join(sources, 'support/later-tree.ts'),
    ],
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outdir;
}

/**
 * @param {Job} job
 * @param {string} suites
 * @param {import('./doors.mjs').Door} door
 */
async function run({ suite, tree, isTrusted = true, locale = 'en' }, suites, door) {
  const start = Date.now();
  const home = mkdtempSync(join(scratch, 'home-'));
  const folder = await copyOf(tree, suites);
  /** @type {Counted} */
  const counted = { passed: 0, failures: [] };
  let heard = Date.now();
  const control = await startControl(pictures, (line) => {
    heard = Date.now();
    tally(line, counted);
  });
  const env = { ...control.env, PGSMITH_SUITE: join(suites, `${suite}.test.cjs`), PGSMITH_TREE: tree };
  const tests = join(suites, 'run.cjs');
  const silence = watchSilence(() => heard);
  try {
    const window = await door.open({ home, folder, settings: SETTINGS, extension: repository, tests, isTrusted, locale, env });
    running.add(window.close);
    control.show(window.page);
    const code = await Promise.race([window.ended, silence.over]);
    // A window that ended badly without a failed test is a failure of its own.
    if (code !== 0 && counted.failures.length === 0) counted.failures.push('the window came to a good end');
    await window.close();
    running.delete(window.close);
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.stack : error}\n`);
    counted.failures.push('the window opens');
  }
  silence.stop();
  if (counted.passed + counted.failures.length === 0) counted.failures.push('the window has tests');
  totals.passed += counted.passed;
  totals.failed += counted.failures.length;
  failures.push(...counted.failures.map((name) => `${suite} on ${tree}: ${name}`));
  const seconds = Math.round((Date.now() - start) / 1000);
  process.stdout.write(`== ${suite} on ${tree}: ${counted.passed} passed, ${counted.failures.length} failed, ${seconds} s\n`);
  control.stop();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Watches that a window does not hang: `over` resolves with 1 when it has said nothing for longer than any test may take.
 * @param {() => number} heard when it was heard last
 */
function watchSilence(heard) {
  /** @type {(code: number) => void} */
  let end = () => undefined;
  const over = new Promise((resolve) => {
    end = resolve;
  });
  const look = setInterval(() => {
    if (Date.now() - heard() < LONGEST) return;
    process.stdout.write('  The window has said nothing for too long\n');
    end(1);
  }, 1000);
  return { over, stop: () => clearInterval(look) };
}

/**
 * Lines of the form `pass TITLE` and `fail TITLE` are counted, all are shown.
 * @typedef {{ passed: number, failures: string[], said?: string | undefined }} Counted how many tests passed, the titles of those that did not, the kind of the last line
 * @param {string} line
 * @param {Counted} counted
 */
function tally(line, counted) {
  const [, kind, text] = /^(pass|fail|note) (.*)/.exec(line) ?? [];
  if (kind === 'pass') counted.passed += 1;
  if (kind === 'fail') counted.failures.push(text ?? line);
  // The first line after a failure is its message.
  if (kind === 'note' && counted.said === 'fail') counted.failures.push(`${counted.failures.pop()}: ${text}`);
  counted.said = kind;
  process.stdout.write(`  ${kind === 'pass' ? '\u2713' : kind === 'fail' ? '\u2717' : ' '} ${text ?? line}\n`);
}

/**
 * A fresh folder with a tree that tests may change.
 * @param {string} tree
 * @param {string} suites
 */
async function copyOf(tree, suites) {
  const folder = mkdtempSync(join(scratch, 'tree-'));
  if (tree === 'empty') return folder;
  if (tree === 'small' || tree === 'two') {
    const { laterTree } = await import(join(suites, 'later-tree.cjs'));
    for (const top of tree === 'two' ? ['fork', 'postgresql'] : ['']) {
      for (const [path, text] of Object.entries(laterTree)) {
        mkdirSync(dirname(join(folder, top, path)), { recursive: true });
        writeFileSync(join(folder, top, path), text);
      }
    }
    return folder;
  }
  cpSync(join(treesDir, tree), folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
