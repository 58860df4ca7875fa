// npm run test:vscode [-- PATTERN]: runs the suites inside the extension host of a real VS Code, one window for each tree and mode.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { ensureBundle, ensureModules, ensurePrograms, repository } from '../../src/dev/prepare.mjs';
import { ensureTrees, treesDir } from '../../src/dev/trees.mjs';
import { startServer } from '../../src/dev/vscode/server.mjs';
import { openWindow, startBrowser } from '../../src/dev/vscode/window.mjs';
import { startControl } from './control.mjs';
import { judgeNeovim } from './neovim.mjs';
import { judgePackage } from './packaged.mjs';

/**
 * What is run where. A suite is a file of `suite`; `tree` names a tree of the cache or `small`, our own tree in the shape of 19 and later.
 * @typedef {{ suite: string, tree: string, isTrusted?: boolean, locale?: string }} Job
 */
/** @type {readonly Job[]} */
const JOBS = [
  ...['13', '15', '17', '18', '20devel', 'small'].map((tree) => ({ suite: 'registration', tree })),
  ...['13', '18', '20devel', 'small'].map((tree) => ({ suite: 'lenses', tree })),
  ...['13', '18'].map((tree) => ({ suite: 'snippets', tree })),
  ...['13', '15', '17', '18', '20devel'].map((tree) => ({ suite: 'views', tree })),
  { suite: 'commands', tree: '18' },
  ...['13', '18', '20devel'].map((tree) => ({ suite: 'actions', tree })),
  ...['13', '15', '17', '18', '20devel'].map((tree) => ({ suite: 'bridges', tree })),
  { suite: 'documents', tree: 'small' },
  { suite: 'oids', tree: '18' },
  { suite: 'wizards', tree: '18' },
  { suite: 'previews', tree: '18' },
  { suite: 'server', tree: '18' },
  { suite: 'leaving', tree: 'small' },
  { suite: 'nothing', tree: 'empty' },
  { suite: 'untrusted', tree: 'small', isTrusted: false },
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
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.codeLens': true,
};

const pattern = new RegExp(process.argv[2] ?? '');
const jobs = JOBS.filter((job) => pattern.test(`${job.suite} ${job.tree}`));
if (jobs.length === 0 && !['packaged 18', 'neovim 18'].some((one) => pattern.test(one)))
  throw new Error(`No job matches ${pattern}: ${JOBS.map((job) => `"${job.suite} ${job.tree}"`).join(', ')}`);

ensurePrograms(['fetch', 'postgres', 'vscode', 'window']);
ensureModules();
ensureBundle();
ensureTrees();
const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-vscode-'));
const pictures = join(repository, '.tsbuild', 'vscode-pictures');
mkdirSync(pictures, { recursive: true });
const running = new Set();
process.on('SIGTERM', async () => {
  for (const stop of running) await stop();
  process.exit(1);
});
const totals = { passed: 0, failed: 0 };
try {
  const suites = await bundleSuites();
  const browser = await startBrowser();
  for (const job of jobs) await run(job, suites, browser);
  if (pattern.test('neovim 18')) judgeNeovim(check);
  if (pattern.test('packaged 18')) await judgePackage(browser, check, pictures, running);
  await browser.close();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exit(totals.failed === 0 ? 0 : 1);

/**
 * @param {string} name
 * @param {boolean} holds
 */
function check(name, holds, detail = '') {
  totals[holds ? 'passed' : 'failed'] += 1;
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
 * @param {import('playwright-core').Browser} browser
 */
async function run({ suite, tree, isTrusted = true, locale = 'en' }, suites, browser) {
  const name = `${suite} on ${tree}`;
  const home = mkdtempSync(join(scratch, 'home-'));
  const folder = await copyOf(tree, suites);
  /** @type {import('playwright-core').Page | undefined} */
  let page;
  const control = await startControl(() => page, pictures);
  const env = { ...control.env, PGSMITH_SUITE: join(suites, `${suite}.test.cjs`), PGSMITH_TREE: tree };
  const server = await startServer({ home, isTrusted, env, settings: SETTINGS });
  running.add(server.stop);
  const counted = { passed: 0, failed: 0 };
  const code = await new Promise((resolve) => {
    openWindow(browser, {
      origin: server.origin,
      folder,
      extension: repository,
      tests: join(suites, 'run.cjs'),
      locale,
      onLog: (_type, args) => tally(args, counted),
      onExit: resolve,
    }).then(
      (window) => {
        page = window.page;
      },
      (error) => {
        process.stdout.write(`${error}\n`);
        resolve(1);
      },
    );
  });
  // A window that ended without a test, or badly without a failed one, is a failure of its own.
  if (counted.passed + counted.failed === 0 || (code !== 0 && counted.failed === 0)) counted.failed += 1;
  totals.passed += counted.passed;
  totals.failed += counted.failed;
  process.stdout.write(`== ${name}: ${counted.passed} passed, ${counted.failed} failed\n`);
  await page?.context().close();
  await server.stop();
  running.delete(server.stop);
  control.stop();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Mocha's lines of the form `##pass TITLE` and `##fail TITLE` are counted, all lines of `##` are shown.
 * @param {unknown[]} args
 * @param {{ passed: number, failed: number }} counted
 */
function tally(args, counted) {
  for (const line of args.map(String).join(' ').split('\n')) {
    const found = /##(pass|fail|note) (.*)/.exec(line);
    if (!found) continue;
    if (found[1] === 'pass') counted.passed += 1;
    if (found[1] === 'fail') counted.failed += 1;
    process.stdout.write(`  ${found[1] === 'pass' ? '\u2713' : found[1] === 'fail' ? '\u2717' : ' '} ${found[2]}\n`);
  }
}

/**
 * A fresh folder with a tree that tests may change.
 * @param {string} tree
 * @param {string} suites
 */
async function copyOf(tree, suites) {
  const folder = mkdtempSync(join(scratch, 'tree-'));
  if (tree === 'empty') return folder;
  if (tree === 'small') {
    const { laterTree } = await import(join(suites, 'later-tree.cjs'));
    for (const [path, text] of Object.entries(laterTree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }
  const source = join(treesDir, tree);
  if (!existsSync(source)) throw new Error(`There is no tree ${basename(source)} in ${treesDir}`);
  cpSync(source, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
