// The VS Code that tests, screenshots and `npm start` use where no desktop VS Code is installed: the VS Code server inside the
// npm package code-server, with the Node.js that it wants. It lives in a cache directory outside the repository.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CODE_SERVER = '4.139.1';
const NODE = '24.9.0';

/** Where VS Code is kept: PGSMITH_VSCODE_CACHE, or a folder of the user's cache directory. */
const cache = process.env.PGSMITH_VSCODE_CACHE ?? join(homedir(), '.cache', 'pgsmith', 'vscode');

/**
 * The installed VS Code server; installs it when the cache has none. An installation that was killed leaves nothing that looks
 * complete, since it is renamed to its place at its end.
 * @returns {{ node: string, main: string }} the Node.js to run it with, and its program
 */
export function ensureVscode() {
  const home = join(cache, CODE_SERVER);
  if (!existsSync(home)) install(home);
  return { node: join(home, nodePackage(), 'bin', 'node'), main: join(home, 'node_modules/code-server/lib/vscode/out/server-main.js') };
}

function nodePackage() {
  return `node_modules/node-${process.platform}-${process.arch}`;
}

/** @param {string} home */
function install(home) {
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, '.install-'));
  try {
    process.stderr.write(`Installing the VS Code server into ${home}; this takes about two minutes\n`);
    writeFileSync(join(scratch, 'package.json'), '{"private":true}\n');
    // What an npm around this program says of its own Node.js and options is not true of this one.
    const env = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !/^npm_/i.test(variable)));
    const npm = (/** @type {string} */ name, path = process.env.PATH) => {
      const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts=false', name];
      const result = spawnSync('npm', args, { cwd: scratch, stdio: ['ignore', 2, 2], env: { ...env, PATH: path } });
      if (result.status !== 0) throw new Error(`npm could not install ${name}; its messages above say why`);
    };
    npm(`node-${process.platform}-${process.arch}@${NODE}`);
    npm(`code-server@${CODE_SERVER}`, `${join(scratch, nodePackage(), 'bin')}:${process.env.PATH}`);
    putInPlace(scratch, home);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Gives a finished installation its name. Where another run has finished one meanwhile, that one stays.
 * @param {string} scratch
 * @param {string} home
 */
function putInPlace(scratch, home) {
  try {
    renameSync(scratch, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}
