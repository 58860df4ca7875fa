import assert from 'node:assert/strict';
import { commands, extensions, Uri, workspace } from 'vscode';
import { quickInput, runFromPalette, until, window } from '../support/window.ts';

const root = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');

describe('registration', () => {
  before(async () => {
    const api = await extensions.getExtension('pgsmith.pgsmith')?.activate();
    await api.ready();
  });

  it('of a parameter by Enter, Enter, Enter', async () => {
    await runFromPalette('pgsmith: Register Configuration Parameter (GUC)');
    for (const label of ['Parameter name', 'Type', 'Default', 'Group', 'Short description']) {
      const shown = await quickInput(label);
      console.log(`##note ${JSON.stringify({ ...shown, items: shown.items.slice(0, 3) })}`);
      await window.screenshot(`guc-${label.replaceAll(' ', '-')}`);
      await window.press('Enter');
    }
    await until('menu', async () => (await window.quickInput())?.items.some((item) => item.text.includes('Preview now')));
    await window.screenshot('guc-menu');
    await window.press('Enter');
    const end = Date.now() + 3000; while (Date.now() < end) await window.texts('body');
    console.log(`##note ${JSON.stringify(await window.texts('.notification-list-item-message, .refactor-preview'))} ${workspace.textDocuments.map((d) => d.uri.path + d.isDirty).join()}`);
    await window.screenshot('guc-after');
    await window.screenshot('guc-preview');
    await until('preview', async () => (await window.texts('.bulk-edit-panel')).some((text) => /code/i.test(text)));
    await window.click('.monaco-button:has-text("Apply")');
    await until('applied', async () => (await workspace.fs.readFile(Uri.joinPath(root, 'src/backend/utils/misc/postgresql.conf.sample'))).toString().includes('my_parameter'));
    const end2 = Date.now() + 2000; while (Date.now() < end2) await window.texts('body');
    await window.screenshot('guc-applied');
    await commands.executeCommand('undo');
    console.log(`##note ${JSON.stringify(await window.texts('.monaco-button'))}`);
    assert.ok(commands);
    assert.ok(root);
  });
});
