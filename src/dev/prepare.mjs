// Brings a machine to the point where everything here runs: Debian packages where apt can install them, node_modules, the bundle.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What each work needs: the program that shows it is there, and Debian's package for it. */
const PROGRAMS = {
  /** To fetch a tree. */
  fetch: { git: 'git', bzip2: 'bzip2' },
  /** To build PostgreSQL and let its own judges speak. */
  postgres: { bison: 'bison', flex: 'flex', perl: 'perl', make: 'make', gcc: 'gcc', patch: 'patch', strace: 'strace' },
  /** To build it in every way. */
  build: { meson: 'meson', ninja: 'ninja-build', gdb: 'gdb' },
  bench: { ctags: 'universal-ctags' },
  /** To install the VS Code server. */
  vscode: { make: 'make', 'krb5-config': 'libkrb5-dev', 'g++': 'g++', python3: 'python3', 'pkg-config': 'pkg-config' },
  /** To drive windows and other editors in tests. */
  window: { chromium: 'chromium', nvim: 'neovim' },
  /** To show the desktop VS Code where there is no display. */
  desktop: { Xvfb: 'xvfb' },
};

/**
 * Installs the packages of which something is missing.
 * @param {(keyof typeof PROGRAMS)[]} works
 */
export function ensurePrograms(works) {
  const has = (/** @type {string} */ command) => spawnSync('sh', ['-c', command]).status === 0;
  const wanted = Object.entries(Object.assign({}, ...works.map((work) => PROGRAMS[work])));
  const missing = wanted.filter(([program]) => !has(`command -v ${program}`)).map(([, name]) => name);
  if (works.includes('postgres') && !has('perl -MIPC::Run -e 1')) missing.push('libipc-run-perl');
  const compiles = works.includes('postgres') || works.includes('vscode');
  if (compiles && !has('printf "#include <stdio.h>" | gcc -E - >/dev/null 2>&1')) missing.push('libc6-dev');
  if (missing.length > 0) install(missing);
}

/**
 * Installs a Debian package that has no program to look for.
 * @param {string} name
 * @param {boolean} isThere whether what it holds is there already
 */
export function ensurePackage(name, isThere) {
  if (!isThere) install([name]);
}

/** @param {readonly string[]} packages */
function install(packages) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error(
      `These packages are missing and cannot be installed from here: ${packages.join(', ')}. Install them, then run this again.`,
    );
  }
  run('apt-get', ['-q', 'update']);
  run('apt-get', ['-q', '-y', '--no-install-recommends', 'install', ...packages], { DEBIAN_FRONTEND: 'noninteractive' });
}

/**
 * Installs node_modules when the lockfile asks for something else than what is there. `npm ci` would refuse where a registry has not
 * the binaries of every other platform, which are optional; `npm install` takes the locked versions and changes no file.
 */
export function ensureModules() {
  const stamp = join(repository, 'node_modules', '.package-lock.json');
  const fresh = existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(repository, 'package-lock.json')).mtimeMs;
  if (!fresh) run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
}

/** Builds the bundle when a source is newer than it. */
export function ensureBundle() {
  const bundle = join(repository, 'dist', 'cli', 'main.mjs');
  const built = existsSync(bundle) ? statSync(bundle).mtimeMs : 0;
  if (newest(join(repository, 'src')) > built || statSync(join(repository, 'package-lock.json')).mtimeMs > built)
    run('npm', ['run', '--silent', 'build']);
}

function newest(directory) {
  let latest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

/**
 * Runs a command with its output shown on standard error; throws when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function run(command, args, env = {}) {
  process.stderr.write(`> ${command} ${args.join(' ')}\n`);
  const result = spawnSync(command, args, { cwd: repository, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (result.status !== 0) throw new Error(`${command} ${args[0]} failed with ${result.signal ?? result.status}`);
}

/** The version of this package. */
export function packageVersion() {
  return JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).version;
}
