import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeAction, commands, window as editors, languages, Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import { closeAll, ready, root } from '../support/extension.ts';
import { until, window } from '../support/window.ts';

const PROC = 'src/include/catalog/pg_proc.dat';
const uriOf = (path: string) => Uri.joinPath(root, path);

const duplicates = (path: string) => languages.getDiagnostics(uriOf(path)).filter((one) => one.code === 'oid/duplicate');

describe('documents', () => {
  before(ready);
  afterEach(closeAll);

  it('are judged as they stand in the editor, saved or not, with the places of both sides', async () => {
    const document = await workspace.openTextDocument(uriOf(PROC));
    await editors.showTextDocument(document);
    const text = document.getText();
    const [first = '', second = ''] = [...text.matchAll(/\boid => '(\d+)'/g)].map((match) => match[1]);
    assert.notEqual(first, second);
    const at = text.indexOf(`'${second}'`) + 1;
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + second.length)), first);
    await workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    const found = await until('both uses are reported', () => (duplicates(PROC).length === 2 ? duplicates(PROC) : null));
    assert.ok(found.every((one) => one.relatedInformation?.length === 1));
    const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, found[1]?.range);
    const fix = actions.find((one) => one.title.startsWith(`Replace OID ${first}`));
    assert.ok(fix?.command);
    const fixed = commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
    await until('the preview is open', async () => (await window.texts('.bulk-edit-panel .monaco-list-row')).length > 0);
    await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
    await fixed;
    await until('no duplicate is left', () => duplicates(PROC).length === 0);
    writeFileSync(document.uri.fsPath, text);
  });

  it('show in their lenses what changes on disk in a file that is not open', async () => {
    const sample = uriOf('src/backend/utils/misc/postgresql.conf.sample');
    const table = join(root.fsPath, 'src/backend/utils/misc/guc_parameters.dat');
    const text = readFileSync(table, 'utf8');
    await editors.showTextDocument(sample);
    const drawn = async () => (await window.texts('.codelens-decoration')).join();
    await until('the lenses are drawn', async () => /PGC_POSTMASTER/.test(await drawn()));
    writeFileSync(table, text.replaceAll('PGC_POSTMASTER', 'PGC_SIGHUP'));
    await until('the lenses are drawn anew', async () => !/PGC_POSTMASTER/.test(await drawn()) && /PGC_SIGHUP/.test(await drawn()));
    writeFileSync(table, text);
    await until('the lenses are those of before', async () => /PGC_POSTMASTER/.test(await drawn()));
  });

  it('may change on disk by a checkout of another branch', async () => {
    const git = (...args: string[]) => {
      const outcome = spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], {
        cwd: root.fsPath,
        encoding: 'utf8',
      });
      assert.equal(outcome.status, 0, outcome.stderr);
    };
    const path = join(root.fsPath, PROC);
    const text = readFileSync(path, 'utf8');
    const [first = '', second = ''] = [...text.matchAll(/\boid => '(\d+)'/g)].map((match) => match[1]);
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'one');
    git('checkout', '-q', '-b', 'other');
    writeFileSync(path, text.replace(`oid => '${second}'`, `oid => '${first}'`));
    git('commit', '-qam', 'two');
    git('checkout', '-q', 'main');
    await editors.showTextDocument(uriOf(PROC));
    await until('main has no duplicates', () => duplicates(PROC).length === 0);
    git('checkout', '-q', 'other');
    await until('the other branch has', () => duplicates(PROC).length === 2);
    git('checkout', '-q', 'main');
    await until('main has none again', () => duplicates(PROC).length === 0);
  });
});
