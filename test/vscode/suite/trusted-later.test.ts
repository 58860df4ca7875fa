import assert from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';
import { ready } from '../support/extension.ts';
import { serverProcesses } from '../support/server.ts';
import { until, window } from '../support/window.ts';

describe('a workspace that is trusted later', () => {
  it('gets a server that knows it, in place of the first', async () => {
    assert.equal(workspace.isTrusted, false);
    await ready();
    const [first] = serverProcesses();
    assert.ok(first);
    await commands.executeCommand('workbench.trust.manage');
    await until('trust is asked for', async () => (await window.texts('.workspace-trust-editor .monaco-button')).length > 0);
    await window.click('.workspace-trust-editor .monaco-button:has-text("Trust")');
    await until('it is trusted', () => workspace.isTrusted);
    await until('another server is there', () => serverProcesses().length === 1 && serverProcesses()[0] !== first);
    await extensions.getExtension('pgsmith.pgsmith')?.exports.ready();
    const items = await until('the status item is there', async () => {
      const texts = (await window.texts('.statusbar-item')).filter((text) => text.includes('PG '));
      return texts.length > 0 ? texts : null;
    });
    assert.equal(items.length, 1);
  });
});
