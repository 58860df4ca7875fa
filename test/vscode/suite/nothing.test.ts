import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { until, window } from '../support/window.ts';

/** VS Code's own command for the view that says that no tree is open. */
const WELCOME = 'pgsmith: Focus on Start-up View';

describe('a folder without a PostgreSQL tree', () => {
  it('starts nothing and offers nothing', async () => {
    const extension = extensions.getExtension('pgsmith.pgsmith');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    await extension.activate();
    assert.deepEqual(
      (await window.texts('.statusbar-item')).filter((text) => text.includes('PG ')),
      [],
    );
    await window.press('F1');
    await until('the palette is open', async () => (await window.quickInput())?.value.startsWith('>'));
    await window.type('pgsmith: ');
    await until('nothing of ours is listed', async () => {
      const shown = await window.quickInput();
      const ours = shown?.items.filter((item) => item.text.startsWith('pgsmith: ') && !item.text.startsWith(WELCOME));
      return shown?.value === '>pgsmith: ' && ours?.length === 0;
    });
    await window.press('Escape');
    // A command that is run all the same does no harm.
    await commands.executeCommand('pgsmith.insertOid');
  });

  it('has a view that says so, and the way to open one', async () => {
    await commands.executeCommand('pgsmith.startup.focus');
    await until('the view says that no tree is open', async () =>
      (await window.texts('.welcome-view-content')).some((text) => text.includes('No PostgreSQL source tree is open.')),
    );
    assert.deepEqual(await window.texts('.welcome-view-content .monaco-button'), ['Open Folder']);
    assert.ok(!(await window.texts('.pane-header .title')).includes('Hooks'));
    assert.deepEqual(
      (await window.texts('.sidebar .action-label.codicon-refresh')).concat(await window.texts('.sidebar .codicon-type-hierarchy-sub')),
      [],
    );
    await window.screenshot('view-nothing');
  });
});
