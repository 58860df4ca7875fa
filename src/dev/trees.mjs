// PostgreSQL source trees for tests, benchmarks and the demo. They live in a cache directory outside the
// repository, one folder per tree, so each is fetched once. Debian's source packages are the first door, its pool of earlier point releases the
// second; a git clone of the release branch is the third, for machines without apt.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { earlierRelease } from './debian-pool.mjs';

/** The four trees that every test run has: Debian suite and git branch of each. */
const RELEASES = [
  { name: '13', suite: 'bullseye', branch: 'REL_13_STABLE' },
  { name: '15', suite: 'bookworm', branch: 'REL_15_STABLE' },
  { name: '17', suite: 'trixie', branch: 'REL_17_STABLE' },
  { name: '18', suite: 'sid', branch: 'REL_18_STABLE' },
];
const GIT_ORIGIN = 'https://github.com/postgres/postgres';

/** Where the trees are kept: PGSMITH_TREES, or a folder of the user's cache directory. */
export const treesDir = process.env.PGSMITH_TREES ?? join(homedir(), '.cache', 'pgsmith', 'trees');

/**
 * Fetches the named releases that the cache does not hold yet.
 * @param {readonly string[]} names majors, for example ['18']
 */
export function ensureTrees(names = RELEASES.map((release) => release.name)) {
  mkdirSync(treesDir, { recursive: true });
  const missing = RELEASES.filter((release) => names.includes(release.name) && !existsSync(join(treesDir, release.name, 'configure')));
  if (missing.length === 0) return;
  const apt = run('apt-get', ['--version']).status === 0 ? openApt(missing) : undefined;
  try {
    for (const release of missing) fetchTree(release, apt);
  } finally {
    if (apt) rmSync(apt.dir, { recursive: true, force: true });
  }
}

/** Every tree in the cache, the four releases and whatever else was put there: name and absolute path. */
export function cachedTrees() {
  if (!existsSync(treesDir)) return [];
  return readdirSync(treesDir, { withFileTypes: true })
    .filter(
      (entry) =>
        (entry.isDirectory() || entry.isSymbolicLink()) &&
        existsSync(join(treesDir, entry.name, 'src', 'include', 'catalog', 'pg_proc.dat')),
    )
    .map((entry) => ({ name: entry.name, path: join(treesDir, entry.name) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function fetchTree(release, apt) {
  process.stderr.write(`Fetching PostgreSQL ${release.name} into ${treesDir}\n`);
  const scratch = mkdtempSync(join(treesDir, `.fetch-${release.name}-`));
  try {
    const from = (apt && fromDebian(release, apt, scratch)) ?? fromGit(release, scratch);
    if (!from)
      throw new Error(
        `PostgreSQL ${release.name} could not be fetched: neither Debian's source package nor branch ${release.branch} was reachable`,
      );
    renameSync(from, join(treesDir, release.name));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A private package list, so that the machine's own configuration is neither needed nor touched. */
function openApt(releases) {
  const uri = debianUri();
  if (!uri) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'pgsmith-apt-'));
  mkdirSync(join(dir, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(dir, 'cache', 'archives', 'partial'), { recursive: true });
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const lines = releases.map((release) => `deb-src [signed-by=${key}] ${uri} ${release.suite} main`);
  writeFileSync(join(dir, 'sources.list'), `${lines.join('\n')}\n`);
  const options = [
    '-o',
    `Dir::Etc::sourcelist=${join(dir, 'sources.list')}`,
    '-o',
    'Dir::Etc::sourceparts=/dev/null',
    '-o',
    `Dir::State::Lists=${join(dir, 'lists')}`,
    '-o',
    `Dir::Cache=${join(dir, 'cache')}`,
    '-o',
    'Acquire::Retries=3',
  ];
  const update = run('apt-get', [...options, '-q', 'update']);
  if (update.status !== 0) process.stderr.write(`apt-get update of the private list failed:\n${update.stderr}\n`);
  return { dir, options };
}

function debianUri() {
  const files = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
  const text = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  return (/^URIs:\s*(\S+)/m.exec(text) ?? /^deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(\S+)/m.exec(text))?.[1];
}

function fromDebian(release, apt, scratch) {
  const source = [...apt.options, '-q', 'source', '--download-only', `postgresql-${release.name}`];
  const outcome = run('apt-get', source, scratch);
  let archive = outcome.status === 0 ? readdirSync(scratch).find((name) => /\.orig\.tar\.\w+$/.test(name)) : undefined;
  if (!archive) {
    process.stderr.write(`The source package of PostgreSQL ${release.name} that Debian's index names is not there:\n${outcome.stderr}\n`);
    const named = /^'([^']+\.dsc)'/m.exec(run('apt-get', [...source, '--print-uris'], scratch).stdout)?.[1];
    archive = named && earlierRelease(decodeURIComponent(named), scratch);
  }
  if (!archive) return undefined;
  const unpacked = join(scratch, 'tree');
  mkdirSync(unpacked);
  const tar = run('tar', ['-xf', archive, '-C', unpacked, '--strip-components=1'], scratch);
  return tar.status === 0 ? unpacked : undefined;
}

function fromGit(release, scratch) {
  const target = join(scratch, 'clone');
  const clone = run('git', ['clone', '--quiet', '--depth', '1', '--branch', release.branch, GIT_ORIGIN, target]);
  return clone.status === 0 ? target : undefined;
}

function run(command, args, cwd) {
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', GIT_TERMINAL_PROMPT: '0' },
    maxBuffer: 1 << 26,
  });
}
