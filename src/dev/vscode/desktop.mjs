// A desktop VS Code, where one can be had: finding it, and opening windows that a test can drive.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath, SilentReporter } from '@vscode/test-electron';
import { chromium } from 'playwright-core';
import { ensurePrograms, repository } from '../prepare.mjs';

/** How long a download may be silent, in milliseconds. */
const PATIENCE = 10_000;

/**
 * The executable of a desktop VS Code that runs here: what PGSMITH_CODE names, else the installed `code`, else the latest release, which
 * is downloaded once into the cache. Throws where PGSMITH_CODE names something that does not run.
 * @returns {Promise<{ executable: string } | { reason: string }>}
 */
export async function findDesktop() {
  const named = process.env.PGSMITH_CODE;
  if (named) {
    const problem = problemOf(named);
    if (problem) throw new Error(`PGSMITH_CODE names ${named}, but ${problem}`);
    return { executable: named };
  }
  const installed = installedCode();
  if (installed && !problemOf(installed)) return { executable: installed };
  const cachePath = join(process.env.PGSMITH_VSCODE_CACHE ?? join(homedir(), '.cache', 'pgsmith', 'vscode'), 'desktop');
  mkdirSync(cachePath, { recursive: true });
  try {
    const executable = await downloadAndUnzipVSCode({ version: 'stable', cachePath, timeout: PATIENCE, reporter: new SilentReporter() });
    const problem = problemOf(executable);
    return problem ? { reason: problem } : { executable };
  } catch (error) {
    return { reason: `no \`code\` is installed, and it cannot be downloaded: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The program behind the command `code`, which is a script beside it. */
function installedCode() {
  const command = spawnSync('sh', ['-c', 'command -v code']).stdout.toString().trim();
  if (command === '') return undefined;
  const below = process.platform === 'darwin' ? '../../../MacOS/Electron' : '../code';
  const executable = join(dirname(realpathSync(command)), below);
  return existsSync(executable) ? executable : undefined;
}

/**
 * Why an executable cannot be used; undefined where it can.
 * @param {string} executable
 */
function problemOf(executable) {
  const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-code-'));
  try {
    const cli = resolveCliPathFromVSCodeExecutablePath(executable);
    const { status, stdout, stderr, error } = spawnSync(cli, ['--version', `--user-data-dir=${scratch}`], { encoding: 'utf8' });
    if (status !== 0) return `it does not run: ${(error?.message ?? stderr).trim().split('\n')[0]}`;
    const [version = ''] = stdout.split('\n');
    const wanted = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).engines.vscode.slice(1);
    return version.localeCompare(wanted, 'en', { numeric: true }) < 0 ? `it is VS Code ${version}, older than ${wanted}` : undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * What makes windows show on a display: the user's own, or one in memory where there is none.
 * @returns {Promise<{ env: Record<string, string>, stop: () => void }>}
 */
export async function startDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return { env: {}, stop: () => undefined };
  ensurePrograms(['desktop']);
  const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    display.stdio[3]?.once('data', (/** @type {Buffer} */ chunk) => resolve(chunk.toString().trim()));
    display.on('error', reject);
    display.on('exit', () => reject(new Error('Xvfb ended before it had a display')));
  });
  return { env: { DISPLAY: `:${number}` }, stop: () => display.kill() };
}

/**
 * Opens a window on a folder, in a VS Code of its own that shares nothing with the user's. This is not `runTests` of test-electron, which
 * always turns workspace trust off and gives no window to drive.
 * @param {string} executable
 * @param {object} options
 * @param {string} options.home directory for its settings, extensions, state
 * @param {string} options.folder absolute path
 * @param {Record<string, unknown>} [options.settings]
 * @param {boolean} [options.isTrusted] whether every folder is trusted without a question
 * @param {string} [options.locale]
 * @param {string} [options.extension] folder of an extension that is being developed
 * @param {string} [options.tests] CommonJS module whose `run()` is called inside the extension host; the window closes after it
 * @param {Record<string, string>} [options.env]
 * @returns {Promise<{ page: import('playwright-core').Page, ended: Promise<number>, close: () => Promise<void> }>}
 */
export async function openDesktop(executable, { home, folder, settings, isTrusted = true, locale = 'en', extension, tests, env = {} }) {
  writeProfile(home, settings, locale);
  const args = [
    folder,
    ...profileArguments(home),
    ...['--remote-debugging-port=0', '--no-sandbox', '--disable-gpu', '--use-inmemory-secretstorage', '--force-disable-user-env'],
    ...['--disable-updates', '--disable-telemetry', '--skip-welcome', '--skip-release-notes', `--locale=${locale}`],
    ...(isTrusted ? ['--disable-workspace-trust'] : []),
    ...(extension ? [`--extensionDevelopmentPath=${extension}`] : []),
    ...(tests ? [`--extensionTestsPath=${tests}`] : []),
  ];
  // A terminal of VS Code tells its programs to be Node.js; this one is to be a window.
  const { ELECTRON_RUN_AS_NODE: _, ...surroundings } = process.env;
  const code = spawn(executable, args, { env: { ...surroundings, ...env }, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => code.on('exit', (status) => resolve(status ?? 1)));
  const close = async () => {
    if (code.pid !== undefined && code.exitCode === null && code.signalCode === null) process.kill(-code.pid, 'SIGKILL');
    await ended;
  };
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(code));
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: 120_000 }));
    if (!page) throw new Error(`${executable} has no window`);
    await page.waitForSelector('.monaco-workbench', { timeout: 120_000 });
    return { page, ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Installs a packaged extension for windows with the same `home`.
 * @param {string} executable
 * @param {string} home
 * @param {string} file
 */
export function installIntoDesktop(executable, home, file) {
  const args = [...profileArguments(home), '--no-sandbox', '--install-extension', file];
  const { status, stdout, stderr } = spawnSync(resolveCliPathFromVSCodeExecutablePath(executable), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`VS Code did not install ${file}:\n${stdout}${stderr}`);
}

/** @param {string} home */
function profileArguments(home) {
  return [`--user-data-dir=${join(home, 'user')}`, `--extensions-dir=${join(home, 'extensions')}`];
}

/**
 * Settings, and a language pack without a word in it where the language is not English: the workbench stays English, but extensions are
 * told of the user's language.
 * @param {string} home
 * @param {Record<string, unknown> | undefined} settings
 * @param {string} locale
 */
function writeProfile(home, settings, locale) {
  const user = join(home, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  writeFileSync(join(user, 'User', 'settings.json'), JSON.stringify({ 'window.dialogStyle': 'custom', ...settings }));
  if (locale === 'en') return;
  const words = join(user, 'words.json');
  writeFileSync(words, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = { hash: locale, extensions: [], translations: { vscode: words }, label: locale };
  writeFileSync(join(user, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/**
 * Where a VS Code can be driven, as it says on standard error when it starts.
 * @param {import('node:child_process').ChildProcess} code
 * @returns {Promise<string>}
 */
function debuggingAddress(code) {
  let output = '';
  return new Promise((resolve, reject) => {
    code.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      output = `${output}${chunk}`.slice(-10_000);
      const match = /DevTools listening on (ws:\S+)/.exec(output);
      if (match?.[1]) resolve(match[1]);
    });
    code.on('error', reject);
    code.on('exit', () => reject(new Error(`VS Code ended before it had a window:\n${output}`)));
  });
}
