import assert from 'node:assert/strict';
import { commands, window as editor, extensions, workspace } from 'vscode';
import { notified } from '../support/extension.ts';
import { quickInput, runFromPalette, until, window } from '../support/window.ts';

const STATUS = '.statusbar-item:has-text("PG ") .statusbar-item-label';
const extension = extensions.getExtension('pgsmith.pgsmith');

describe('commands', () => {
  before(async () => {
    assert.ok(extension);
    const api = await extension.activate();
    await api.ready();
  });

  it('exist, all that the manifest names', async () => {
    const named: readonly { command: string }[] = extension?.packageJSON.contributes.commands;
    const known = new Set(await commands.getCommands(true));
    assert.ok(named.length >= 9);
    assert.deepEqual(
      named.filter(({ command }) => !known.has(command)),
      [],
    );
  });

  it('are offered in the palette under their category', async () => {
    await window.press('F1');
    await until('the palette is open', async () => (await window.quickInput())?.value.startsWith('>'));
    await window.type('pgsmith: ');
    const shown = await until('the palette offers our commands', async () => {
      const items = (await window.quickInput())?.items.filter((item) => item.text.startsWith('pgsmith: ')) ?? [];
      return items.length >= 9 ? items : null;
    });
    assert.ok(shown.some((item) => item.text.includes('pgsmith: Register Configuration Parameter (GUC)…')));
    await window.press('Escape');
  });

  it('show the tree report', async () => {
    await commands.executeCommand('pgsmith.showTreeReport');
    await until('the report is shown', () => editor.tabGroups.all.flatMap((group) => group.tabs).some((tab) => /Preview/.test(tab.label)));
    const report = await until('its page is read', () =>
      workspace.textDocuments.find((document) => /\| configuration parameter \(GUC\) \| \d+ \|/.test(document.getText())),
    );
    assert.ok(!report.isUntitled, 'nobody is asked to save it');
  });

  it('are a click on the status item away, which tells version and shapes', async () => {
    await window.hover(STATUS);
    await until('it tells what the tree is', async () =>
      (await window.texts('.workbench-hover, .monaco-hover')).some((text) => /^PostgreSQL\b.*\(read\)[\s\S]*\bguc: /.test(text)),
    );
    await window.click(STATUS);
    const menu = await quickInput('pgsmith');
    for (const entry of ['Show Tree Report', 'Show Log', 'Restart Server', 'Open Walkthrough'])
      assert.ok(
        menu.items.some((item) => item.label === entry),
        entry,
      );
    await window.type('Show Log');
    await until('the log is chosen', async () =>
      (await window.quickInput())?.items.some((item) => item.isActive && item.label === 'Show Log'),
    );
    await window.press('Enter');
    await until('the log is shown', () => editor.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'));
  });

  it('open the walkthrough', async () => {
    await runFromPalette('pgsmith: Open Walkthrough');
    await until('it is open', async () => (await window.texts('.gettingStartedContainer .category-title')).length > 0);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('say that a variable has no uses', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    void commands.executeCommand('pgsmith.showUses', folder?.uri.toString(), 'no_code_uses_this_name');
    await notified('no_code_uses_this_name');
  });

  it('leave one of everything after restarts', async () => {
    await Promise.all([1, 2, 3].map(() => commands.executeCommand('pgsmith.restartServer')));
    await commands.executeCommand('pgsmith.restartServer');
    await extension?.exports.ready();
    const items = await until('the status item is back', async () => {
      const texts = (await window.texts('.statusbar-item')).filter((text) => text.includes('PG '));
      return texts.length > 0 ? texts : null;
    });
    assert.equal(items.length, 1);
  });
});
