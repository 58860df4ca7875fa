// Starts the VS Code server: a real extension host and a real workbench, shown by any browser.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureVscode } from './install.mjs';

/**
 * Starts a server on a free port of this machine and waits until it listens.
 * @param {object} options
 * @param {string} options.home directory for its data: settings, extensions, logs
 * @param {boolean} [options.isTrusted] whether every folder is trusted without a question
 * @param {boolean} [options.isSmokeTest] whether the window reports to its page, and refuses dialogs, as tests inside of it want
 * @param {Record<string, unknown>} [options.settings] machine settings
 * @param {Record<string, string>} [options.env] more environment for the extension host
 * @returns {Promise<{ origin: string, stop: () => Promise<void> }>}
 */
export async function startServer({ home, isTrusted = true, isSmokeTest = true, settings = {}, env = {} }) {
  const { node, main } = ensureVscode();
  mkdirSync(join(home, 'data', 'Machine'), { recursive: true });
  writeFileSync(join(home, 'data', 'Machine', 'settings.json'), JSON.stringify(settings));
  const args = [
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', home, '--extensions-dir', join(home, 'extensions')],
    '--disable-telemetry',
    ...(isSmokeTest ? ['--enable-smoke-test-driver'] : []),
    ...(isTrusted ? ['--disable-workspace-trust'] : []),
  ];
  const server = spawn(node, [main, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  let output = '';
  const port = await new Promise((resolve, reject) => {
    const read = (/** @type {Buffer} */ chunk) => {
      output += chunk;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolve(match[1]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`The VS Code server ended before it listened:\n${output}`)));
  });
  const stop = async () => {
    server.kill();
    await ended;
  };
  return { origin: `http://localhost:${port}`, stop };
}

/**
 * Installs a packaged extension for servers with the same `home`.
 * @param {string} home
 * @param {string} file
 */
export function installInto(home, file) {
  const { node, main } = ensureVscode();
  const folders = ['--extensions-dir', join(home, 'extensions'), '--server-data-dir', home];
  const outcome = spawnSync(node, [main, '--install-extension', file, ...folders, '--accept-server-license-terms'], { encoding: 'utf8' });
  if (outcome.status !== 0) throw new Error(`VS Code did not install ${file}:\n${outcome.stdout}${outcome.stderr}`);
}
