import assert from 'node:assert/strict';
import { type CodeLens, commands, window as editors, Uri, workspace } from 'vscode';
import { ready, root } from '../support/extension.ts';
import { until } from '../support/window.ts';

describe('an untrusted workspace', () => {
  it('is read like any other', async () => {
    assert.equal(workspace.isTrusted, false);
    await ready();
    const document = await workspace.openTextDocument(Uri.joinPath(root, 'src/backend/utils/misc/postgresql.conf.sample'));
    await editors.showTextDocument(document);
    await until('there are lenses', async () => {
      return (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10)).some((lens) => lens.command);
    });
  });
});
