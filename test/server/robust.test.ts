import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver';
import { memoryTree } from '../../src/core/api.ts';
import { cancellationFile } from '../../src/protocol/cancellation.ts';
import { treesRequest, viewRequest } from '../../src/protocol/requests.ts';
import { Cancelled, forRequest, interruptible } from '../../src/server/cancellation.ts';
import { smallTree } from '../cli/small-tree.ts';
import { folderOf } from '../host/folders.ts';
import { eventually, scratchFolder, startEditor } from './editor.ts';

/** Every request that the server answers. */
const METHODS = [
  ...['codeLens', 'codeAction', 'hover', 'definition', 'references', 'documentSymbol', 'foldingRange', 'documentLink', 'completion'],
  ...['diagnostic', 'prepareCallHierarchy'],
].map((name) => `textDocument/${name}`);
const OTHERS = [
  ...['codeLens/resolve', 'callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls', 'workspace/symbol', 'workspace/executeCommand'],
  ...[
    'treeOf',
    'form',
    'answerProblem',
    'plan',
    'oids',
    'oidProblem',
    'oidField',
    'replaceOid',
    'shiftTarget',
    'shiftOids',
    'uses',
    'report',
  ]
    .concat(['view', 'viewPath', 'startup', 'insertCall', 'lensPlaces'])
    .map((name) => `pgsmith/${name}`),
];

describe('the server', () => {
  it('lives on after each handler was given what breaks it, and says so in its log', async () => {
    const tree = folderOf(scratchFolder('broken'), smallTree);
    const { connection, request, messages, diagnostics, open } = await startEditor([tree]);
    const path = join(tree, 'src/include/catalog/pg_proc.dat');
    const uri = open(path, smallTree['src/include/catalog/pg_proc.dat'] ?? '', 'pgsmith-catalog');
    for (const method of [...METHODS, ...OTHERS])
      for (const params of [
        {},
        { textDocument: { uri }, position: 'nowhere', uri, tree: uri, item: { uri: '%' }, data: { uri, index: 'x' } },
      ])
        await connection.sendRequest(method, params).catch((error: Error) => expect(error.message).toMatch(/its log says why|pgsmith/));
    for (const method of ['didOpen', 'didChange', 'didClose', 'didSave']) void connection.sendNotification(`textDocument/${method}`, {});
    for (const method of ['didChangeWatchedFiles', 'didChangeConfiguration', 'didChangeWorkspaceFolders'])
      void connection.sendNotification(`workspace/${method}`, { event: {} });
    expect(await diagnostics(uri)).toEqual([]);
    expect(await request(treesRequest, {})).toMatchObject([{ uri: pathToFileURL(tree).href }]);
    expect(messages.filter((message) => /^hover: TypeError/.test(message)).length).toBeGreaterThan(0);
  });

  it('opens the trees of the other folders where one folder of the workspace is gone', async () => {
    const tree = folderOf(scratchFolder('beside'), smallTree);
    const { request } = await startEditor([join(scratchFolder('beside'), 'gone'), tree]);
    expect(await request(treesRequest, {})).toMatchObject([{ uri: pathToFileURL(tree).href }]);
  });
});

describe('a request that is cancelled', () => {
  it('is ended in the middle of what it reads', () => {
    const source = new CancellationTokenSource();
    let reads = 0;
    const tree = memoryTree(new Map([['a.c', '']]));
    const slow = {
      ...tree,
      read(path: string) {
        reads += 1;
        if (reads === 3) source.cancel();
        return tree.read(path);
      },
    };
    const work = () => {
      const read = interruptible(slow);
      for (;;) read.read('a.c');
    };
    expect(() => forRequest(source.token, work)).toThrow(Cancelled);
    expect(reads).toBeGreaterThanOrEqual(3);
  });

  it('is known by a file, since no message is read while another one is answered', async () => {
    const folder = scratchFolder('cancelled');
    const tree = folderOf(scratchFolder('cancelling'), smallTree);
    const { request } = await startEditor([tree], { cancellations: folder });
    await eventually(async () => expect(await request(treesRequest, {})).toMatchObject([{ state: 'ready' }]));
    const params = { tree: pathToFileURL(tree).href, view: 'structure' };
    expect(await request(viewRequest, params)).toMatchObject({ ok: true });
    for (let id = 0; id < 200; id += 1) writeFileSync(join(folder, cancellationFile(id)), '');
    await expect(request(viewRequest, params)).rejects.toThrow('view: cancelled');
  });
});
