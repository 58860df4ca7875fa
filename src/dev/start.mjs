// npm start [-- TREE]: opens VS Code with pgsmith on your PostgreSQL tree, or on PostgreSQL 18 where none is named.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { ensureTrees, treesDir } from './trees.mjs';
import { startServer } from './vscode/server.mjs';

const asked = process.argv[2];
const tree = asked === undefined ? join(treesDir, '18') : resolve(process.env.INIT_CWD ?? process.cwd(), asked);
if (asked !== undefined && !['src/backend', 'src/include/catalog'].every((path) => existsSync(join(tree, path)))) {
  process.stderr.write(
    `${tree} is no PostgreSQL source tree: it has no src/backend and src/include/catalog. Name the top of a checkout: npm start -- TREE\n`,
  );
  process.exit(2);
}
ensureModules();
if (asked === undefined) {
  ensurePrograms();
  ensureTrees(['18']);
}
ensureBundle();

const desktop = spawnSync('sh', ['-c', 'command -v code']).stdout.toString().trim();
if (desktop !== '' && (process.platform !== 'linux' || hasDisplay())) {
  process.stdout.write(`Opening ${tree} in ${desktop}\n`);
  process.exit(spawnSync(desktop, ['--new-window', `--extensionDevelopmentPath=${repository}`, tree], { stdio: 'inherit' }).status ?? 1);
}
ensurePrograms(['vscode']);
const home = mkdtempSync(join(tmpdir(), 'pgsmith-start-'));
const server = await startServer({ home, isSmokeTest: false, settings: { 'workbench.startupEditor': 'none' } });
const url = new URL(server.origin);
url.searchParams.set('folder', tree);
url.searchParams.set(
  'payload',
  JSON.stringify([['extensionDevelopmentPath', `vscode-remote://${url.host}${repository.replace(/\/$/, '')}`]]),
);
process.stdout.write(`VS Code with pgsmith on ${tree}:\n\n    ${url.href}\n\nCtrl-C ends it.\n`);
if (hasDisplay()) spawn('xdg-open', [url.href], { stdio: 'ignore', detached: true }).on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
    process.exit(0);
  });
}

function hasDisplay() {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
