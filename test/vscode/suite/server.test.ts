import assert from 'node:assert/strict';
import {
  type CodeLens,
  commands,
  type Diagnostic,
  window as editors,
  extensions,
  languages,
  Range,
  Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import { ready, root } from '../support/extension.ts';
import { serverProcesses } from '../support/server.ts';
import { until, window } from '../support/window.ts';

const PROC = Uri.joinPath(root, 'src/include/catalog/pg_proc.dat');

/** Every lens of a document as its line and title, once per provider that gives it. */
async function lensesOf(uri: Uri): Promise<readonly string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10_000);
  return lenses.flatMap((lens) => (lens.command ? [`${lens.range.start.line} ${lens.command.title}`] : []));
}

const duplicates = () => languages.getDiagnostics(PROC).filter((one: Diagnostic) => one.code === 'oid/duplicate');

/** What must be there once, whatever happened to the server before. */
async function judgeOneOfEach(expected: readonly string[]): Promise<void> {
  const lenses = await until('the lenses are those of before', async () => {
    const found = await lensesOf(PROC);
    return found.length >= expected.length ? found : null;
  });
  assert.deepEqual(lenses, expected);
  await until('the findings are those of before', () => duplicates().length === 2);
  const items = await until('the status item is there', async () => {
    const texts = (await window.texts('.statusbar-item')).filter((text) => text.includes('PG '));
    return texts.length > 0 ? texts : null;
  });
  assert.equal(items.length, 1);
  assert.equal(serverProcesses().length, 1);
}

describe('the server', () => {
  let expected: readonly string[] = [];

  before(async () => {
    await ready();
    const document = await workspace.openTextDocument(PROC);
    await editors.showTextDocument(document);
    const text = document.getText();
    const [first = '', second = ''] = [...text.matchAll(/\boid => '(\d+)'/g)].map((match) => match[1]);
    const at = text.indexOf(`'${second}'`) + 1;
    const edit = new WorkspaceEdit();
    edit.replace(PROC, new Range(document.positionAt(at), document.positionAt(at + second.length)), first);
    await workspace.applyEdit(edit);
    await until('the duplicate is found', () => duplicates().length === 2);
    expected = await until('there are lenses', async () => {
      const found = await lensesOf(PROC);
      return found.length > 0 ? found : null;
    });
    assert.equal(new Set(expected).size, expected.length);
  });

  it('comes back after each crash, with one of everything', async () => {
    for (const crash of [1, 2]) {
      const [pid] = serverProcesses();
      assert.ok(pid, `a server before crash ${crash}`);
      process.kill(pid, 'SIGKILL');
      await until('another server is there', () => serverProcesses().length === 1 && serverProcesses()[0] !== pid);
      await judgeOneOfEach(expected);
    }
  });

  it('is replaced by commands that overlap with a crash, with one of everything', async () => {
    const [pid] = serverProcesses();
    assert.ok(pid);
    const restarts = [1, 2].map(() => commands.executeCommand('pgsmith.restartServer'));
    process.kill(pid, 'SIGKILL');
    await Promise.all(restarts);
    await extensions.getExtension('pgsmith.pgsmith')?.exports.ready();
    await until('another server is there', () => serverProcesses().length === 1 && serverProcesses()[0] !== pid);
    await judgeOneOfEach(expected);
  });
});
