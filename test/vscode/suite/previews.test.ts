import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { commands, window as editors, Uri, workspace } from 'vscode';
import { closeAll, newCodeShown, notified, ready, root } from '../support/extension.ts';
import { previewParameter, until, window } from '../support/window.ts';

const SAMPLE = Uri.joinPath(root, 'src/backend/utils/misc/postgresql.conf.sample');
const rows = () => window.texts('.bulk-edit-panel .monaco-list-row');

/** The texts of the files that the registration of a parameter changes. */
async function everyText(): Promise<readonly string[]> {
  const paths = ['backend/utils/misc/guc_tables.c', 'backend/utils/misc/postgresql.conf.sample', 'include/utils/guc.h'];
  const documents = await Promise.all(paths.map((path) => workspace.openTextDocument(Uri.joinPath(root, 'src', path))));
  return documents.map((document) => document.getText());
}

/** Presses Apply, which is refused; takes the new preview and applies that. */
async function applyTwice(): Promise<void> {
  await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
  await notified('The tree has changed since this preview was made');
  await window.click('.notifications-center .monaco-button:has-text("Preview Again")');
  await until('the preview is open again', async () => (await rows()).length > 0);
  await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
  await newCodeShown('my_parameter');
}

describe('a preview', () => {
  before(ready);
  afterEach(closeAll);

  it('shows edits only, all of them checked, and leads to the new code once they are applied', async () => {
    const documents = await everyText();
    const sample = readFileSync(SAMPLE.fsPath, 'utf8');
    await previewParameter();
    const groups = await until('it is grouped by purpose', async () => {
      const shown = await rows();
      return shown.some((row) => /^Code: /.test(row)) ? shown : null;
    });
    assert.match(groups[0] ?? '', /^Code: /);
    assert.ok((await window.texts('.bulk-edit-panel .edit-checkbox')).length > 0);
    assert.deepEqual(await window.texts('.bulk-edit-panel .edit-checkbox:not(.checked)'), []);
    await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
    const editor = await until('the new code is shown', () => editors.activeTextEditor);
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /my_parameter/);
    await commands.executeCommand('undo');
    await until('one undo takes everything back', async () => isDeepStrictEqual(await everyText(), documents));
    // VS Code saves what a preview applied, and may still be about it when that is undone.
    await until('the disk is as it was', async () => {
      await commands.executeCommand('workbench.action.files.saveAll');
      return readFileSync(SAMPLE.fsPath, 'utf8') === sample;
    });
  });

  it('is refused and made anew when a file of it changes on disk meanwhile', async () => {
    const line = '# a line that came from elsewhere\n';
    const before = readFileSync(SAMPLE.fsPath, 'utf8');
    await previewParameter();
    writeFileSync(SAMPLE.fsPath, line + before);
    const document = await workspace.openTextDocument(SAMPLE);
    await until('the editor has seen the change', () => document.getText().startsWith(line));
    await applyTwice();
    // A file that is being written is read in part.
    await until('the parameter is on disk, and all else is what it was', () => {
      const lines = readFileSync(SAMPLE.fsPath, 'utf8').split('\n');
      assert.ok(lines.some((one) => one.startsWith('#my_parameter')));
      assert.equal(lines.filter((one) => !one.startsWith('#my_parameter')).join('\n'), line + before);
      return true;
    });
  });

  it('is refused and made anew when a document of it is edited meanwhile', async () => {
    const document = await workspace.openTextDocument(SAMPLE);
    const editor = await editors.showTextDocument(document);
    const before = document.getText();
    await previewParameter();
    await editor.edit((builder) => builder.insert(document.positionAt(0), '# typed while the preview was open\n'));
    await applyTwice();
    await until('the parameter is in the document', () => document.getText().includes('#my_parameter_2'));
    const rest = document
      .getText()
      .split('\n')
      .filter((one) => !one.startsWith('#my_parameter_2'))
      .join('\n');
    assert.equal(rest, `# typed while the preview was open\n${before}`);
  });
});
