import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runningSizes } from '../../src/server/running-server.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-running-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A program that is called as psql is: it answers when it is asked for the allocations of the database named last. */
function psql(name: string, script: string): string {
  const file = join(scratch, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('runningSizes', () => {
  it('asks psql with the arguments of the setting and reads names and sizes', async () => {
    const program = psql(
      'psql',
      `case "$*" in "-h here postgres -X "*pg_shmem_allocations*) printf 'Buffer Blocks\\t134217728\\nXLOG Ctl\\t4208200\\n\\n';; esac`,
    );
    const sizes = await runningSizes(`${program} -h  here postgres`);
    expect([...sizes]).toEqual([
      ['Buffer Blocks', 134217728],
      ['XLOG Ctl', 4208200],
    ]);
  });

  it('says what psql says when it fails', async () => {
    const program = psql('failing', 'echo "no such database" >&2; exit 2');
    await expect(runningSizes(program)).rejects.toThrow('no such database');
    await expect(runningSizes(join(scratch, 'absent'))).rejects.toThrow('ENOENT');
  });
});
