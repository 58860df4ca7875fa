// Builds PostgreSQL trees and runs their servers: as an ordinary user, since the server refuses root, on a socket in a temporary
// directory, never on the network. A built copy of every untouched tree is kept beside the trees.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { treesDir } from './trees.mjs';

const CONFIGURE = [
  '--without-icu',
  '--without-readline',
  '--without-zlib',
  '--enable-cassert',
  '--enable-depend',
  '--enable-tap-tests',
  '--prefix=/usr/local/pgsmith',
  'CFLAGS=-O0',
];
const isRoot = process.getuid?.() === 0;
/** The user that builds and runs servers: ourselves, or nobody where we are root. */
const user = isRoot ? { uid: 65534, gid: 65534, name: 'nobody' } : { uid: undefined, gid: undefined, name: userInfo().username };
const buildsDir = join(dirname(treesDir), 'builds');

/**
 * @typedef {{ status: number | null, stdout: string, stderr: string }} Outcome
 * @typedef {{ name: string, path: string }} Tree
 */

/**
 * Runs a command as the unprivileged user.
 * @param {string} cwd
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, input?: string }} options
 * @returns {Outcome}
 */
export function runAs(cwd, command, args, options = {}) {
  const env = { PATH: process.env.PATH ?? '', HOME: cwd, LC_ALL: 'C', TZ: 'UTC', ...options.env };
  const identity = user.uid === undefined ? {} : { uid: user.uid, gid: user.gid };
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28, input: options.input ?? '', ...identity });
  return { status: result.status, stdout: result.stdout ?? '', stderr: `${result.stderr ?? ''}${result.error?.message ?? ''}` };
}

/** A new directory that the unprivileged user owns. */
export function workDirectory(purpose) {
  const directory = mkdtempSync(join(tmpdir(), `pgsmith-${purpose}-`));
  chmodSync(directory, 0o755);
  giveAway(directory);
  return directory;
}

/** Makes the unprivileged user the owner of a path and of all below. */
export function giveAway(path) {
  if (isRoot) spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, path]);
}

/**
 * A built copy of an untouched tree, made once, with the warnings of its compilation.
 * @param {Tree} tree
 * @returns {{ directory: string, warnings: Set<string> }}
 */
export function baseline(tree) {
  const directory = join(buildsDir, tree.name);
  const log = join(directory, '.pgsmith-warnings');
  if (!existsSync(log) || statSync(log).mtimeMs < statSync(join(tree.path, 'src', 'include', 'catalog', 'pg_proc.dat')).mtimeMs) {
    process.stderr.write(`Building the untouched PostgreSQL ${tree.name} once\n`);
    mkdirSync(buildsDir, { recursive: true });
    rmSync(directory, { recursive: true, force: true });
    const work = workDirectory('baseline');
    const copy = join(work, 'tree');
    copyTree(tree.path, copy);
    const built = configureAndMake(copy);
    writeFileSync(join(copy, '.pgsmith-warnings'), `${[...warningsOf(built.stderr)].join('\n')}\n`);
    writeFileSync(join(copy, '.pgsmith-home'), copy);
    moveDirectory(copy, directory);
    rmSync(work, { recursive: true, force: true });
  }
  return { directory, warnings: new Set(readFileSync(log, 'utf8').split('\n').filter(Boolean)) };
}

/** Configures and builds a tree; throws with the end of the log where it does not build. */
function configureAndMake(tree) {
  const configured = runAs(tree, './configure', CONFIGURE);
  if (configured.status !== 0) throw new Error(`configure failed in ${tree}:\n${configured.stderr.slice(-2000)}`);
  const built = make(tree, []);
  const contrib = built.status === 0 ? make(tree, ['-C', 'contrib/spi']) : built;
  if (contrib.status !== 0) throw new Error(`make failed in ${tree}:\n${contrib.stderr.slice(-2000)}`);
  return built;
}

/**
 * A directory with an untouched tree installed, made once, in the place where `withServer` looks.
 * @param {Tree} tree
 */
export function installation(tree) {
  const directory = join(dirname(buildsDir), 'installed', tree.name);
  const log = join(baseline(tree).directory, '.pgsmith-warnings');
  if (existsSync(directory) && statSync(directory).mtimeMs >= statSync(log).mtimeMs) return directory;
  process.stderr.write(`Installing the untouched PostgreSQL ${tree.name} once\n`);
  const work = workDirectory('install');
  const { copy } = scratchCopy(tree, work);
  install(copy, join(work, 'out'));
  if (existsSync(join(copy, 'src', 'tools', 'pg_bsd_indent'))) install(copy, join(work, 'out'), ['-C', 'src/tools/pg_bsd_indent']);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  moveDirectory(join(work, 'out'), directory);
  utimesSync(directory, new Date(), new Date());
  rmSync(work, { recursive: true, force: true });
  return directory;
}

/**
 * A copy of an installed tree to which modules can be added.
 * @param {Tree} tree
 * @param {string} work
 */
export function scratchInstallation(tree, work) {
  const copy = join(work, 'installed');
  copyTree(installation(tree), copy);
  return copy;
}

/**
 * Asks the pg_config of an installed tree.
 * @param {string} installed
 * @param {string} option
 */
export function pgConfig(installed, option) {
  return spawnSync(pgConfigOf(installed), [option], { encoding: 'utf8' }).stdout.trim();
}

/** The path of the pg_config of an installed tree; it finds its own place, wherever the tree was moved. */
export function pgConfigOf(installed) {
  return join(installed, 'tmp_install', 'usr', 'local', 'pgsmith', 'bin', 'pg_config');
}

/** Builds a tree that is not built yet and installs it where `withServer` looks. */
export function configureAndBuild(tree) {
  giveAway(tree);
  configureAndMake(tree);
  install(tree, tree);
}

/** Installs a built tree, or what `part` names of it, below `directory`. */
function install(tree, directory, part = []) {
  const installed = runAs(tree, 'make', ['-s', ...part, 'install', `DESTDIR=${join(directory, 'tmp_install')}`]);
  if (installed.status !== 0) throw new Error(`make install failed:\n${installed.stderr.slice(-2000)}`);
}

/**
 * A copy of a built tree, ready to be changed and built again.
 * @param {Tree} tree
 * @param {string} work
 */
export function scratchCopy(tree, work) {
  const { directory, warnings } = baseline(tree);
  const copy = join(work, 'tree');
  copyTree(directory, copy);
  const home = readFileSync(join(copy, '.pgsmith-home'), 'utf8');
  for (const file of ['src/Makefile.global', 'config.status']) rewrite(join(copy, file), home, copy);
  relink(copy, home);
  rmSync(join(copy, '.pgsmith-home'));
  rmSync(join(copy, '.pgsmith-warnings'));
  giveAway(copy);
  return { copy, warnings };
}

/** Replaces a path in a file and keeps the file's time, so that make sees nothing new. */
function rewrite(file, from, to) {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  utimesSync(file, atime, mtime);
}

/** Points the build's absolute links, such as those to generated headers, to the copy. */
function relink(copy, home) {
  const links = spawnSync('find', [copy, '-type', 'l', '-lname', `${home}/*`], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean);
  for (const link of links) {
    const target = readlinkSync(link).replace(home, copy);
    rmSync(link);
    symlinkSync(target, link);
  }
}

function copyTree(from, to) {
  const copied = spawnSync('cp', ['-a', '--reflink=auto', from, to]);
  if (copied.status !== 0) cpSync(from, to, { recursive: true, preserveTimestamps: true });
  spawnSync('chmod', ['-R', 'u+w', to]);
  giveAway(to);
}

function moveDirectory(from, to) {
  try {
    renameSync(from, to);
  } catch {
    const copied = spawnSync('cp', ['-a', from, to]);
    if (copied.status !== 0) throw new Error(`could not keep the build in ${to}`);
  }
}

/** Runs make in a tree with all processors, quietly: what it prints on standard error are warnings and errors. */
export function make(directory, args) {
  return runAs(directory, 'make', ['-s', `-j${Math.max(2, cpus().length)}`, ...args]);
}

/** Compiler warnings without line numbers, since an edit moves lines. */
export function warningsOf(stderr) {
  const found = stderr.split('\n').filter((line) => /\bwarning:/.test(line));
  return new Set(found.map((line) => line.replace(/:\d+(?::\d+)?:/, ':')));
}

/**
 * Starts a server of a built tree on a new cluster and hands it to `use`; stops it whatever happens.
 * @template T
 * @param {string} tree
 * @param {string} work
 * @param {(server: { psql: (sql: string) => Outcome, value: (sql: string) => string, restart: (settings: string[]) => boolean }) => T} use
 * @param {readonly string[]} settings lines of postgresql.conf
 */
export function withServer(tree, work, use, settings = []) {
  const bin = join(tree, 'tmp_install', 'usr', 'local', 'pgsmith', 'bin');
  const env = { LD_LIBRARY_PATH: join(tree, 'tmp_install', 'usr', 'local', 'pgsmith', 'lib') };
  const data = join(work, 'data');
  const log = join(work, 'server.log');
  const initialized = runAs(
    work,
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '--no-locale', '-E', 'UTF8'],
    { env },
  );
  if (initialized.status !== 0) throw new Error(`initdb failed:\n${initialized.stdout}${initialized.stderr}`);
  appendFileSync(join(data, 'postgresql.conf'), settings.map((line) => `${line}\n`).join(''));
  const options = `-c listen_addresses='' -c unix_socket_directories='${work}' -c fsync=off`;
  const start = () => runAs(work, join(bin, 'pg_ctl'), ['-D', data, '-l', log, '-o', options, '-w', '-t', '120', 'start'], { env });
  const started = start();
  if (started.status !== 0)
    throw new Error(`the server did not start:\n${existsSync(log) ? readFileSync(log, 'utf8').slice(-3000) : started.stderr}`);
  try {
    const psql = (sql) =>
      runAs(
        work,
        join(bin, 'psql'),
        ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', work, '-U', 'postgres', '-d', 'postgres', '-f', '-'],
        { env, input: sql },
      );
    const value = (sql) => {
      const outcome = psql(sql);
      return outcome.status === 0 ? outcome.stdout.replace(/\n$/, '') : `ERROR ${outcome.stderr.trim()}`;
    };
    // Starts the server again with these settings alone; tells whether it does.
    const restart = (lines) => {
      writeFileSync(join(data, 'postgresql.auto.conf'), lines.map((line) => `${line}\n`).join(''));
      runAs(work, join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], { env });
      return start().status === 0;
    };
    return use({ psql, value, restart });
  } finally {
    runAs(work, join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], { env });
  }
}
