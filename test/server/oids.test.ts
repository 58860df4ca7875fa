import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { oidProblemRequest, oidsRequest, replaceOidRequest, shiftOidsRequest } from '../../src/protocol/requests.ts';
import { smallTree } from '../cli/small-tree.ts';
import { folderOf } from '../host/folders.ts';
import { eventually, scratchFolder, startEditor } from './editor.ts';

const PROC = 'src/include/catalog/pg_proc.dat';

describe('the OID desk', () => {
  it('keeps away from what the settings reserve', async () => {
    const folder = folderOf(scratchFolder('reserved'), smallTree);
    const tree = pathToFileURL(folder).href;
    const { request } = await startEditor([folder], { settings: { reservedOids: ['8000-8998', '9001-9999', 'nonsense', '9-1'] } });
    // Settings arrive after the server has started.
    await eventually(async () => {
      const found = await request(oidsRequest, { tree, count: 1 });
      expect(found).toMatchObject({ ok: true, value: { suggestion: { first: 8999, last: 8999 } } });
    });
    expect(await request(oidProblemRequest, { tree, first: 8100, count: 1 })).toMatchObject({ code: 'oid/reserved' });
    expect(await request(oidProblemRequest, { tree, first: 7000, count: 5 })).toBeNull();
    expect(await request(oidsRequest, { tree, count: 2 })).toMatchObject({ ok: false, problem: { code: 'oid/no-room' } });
  });

  it('asks git for other branches in a trusted workspace only', async () => {
    const folder = folderOf(scratchFolder('branches'), smallTree);
    const git = (...args: string[]) => spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });
    const text = readFileSync(join(folder, PROC), 'utf8');
    git('init', '-qb', 'main');
    git('add', '.');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'other');
    writeFileSync(join(folder, PROC), text.replace("oid => '9000'", "oid => '7777'"));
    git('commit', '-qam', 'two');
    git('checkout', '-q', 'main');
    const tree = pathToFileURL(folder).href;
    const settings = { avoidOidsOfBranches: true };
    const ask = async (isTrusted: boolean, expected: unknown) => {
      const { request } = await startEditor([folder], { settings: { ...settings, reservedOids: ['7776'] }, isTrusted });
      const problemOf = (first: number) => request(oidProblemRequest, { tree, first, count: 1 });
      await eventually(async () => expect(await problemOf(7776)).toMatchObject({ code: 'oid/reserved' }));
      expect(await problemOf(7777)).toEqual(expected);
    };
    await ask(true, expect.objectContaining({ code: 'oid/reserved' }));
    await ask(false, null);
  });

  it('replaces one OID and shifts a block, in offsets of what the editor shows', async () => {
    const folder = folderOf(scratchFolder('shift'), smallTree);
    const { request } = await startEditor([folder]);
    const uri = pathToFileURL(join(folder, PROC)).href;
    const offset = (smallTree[PROC] ?? '').indexOf('9000') + 1;
    const replaced = await request(replaceOidRequest, { uri, offset });
    expect(replaced).toMatchObject({
      ok: true,
      value: { edit: { documentChanges: [{ textDocument: { uri }, edits: [{ range: { start: { line: 2 } } }] }] } },
    });
    const shifted = await request(shiftOidsRequest, { tree: pathToFileURL(folder).href, first: 9000, last: 9000, to: 8100 });
    expect(JSON.stringify(shifted)).toContain('"newText":"8100"');
    const nowhere = await request(replaceOidRequest, { uri, offset: 0 });
    expect(nowhere.ok).toBe(false);
  });
});
