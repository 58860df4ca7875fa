import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/core/api.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { builtPgsmith } from './pgsmith.ts';

const pgsmith = builtPgsmith();

/** One request of each kind, on files that every tree has. */
const requests: Readonly<Record<string, readonly string[]>> = {
  guc: [
    ...['--name', 'kms_cache_entries', '--type', 'int', '--default', '64', '--min', '1', '--max', '1024', '--context', 'sighup'],
    ...['--group', 'RESOURCES_MEM', '--short-desc', 'Sets the number of keys kept.'],
    ...['--file', 'src/backend/utils/adt/acl.c', '--header', 'src/include/utils/acl.h'],
  ],
  function: [
    ...['--name', 'pg_kms_rotate', '--args', '[{"name":"key","type":"text"}]', '--returns', 'bool', '--volatility', 'volatile'],
    ...['--strict', '--parallel=unsafe', '--description', 'rotate a key', '--file', 'src/backend/utils/adt/kmsfuncs.c'],
  ],
  shmem: [
    ...['--name', 'kms', '--kind', 'struct', '--lock', 'none', '--struct-name', 'KmsSharedState'],
    ...['--file', 'src/backend/storage/ipc/kms.c', '--header', 'src/include/storage/kms.h'],
  ],
};

describe.each(cachedTrees().map(({ name, path }) => [name, path] as const))('PostgreSQL %s', (_, root) => {
  it.each(features.map((feature) => feature.kind))('add %s prints a diff that git and patch accept', (kind) => {
    const run = pgsmith(['add', kind, ...(requests[kind] ?? [])], { cwd: join(root, 'src', 'backend', 'utils') });
    expect([run.status, run.stderr]).toEqual([0, expect.stringMatching(/^Register /)]);
    for (const [tool, ...args] of [
      ['git', 'apply', '--check', '--whitespace=nowarn', '-'],
      ['patch', '-p1', '--dry-run', '--fuzz=0'],
    ] as const) {
      const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(root, '..') };
      const checked = spawnSync(tool, args, { cwd: root, env, input: run.stdout, encoding: 'utf8' });
      expect([tool, checked.status, checked.stderr]).toEqual([tool, 0, '']);
    }
  });

  it('oid prints the numbers of unused_oids', () => {
    const script = spawnSync('perl', ['unused_oids'], { cwd: join(root, 'src', 'include', 'catalog'), encoding: 'utf8' });
    const numbers = (text: string) => text.match(/^\d+(?: - \d+)?$/gm);
    expect(numbers(script.stdout)?.length).toBeGreaterThan(10);
    expect(numbers(pgsmith(['oid'], { cwd: root }).stdout)).toEqual(numbers(script.stdout));
  });

  it('info counts what list lists', () => {
    const info = JSON.parse(pgsmith(['--json', '--tree', root, 'info']).stdout) as { counts: Record<string, number>; problems: unknown[] };
    expect(info.problems).toEqual([]);
    for (const { kind } of features) {
      const entries = JSON.parse(pgsmith(['--json', '--tree', root, 'list', kind]).stdout) as {
        name: string;
        file: string;
        line: number;
      }[];
      expect(entries.length).toBe(info.counts[kind]);
      expect(entries.filter((entry) => !entry.name || !entry.file || !(entry.line > 0))).toEqual([]);
    }
  });
});
