import { cpSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { treeOfRequest, treesRequest } from '../../src/protocol/requests.ts';
import { smallTree } from '../cli/small-tree.ts';
import { folderOf } from '../host/folders.ts';
import { eventually, scratchFolder, startEditor } from './editor.ts';

const uriOf = (path: string) => pathToFileURL(path).href;
const openTrees = async (...folders: string[]) => (await (await startEditor(folders)).request(treesRequest, {})).map((tree) => tree.uri);

describe('trees', () => {
  it('are found at a folder, around it, below it, and side by side', async () => {
    const [one, two] = [folderOf(scratchFolder('many'), smallTree), folderOf(scratchFolder('many'), smallTree)];
    expect(await openTrees(one)).toEqual([uriOf(one)]);
    expect(await openTrees(join(one, 'src/backend'))).toEqual([uriOf(one)]);
    expect((await openTrees(scratchFolder('many'))).toSorted()).toEqual([uriOf(one), uriOf(two)].toSorted());
    expect(await openTrees(one, two)).toEqual([uriOf(one), uriOf(two)]);
    expect(await openTrees(one, join(one, 'src'))).toEqual([uriOf(one)]);
    expect(await openTrees(scratchFolder('empty'))).toEqual([]);
  });

  it('keep the spelling of a link, since the editor knows no other', async () => {
    const real = folderOf(scratchFolder('linked'), smallTree);
    const link = join(scratchFolder('links'), 'postgres');
    symlinkSync(real, link);
    expect(await openTrees(join(link, 'src'))).toEqual([uriOf(link)]);
  });

  it('open with a document that lies in one, and not with any other', async () => {
    const tree = folderOf(scratchFolder('lone'), smallTree);
    const editor = await startEditor([]);
    const { request } = editor;
    expect(await request(treeOfRequest, { uri: uriOf(join(scratchFolder('empty'), 'x.c')) })).toBeNull();
    const found = await request(treeOfRequest, { uri: uriOf(join(tree, 'src/backend/utils/adt/small.c')) });
    expect(found).toMatchObject({ uri: uriOf(tree), version: '42devel' });
    await eventually(() => expect(editor.trees).toMatchObject([{ uri: uriOf(tree), state: 'ready' }]));
  });

  it('say what they are as soon as they are read, and nothing of a folder that is removed', async () => {
    const tree = folderOf(scratchFolder('removed'), smallTree);
    const editor = await startEditor([tree], { capabilities: { workspace: { workspaceFolders: true } } });
    await eventually(() => expect(editor.trees).toMatchObject([{ shapes: { functionDefaults: 'sql', guc: 'not found' }, state: 'ready' }]));
    void editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: uriOf(tree), name: '' }] },
    });
    await eventually(() => expect(editor.trees).toEqual([]));
  });
});

describe('texts', () => {
  it('of open documents win over the disk, and the disk counts again when they are closed', async () => {
    const tree = folderOf(scratchFolder('texts'), smallTree);
    const path = join(tree, 'src/include/catalog/pg_proc.dat');
    const text = smallTree['src/include/catalog/pg_proc.dat'] ?? '';
    const editor = await startEditor([tree]);
    const uri = editor.open(path, text, 'pgsmith-catalog');
    expect(await editor.diagnostics(uri)).toEqual([]);
    editor.change(uri, text.replace("oid => '9000'", "oid => '16'"));
    expect(await editor.diagnostics(uri)).toMatchObject([{ code: 'oid/duplicate', range: { start: { line: 2 } } }]);
    void editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    const again = editor.open(path, text, 'pgsmith-catalog');
    expect(await editor.diagnostics(again)).toEqual([]);
  });

  it('of files that change on disk count from the next notice on', async () => {
    const tree = folderOf(scratchFolder('disk'), smallTree);
    const editor = await startEditor([tree]);
    const types = join(tree, 'src/include/catalog/pg_type.dat');
    const uri = editor.open(join(tree, 'src/include/catalog/pg_proc.dat'), smallTree['src/include/catalog/pg_proc.dat'] ?? '');
    expect(await editor.diagnostics(uri)).toEqual([]);
    writeFileSync(types, (smallTree['src/include/catalog/pg_type.dat'] ?? '').replace("oid => '25'", "oid => '9000'"));
    void editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(types), type: 2 }] });
    expect(await editor.diagnostics(uri)).toMatchObject([
      { code: 'oid/duplicate', relatedInformation: [{ location: { uri: uriOf(types) } }] },
    ]);
  });

  it('may vanish with their directory under a running server', async () => {
    const tree = folderOf(scratchFolder('vanishing'), smallTree);
    const editor = await startEditor([tree]);
    const uri = editor.open(join(tree, 'src/include/catalog/pg_proc.dat'), smallTree['src/include/catalog/pg_proc.dat'] ?? '');
    renameSync(join(tree, 'src/include'), join(tree, 'src/gone'));
    void editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    expect(await editor.diagnostics(uri)).toEqual([]);
    mkdirSync(join(tree, 'src/include'));
    cpSync(join(tree, 'src/gone'), join(tree, 'src/include'), { recursive: true });
    void editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    editor.change(uri, (smallTree['src/include/catalog/pg_proc.dat'] ?? '').replace("oid => '9000'", "oid => '16'"));
    expect(await editor.diagnostics(uri)).toMatchObject([{ code: 'oid/duplicate' }]);
  });
});

describe('editors without pull diagnostics', () => {
  it('get them after each change, those of other open files too', async () => {
    const tree = folderOf(scratchFolder('push'), smallTree);
    const editor = await startEditor([tree], { capabilities: {} });
    const [proc = '', type = ''] = ['pg_proc.dat', 'pg_type.dat'].map((name) => smallTree[`src/include/catalog/${name}`]);
    const [procUri, typeUri] = [
      editor.open(join(tree, 'src/include/catalog/pg_proc.dat'), proc),
      editor.open(join(tree, 'src/include/catalog/pg_type.dat'), type),
    ];
    editor.change(procUri, proc.replace("oid => '9000'", "oid => '16'"));
    await eventually(() => expect([procUri, typeUri].map((uri) => editor.published.get(uri)?.length)).toEqual([1, 1]));
    editor.change(procUri, proc);
    await eventually(() => expect([procUri, typeUri].map((uri) => editor.published.get(uri)?.length)).toEqual([0, 0]));
  });
});
