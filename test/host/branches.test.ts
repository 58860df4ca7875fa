import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { oidsOnOtherBranches } from '../../src/host/branches.ts';
import { folderOf } from './folders.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();

function git(folder: string, ...args: string[]): string {
  const run = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim();
}

/** A checkout whose branch `main` uses OID 1, with a branch for each further OID; `below` is where the tree starts in it. */
function checkout(oids: readonly number[], below = ''): string {
  const folder = realpathSync(folderOf(scratch, { readme: '' }));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder, below, 1);
  for (const oid of oids) {
    git(folder, 'checkout', '--quiet', '-b', `branch ${oid}`.replace(' ', '-'), 'main');
    commit(folder, below, oid);
  }
  git(folder, 'checkout', '--quiet', 'main');
  return folder;
}

function commit(folder: string, below: string, oid: number): void {
  const data = join(folder, below, 'src/include/catalog/pg_type.dat');
  mkdirSync(dirname(data), { recursive: true });
  writeFileSync(data, `[\n{ oid => '${oid}', array_type_oid => '${oid + 1000}' },\n]\n`);
  writeFileSync(join(dirname(data), 'pg_type.h'), `DECLARE_INDEX(pg_type_x, ${oid + 2000}, XId, pg_type, btree(oid oid_ops));\n`);
  writeFileSync(join(dirname(data), 'other.dat'), "{ oid => '7777' }\n");
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', `use ${oid}`);
}

function found(top: string): readonly number[] {
  const result = oidsOnOtherBranches(top);
  if (!result.ok) throw new Error(result.problem.message);
  return [...result.value].sort((a, b) => a - b);
}

it('reads headers and data of all local branches but the current one', () => {
  const folder = checkout([2, 3]);
  expect(found(folder)).toEqual([2, 3, 1002, 1003, 2002, 2003]);
  git(folder, 'checkout', '--quiet', 'branch-2');
  expect(found(folder)).toEqual([1, 3, 1001, 1003, 2001, 2003]);
  git(folder, 'checkout', '--quiet', '--detach');
  expect(found(folder)).toEqual([1, 2, 3, 1001, 1002, 1003, 2001, 2002, 2003]);
});

it('finds a tree in a subdirectory, a repository without commits, branches without a tree', () => {
  const folder = checkout([2], 'my fork');
  expect(found(join(folder, 'my fork'))).toEqual([2, 1002, 2002]);
  git(folder, 'checkout', '--quiet', '--orphan', 'empty');
  git(folder, 'rm', '-rfq', '.');
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'nothing');
  git(folder, 'checkout', '--quiet', 'main');
  expect(found(join(folder, 'my fork'))).toEqual([2, 1002, 2002]);
  const fresh = folderOf(scratch, {});
  git(fresh, 'init', '--quiet');
  expect(found(fresh)).toEqual([]);
});

it('runs nothing that the configuration of the repository names', () => {
  const folder = checkout([2]);
  const mark = join(scratch, 'ran');
  const run = `touch '${mark}'`;
  for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.askPass', 'alias.cat-file'])
    git(folder, 'config', key, `!${run}`);
  git(folder, 'config', 'extensions.partialClone', 'origin');
  git(folder, 'config', 'remote.origin.promisor', 'true');
  git(folder, 'config', 'remote.origin.url', `ext::touch ${mark.replaceAll(' ', '% ')}`);
  git(folder, 'config', 'protocol.ext.allow', 'always');
  const lost = git(folder, 'rev-parse', 'branch-2:src/include/catalog/pg_type.dat');
  rmSync(join(folder, '.git', 'objects', lost.slice(0, 2), lost.slice(2)));
  expect(found(folder)).toEqual([2002]);
  expect(existsSync(mark)).toBe(false);
  // The trap is a real one: git itself walks into it.
  spawnSync('git', ['cat-file', '-p', lost], { cwd: folder });
  expect(existsSync(mark)).toBe(true);
});

it('refuses a folder that is in no checkout, and follows no variable that points to another', () => {
  const folder = realpathSync(folderOf(scratch, { file: '' }));
  vi.stubEnv('GIT_DIR', join(checkout([2]), '.git'));
  vi.stubEnv('GIT_CEILING_DIRECTORIES', dirname(folder));
  const result = oidsOnOtherBranches(folder);
  vi.unstubAllEnvs();
  expect(result).toMatchObject({ ok: false, problem: { code: 'oid/no-branches', hint: expect.stringContaining('--branches') } });
});
