import { spawnSync } from 'node:child_process';
import { fail, mentionedOids, ok, type Problem, type Result, type TreePath } from '../core/api.ts';

const CATALOGS = 'src/include/catalog';
/** Contents are asked for in portions of about this size. */
const PORTION = 1 << 25;

/**
 * The OIDs that the catalogs of all other local branches mention. Git is only asked for objects; nothing that the
 * repository's configuration names is run. A file or directory that many branches share is read once, so that hundreds
 * of branches take little more than one. Refuses where `top` is in no git checkout.
 */
export function oidsOnOtherBranches(top: string): Result<ReadonlySet<number>> {
  const prefix = git(top, ['rev-parse', '--show-prefix']);
  if (!prefix.ok) return prefix;
  // Fails for a detached head, which is no branch.
  const current = git(top, ['symbolic-ref', '--quiet', 'HEAD']);
  const refs = git(top, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads']);
  if (!refs.ok) return refs;
  const here = current.ok ? current.value.toString().trim() : '';
  const lines = refs.value.toString().split('\n').filter(Boolean);
  const commits = lines.filter((line) => line.slice(line.indexOf(' ') + 1) !== here).map((line) => line.slice(0, line.indexOf(' ')));
  const path = prefix.value.toString().trimEnd() + CATALOGS;
  const directories = objects(
    top,
    [...new Set(commits)].map((commit) => `${commit}:${path}`),
  );
  if (!directories.ok) return directories;
  const contents = read(
    top,
    directories.value.filter((object) => object.type === 'tree'),
  );
  if (!contents.ok) return contents;
  const names = new Map<string, TreePath>();
  for (const { id, bytes } of contents.value) {
    for (const entry of treeEntries(bytes, id.length / 2)) {
      if (/^(?:pg_\w+\.(?:h|dat)|indexing\.h|toasting\.h)$/.test(entry.name)) names.set(entry.id, `${CATALOGS}/${entry.name}`);
    }
  }
  const files = objects(top, [...names.keys()]);
  if (!files.ok) return files;
  const oids = new Set<number>();
  for (const portion of portions(files.value.filter((object) => object.type === 'blob'))) {
    const texts = read(top, portion);
    if (!texts.ok) return texts;
    for (const { id, bytes } of texts.value) for (const oid of mentionedOids(names.get(id) ?? '', bytes.toString('latin1'))) oids.add(oid);
  }
  return ok(oids);
}

interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

/** What the given names stand for, without those that stand for nothing, each object once. */
function objects(top: string, names: readonly string[]): Result<readonly GitObject[]> {
  const answer = git(top, ['cat-file', '--batch-check'], names.join('\n'));
  if (!answer.ok) return answer;
  const found = new Map<string, GitObject>();
  for (const line of answer.value.toString().split('\n')) {
    const [, id, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(line) ?? [];
    if (id !== undefined && type !== undefined) found.set(id, { id, type, size: Number(size) });
  }
  return ok([...found.values()]);
}

/** The contents of objects, in one run of git. */
function read(top: string, wanted: readonly GitObject[]): Result<readonly { readonly id: string; readonly bytes: Buffer }[]> {
  const answer = git(top, ['cat-file', '--batch'], wanted.map((object) => object.id).join('\n'));
  if (!answer.ok) return answer;
  const contents: { id: string; bytes: Buffer }[] = [];
  for (let at = 0; at < answer.value.length; ) {
    const newline = answer.value.indexOf(10, at);
    const [id = '', , size = '0'] = answer.value.toString('latin1', at, newline).split(' ');
    const end = newline + 1 + Number(size);
    contents.push({ id, bytes: answer.value.subarray(newline + 1, end) });
    at = end + 1;
  }
  return ok(contents);
}

/** The entries of a git tree object: mode, blank, name, NUL, then the id in binary. */
function treeEntries(bytes: Buffer, idLength: number): readonly { readonly name: string; readonly id: string }[] {
  const entries: { name: string; id: string }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(32, at);
    const nul = bytes.indexOf(0, blank);
    entries.push({ name: bytes.toString('utf8', blank + 1, nul), id: bytes.toString('hex', nul + 1, nul + 1 + idLength) });
    at = nul + 1 + idLength;
  }
  return entries;
}

function* portions(wanted: readonly GitObject[]): Generator<readonly GitObject[]> {
  let portion: GitObject[] = [];
  let size = 0;
  for (const object of wanted) {
    portion.push(object);
    size += object.size;
    if (size < PORTION) continue;
    yield portion;
    portion = [];
    size = 0;
  }
  if (portion.length > 0) yield portion;
}

/**
 * Runs git on the checkout around `top`. Neither a monitor, a hook nor a transport that the configuration names gets to
 * run, and variables that point to another repository are not passed on.
 */
function git(top: string, args: readonly string[], input = ''): Result<Buffer> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|CONFIG_\w+)$/.test(name)),
  );
  const quiet = { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const run = spawnSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
    cwd: top,
    input,
    env: { ...env, ...quiet },
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (run.status === 0) return ok(run.stdout);
  const reason = run.error ? run.error.message : run.stderr.toString().trim().split('\n')[0];
  return fail(gitProblem(top, reason ?? ''));
}

function gitProblem(top: string, reason: string): Problem {
  return {
    code: 'oid/no-branches',
    message: `The branches around ${top} could not be read: ${reason}`,
    hint: 'Leave out --branches, or name a git checkout.',
  };
}
