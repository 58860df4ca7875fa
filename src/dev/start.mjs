// npm start [-- TREE]: opens VS Code with pgsmith on your PostgreSQL tree, or on PostgreSQL 18 where none is named.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { ensureTrees, treesDir } from './trees.mjs';
import { packageExtension } from './vscode/package.mjs';
import { installInto, startServer } from './vscode/server.mjs';

/** The window belongs to the tree: no page of welcome, no side bar that nobody asked for. */
const SETTINGS = { 'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden' };

try {
  const tree = treeOf(process.argv.slice(2));
  ensureModules();
  ensureBundle();
  const desktop = spawnSync('sh', ['-c', 'command -v code']).stdout.toString().trim();
  if (desktop !== '' && (process.platform !== 'linux' || hasDisplay())) openDesktop(desktop, tree);
  else await serve(tree);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

/**
 * The tree that is named, or PostgreSQL 18, which is fetched.
 * @param {string[]} named
 */
function treeOf(named) {
  const [asked] = named;
  if (asked === undefined) {
    ensurePrograms(['fetch']);
    ensureTrees(['18']);
    return join(treesDir, '18');
  }
  const tree = resolve(process.env.INIT_CWD ?? process.cwd(), asked);
  if (named.length === 1 && ['src/backend', 'src/include/catalog'].every((path) => existsSync(join(tree, path)))) return tree;
  const wrong =
    named.length > 1 ? 'One tree, please.' : `${tree} is no PostgreSQL source tree: it has no src/backend and src/include/catalog.`;
  process.stderr.write(`${wrong} Name the top of a checkout: npm start -- TREE; without TREE it is PostgreSQL 18.\n`);
  process.exit(2);
}

/**
 * @param {string} program the installed VS Code
 * @param {string} tree
 */
function openDesktop(program, tree) {
  process.stdout.write(`Opening ${tree} in ${program}\n`);
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, tree];
  process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
}

/**
 * Runs the VS Code server, with the packaged extension as users install it, until a signal ends it, and opens its address where there is a browser.
 * @param {string} tree
 */
async function serve(tree) {
  ensurePrograms(['vscode']);
  const home = mkdtempSync(join(tmpdir(), 'pgsmith-start-'));
  installInto(home, packageExtension(home));
  const server = await startServer({ home, isSmokeTest: false, settings: SETTINGS });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
      process.exit(0);
    });
  }
  const url = new URL(server.origin);
  url.searchParams.set('folder', tree);
  process.stdout.write(`VS Code with pgsmith on ${tree}:\n\n    ${url.href}\n\nCtrl-C ends it.\n`);
  const opener = process.platform === 'darwin' ? 'open' : hasDisplay() ? 'xdg-open' : undefined;
  if (opener) spawn(opener, [url.href], { stdio: 'ignore', detached: true }).on('error', () => undefined);
}

function hasDisplay() {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
