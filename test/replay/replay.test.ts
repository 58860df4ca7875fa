import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryTree } from '../../src/core/tree/memory-tree.ts';
import { type Comparison, compare } from './compare.ts';
import { registrationOf } from './corpus.ts';
import { GitRepository } from './git.ts';

const TABLE = 'src/backend/utils/misc/guc_parameters.dat';
const row = (name: string) =>
  `{ name => '${name}', type => 'bool', context => 'PGC_USERSET', group => 'AUTOVACUUM',\n  variable => '${name}',\n},\n\n`;
const table = (...names: readonly string[]) => `[\n\n${names.map(row).join('')}]\n`;

describe('a repository', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pgsmith-replay-test-'));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is read by commit, and what a commit registered is found', () => {
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', directory, '-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { encoding: 'utf8' });
    const commit = (text: string) => {
      const path = join(directory, TABLE);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      git('add', '.');
      git('commit', '--quiet', '-m', 'change');
      return git('rev-parse', 'HEAD').trim();
    };
    git('init', '--quiet');
    commit(table('alpha', 'gamma'));
    const second = commit(table('alpha', 'beta', 'gamma'));
    const renamed = commit(table('alpha', 'beta2', 'gamma'));

    const repository = new GitRepository(directory);
    const [addition, rename] = [second, renamed].map((sha) => repository.commit(sha));
    expect(repository.tree(second).read(TABLE)?.text).toBe(table('alpha', 'beta', 'gamma'));
    expect(repository.tree(second).list('src/backend/utils')).toEqual([{ name: 'misc', kind: 'directory' }]);
    expect(repository.tree(second).read('src/none')).toBeUndefined();
    expect(addition && registrationOf(repository, 'guc', addition)?.added).toEqual(['beta']);
    expect(rename && registrationOf(repository, 'guc', rename)).toBeUndefined();
    repository.dispose();
  });
});

describe('a comparison', () => {
  const subject = { name: 'beta', file: undefined, header: undefined, symbols: { variable: 'beta' }, changed: [TABLE] };
  const tree = (...names: readonly string[]) => memoryTree(new Map([[TABLE, table(...names)]]));
  const against = (ours: readonly string[]): Readonly<Record<string, boolean>> => {
    const trees = { parent: tree('alpha', 'gamma', 'omega'), ours: tree(...ours), theirs: tree('alpha', 'beta', 'gamma', 'omega') };
    const entry = ({ aspect, equal }: Comparison) => [aspect, equal] as const;
    return Object.fromEntries(compare('guc', trees, subject).map(entry));
  };

  it('tells text, place and neighbours apart', () => {
    expect(against(['alpha', 'beta', 'gamma', 'omega'])).toEqual({ written: true, text: true, section: true, place: true, beside: true });
    expect(against(['alpha', 'gamma', 'beta', 'omega'])).toMatchObject({ text: true, place: false, beside: false });
    expect(against(['alpha', 'gamma', 'omega'])).toEqual({ written: false });
  });
});
