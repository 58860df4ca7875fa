import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lensesAt, lensPlacesRequest } from '../../src/protocol/lens-places.ts';
import { smallTree } from '../cli/small-tree.ts';
import { folderOf } from '../host/folders.ts';
import { type Editor, eventually, scratchFolder, startEditor } from './editor.ts';

const PROC = 'src/include/catalog/pg_proc.dat';
const SMALL = 'src/backend/utils/adt/small.c';

const titlesIn = async (editor: Editor, uri: string) => {
  const titles: string[] = [];
  for (const lens of await editor.lenses(uri))
    titles.push((await editor.connection.sendRequest<{ command?: { title: string } }>('codeLens/resolve', lens)).command?.title ?? '');
  return titles;
};

describe('lenses', () => {
  it('are the same by their places as one by one', async () => {
    const tree = folderOf(scratchFolder('places'), smallTree);
    const editor = await startEditor([tree]);
    const uris = [PROC, SMALL, 'README'].map((path) => editor.open(join(tree, path), smallTree[path] ?? '\n'));
    const counts: number[] = [];
    for (const uri of [...uris, 'file:///nowhere.c']) {
      const lenses = await editor.lenses(uri);
      expect(lensesAt(await editor.request(lensPlacesRequest, { uri }))).toEqual(lenses);
      counts.push(lenses.length);
    }
    expect(counts.map((count) => count > 0)).toEqual([true, true, false, false]);
  });

  it('are those of the text of now: after a change, and when another file has changed on disk', async () => {
    const tree = folderOf(scratchFolder('now'), smallTree);
    const editor = await startEditor([tree]);
    const text = smallTree[SMALL] ?? '';
    const uri = editor.open(join(tree, SMALL), text);
    const before = await titlesIn(editor, uri);
    expect(before.some((title) => /OID \d+$/.test(title))).toBe(true);
    const [first] = await editor.lenses(uri);
    editor.change(uri, `\n\n${text}`);
    expect((await editor.lenses(uri))[0]?.range.start.line).toBe((first?.range.start.line ?? 0) + 2);
    expect(await titlesIn(editor, uri)).toEqual(before);
    writeFileSync(join(tree, PROC), '[\n\n]\n');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    await eventually(async () => expect((await titlesIn(editor, uri)).filter((title) => /OID/.test(title))).toEqual([]));
    writeFileSync(join(tree, PROC), smallTree[PROC] ?? '');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    await eventually(async () => expect(await titlesIn(editor, uri)).toEqual(before));
    // An open text stands over the disk until it is closed.
    const proc = editor.open(join(tree, PROC), '[\n\n]\n');
    expect((await titlesIn(editor, uri)).filter((title) => /OID/.test(title))).toEqual([]);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: proc } });
    expect(await titlesIn(editor, uri)).toEqual(before);
    rmSync(join(tree, SMALL));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    expect(await titlesIn(editor, uri)).toEqual(before);
  });
});
