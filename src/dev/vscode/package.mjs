// npm run package: the extension as one file for every platform, pgsmith-VERSION.vsix at the top of the repository.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBundle, ensureModules, packageVersion, repository } from '../prepare.mjs';

const VSCE = '3.9.2';
/** What the marketplace and users' downloads should never exceed. */
const LARGEST = 1_500_000;

/**
 * Packages the extension and returns the file.
 * @param {string} directory where to put it
 */
export function packageExtension(directory) {
  ensureModules();
  ensureBundle();
  const file = join(directory, `pgsmith-${packageVersion()}.vsix`);
  const staged = mkdtempSync(join(tmpdir(), 'pgsmith-package-'));
  try {
    stage(staged);
    const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
    if (vsce(args, staged).status !== 0) throw new Error('vsce refused to package the extension; its messages above say why');
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  const { size } = statSync(file);
  if (size > LARGEST) throw new Error(`${file} has ${size} bytes, more than ${LARGEST}`);
  return file;
}

/**
 * Copies what belongs into the package. Pages of extensions show pictures from an address only, and the manifest names no repository that
 * would be one: the README goes without them.
 * @param {string} directory
 */
function stage(directory) {
  const listed = vsce(['ls', '--no-dependencies'], repository).stdout.toString().split('\n').filter(Boolean);
  for (const name of [...listed, '.vscodeignore']) cpSync(join(repository, name), join(directory, name));
  const readme = join(directory, 'README.md');
  writeFileSync(readme, readFileSync(readme, 'utf8').replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n?/gm, ''));
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function vsce(args, cwd) {
  return spawnSync(process.execPath, [ensureVsce(), ...args], { cwd, stdio: ['ignore', args[0] === 'ls' ? 'pipe' : 2, 2] });
}

/** The packager of VS Code extensions; with its 240 packages it lives in the cache rather than among our dependencies. */
function ensureVsce() {
  const home = join(process.env.PGSMITH_VSCODE_CACHE ?? join(homedir(), '.cache', 'pgsmith', 'vscode'), `vsce-${VSCE}`);
  if (!existsSync(home)) {
    const cache = join(home, '..');
    mkdirSync(cache, { recursive: true });
    const scratch = mkdtempSync(join(cache, '.install-'));
    try {
      writeFileSync(join(scratch, 'package.json'), '{"private":true}\n');
      const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `@vscode/vsce@${VSCE}`];
      const result = spawnSync('npm', args, { cwd: scratch, stdio: ['ignore', 2, 2] });
      if (result.status !== 0) throw new Error('npm could not install @vscode/vsce; its messages above say why');
      renameSync(scratch, home);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return join(home, 'node_modules/@vscode/vsce/vsce');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = packageExtension(repository);
  process.stdout.write(`${file}: ${statSync(file).size} bytes\n`);
}
