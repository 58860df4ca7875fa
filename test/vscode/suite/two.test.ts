import assert from 'node:assert/strict';
import { commands, window as editors, Uri } from 'vscode';
import { ready, root } from '../support/extension.ts';
import { quickInput, runFromPalette, until, window } from '../support/window.ts';

const TREES = ['fork', 'postgresql'];

/** Rows of the views that are shown, top to bottom, each on one line. */
async function rows(part = ''): Promise<readonly string[]> {
  return (await window.texts(`.pane-body .monaco-list-row${part}`)).map((text) => text.replaceAll(/\s+/g, ' '));
}

/** Rows of the view that has the focus. */
async function ownRows(): Promise<readonly string[]> {
  return (await window.texts('.pane-body .monaco-list:focus-within .monaco-list-row')).map((text) => text.replaceAll(/\s+/g, ' '));
}

describe('two trees side by side', () => {
  before(ready);

  it('stand at the top of a view, each with nodes of its own', async () => {
    await commands.executeCommand('pgsmith.shmem.focus');
    await until('the first tree shows its areas', async () => {
      const [first, ...below] = await ownRows();
      return first === 'fork' && below.some((text) => text.startsWith('Cache Data'));
    });
    await commands.executeCommand('list.focusLast');
    await until('the second tree shows its own', async () => {
      const shown = await ownRows();
      return shown.slice(shown.lastIndexOf('postgresql')).some((text) => text.startsWith('Cache Data'));
    });
    await window.screenshot('view-two-trees');
  });

  it('reveal a file below the tree that holds it', async () => {
    await editors.showTextDocument(Uri.joinPath(root, 'postgresql/src/backend/store/cache.c'));
    await commands.executeCommand('pgsmith.revealInStructure');
    await until('the file is selected', async () => (await rows('.selected')).some((text) => text.startsWith('cache.c')));
    const shown = await rows();
    const at = (start: string) => shown.findIndex((text) => text.startsWith(start));
    assert.ok(at('postgresql') >= 0 && at('postgresql') < at('cache.c'), shown.join('\n'));
  });

  it('are asked for by name where no file says which one is meant', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await runFromPalette('pgsmith: Insert Unused OID');
    await until('both are offered', async () => {
      const labels = (await window.quickInput())?.items.map((item) => item.label) ?? [];
      return TREES.every((tree) => labels.includes(tree));
    });
    await window.press('Enter');
    await quickInput('Insert Unused OID');
    await window.press('Escape');
  });
});
