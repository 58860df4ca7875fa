import assert from 'node:assert/strict';
import { ConfigurationTarget, commands, window as editor, Uri, workspace } from 'vscode';
import { ready } from '../support/extension.ts';
import { expand, focused, goTo, rows, show } from '../support/views.ts';
import { quickInput, runFromPalette, until, window } from '../support/window.ts';

const folder = workspace.workspaceFolders?.[0]?.uri;

describe('views', () => {
  before(ready);

  it('show how each mode and process starts, and jump to a call', async () => {
    const shown = await show('pgsmith.startup', /^postmaster/);
    assert.ok(shown.some((text) => text.startsWith('boot')));
    assert.ok(shown.some((text) => text.startsWith('single')));
    await expand('pgsmith.startup', 'postmaster', /^PostmasterMain/);
    await until('the call of PostmasterMain is reached going down', async () => {
      await window.press('ArrowDown');
      return (await focused()).startsWith('PostmasterMain');
    });
    await window.press('Enter');
    await until('main.c is open', () => editor.activeTextEditor?.document.uri.path.endsWith('/src/backend/main/main.c'));
    const call = editor.activeTextEditor?.document.lineAt(editor.activeTextEditor.selection.active.line).text ?? '';
    assert.match(call, /PostmasterMain\(/);
    await window.screenshot('view-startup');
  });

  it('show the processes with what they run', async () => {
    await show('pgsmith.processes', /autovacuum launcher/);
    await goTo('pgsmith.processes', 'checkpointer');
    assert.match(await focused(), /CheckpointerMain/);
  });

  it('show hooks with their signatures, and below each its calls and installers', async () => {
    await show('pgsmith.hooks', /^object_access_hook/);
    await goTo('pgsmith.hooks', 'ClientAuthentication_hook');
    await until('the first link is focused', async () => {
      await window.press('ArrowRight');
      return (await focused()).startsWith('declaration');
    });
    await until('an installer is reached going down', async () => {
      await window.press('ArrowDown');
      return (await window.texts('.pane-body .monaco-list-row.focused')).some(
        (text) => /^installer/.test(text) && text.includes('auth_delay'),
      );
    });
    await window.screenshot('view-hooks');
  });

  it('show shared memory in the order of its initialization', async () => {
    await goTo('pgsmith.shmem', 'Control File');
    await until('the buffers come after the control file', async () => {
      await window.press('ArrowDown');
      return (await focused()).startsWith('Buffer Descriptors');
    });
  });

  it('reveal the active file among the directories, each in its own words', async () => {
    assert.ok(folder);
    await editor.showTextDocument(Uri.joinPath(folder, 'src/backend/access/nbtree/nbtree.c'));
    await commands.executeCommand('pgsmith.revealInStructure');
    const shown = await until('the file is revealed below its directory', async () => {
      const texts = await rows();
      return texts.some((text) => /^nbtree\.c\s*Implementation of Lehman/.test(text)) ? texts : null;
    });
    assert.ok(shown.some((text) => /^src\/backend\s*the postgres backend/.test(text)));
    await editor.showTextDocument(Uri.joinPath(folder, 'src/backend/access/nbtree/README'));
    await commands.executeCommand('pgsmith.revealInStructure');
    await until('the directory of a file that is no source is revealed', async () =>
      (await rows()).some((text) => /^nbtree\s*Btree Indexing/.test(text)),
    );
    await window.screenshot('view-structure');
  });

  it('search everything that the structure shows', async () => {
    await runFromPalette('pgsmith: Search in Structure');
    await until('directories are offered', async () =>
      (await window.quickInput())?.items.some((item) => item.text.includes('src/backend')),
    );
    await window.type('src/bin/initdb');
    await until('initdb is found', async () =>
      (await window.quickInput())?.items.find((item) => item.isActive && item.label === 'src/bin/initdb'),
    );
    await window.press('Enter');
    await until('its directory is selected in the structure', async () =>
      (await window.texts('.pane-body .monaco-list-row.selected')).some((text) =>
        /^initdb\s*create a new PostgreSQL database cluster/.test(text),
      ),
    );
  });

  it('draw the start-up map as a picture', async () => {
    await commands.executeCommand('pgsmith.showStartupMap');
    await until('the picture is open', () =>
      editor.tabGroups.all.flatMap((group) => group.tabs).some((tab) => tab.label === 'Start-up Map: postmaster'),
    );
    const drawn = await until('the picture is drawn', async () => {
      const texts = await window.frameTexts('svg .step text:first-of-type');
      return texts.length > 50 ? texts : null;
    });
    assert.ok(drawn.includes('CreateSharedMemoryAndSemaphores'));
    await window.screenshot('view-picture');
  });

  it('save the picture as SVG that can be read alone, and as Mermaid', async () => {
    assert.ok(folder);
    for (const [button, name, begins] of [
      ['svg', 'postmaster.svg', /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*><style>[\s\S]*<rect class="page"/],
      ['mermaid', 'postmaster.mmd', /^flowchart LR\n/],
    ] as const) {
      const target = Uri.joinPath(folder, name);
      await window.clickInFrame(`button#${button}`);
      await until('a name is asked for', async () => (await window.quickInput())?.value.endsWith(name));
      await window.press('Enter');
      const saved = await until(`${name} is written`, async () => {
        const entries = await workspace.fs.readDirectory(folder);
        return entries.some(([one]) => one === name) ? workspace.fs.readFile(target) : null;
      });
      assert.match(Buffer.from(saved).toString('utf8'), begins);
      await workspace.fs.delete(target);
    }
  });

  it('insert a call from the picture by the keyboard', async () => {
    const [, second = ''] = await window.frameTexts('svg .step text:first-of-type');
    await until('the first call has the focus', async () => {
      await window.focusInFrame('svg .step[tabindex="0"]');
      return true;
    });
    await window.press('ArrowDown');
    await window.press('Insert');
    assert.equal((await quickInput(`Insert a call after ${second}`)).value, '');
    await window.press('Escape');
  });

  it('draw it in the colours of every kind of theme', async () => {
    const themes = workspace.getConfiguration('workbench');
    for (const theme of ['Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light']) {
      await themes.update('colorTheme', theme, ConfigurationTarget.Global);
      await until(`${theme} is there`, () => workspace.getConfiguration('workbench').get('colorTheme') === theme);
      const [text, box] = await until('the picture has its colours', async () => {
        const colors = await window.frameColors('svg .step');
        return colors.length === 2 ? colors : null;
      });
      assert.notEqual(text, box, theme);
      await window.screenshot(`view-picture-${theme.replaceAll(' ', '-').toLowerCase()}`);
    }
    await themes.update('colorTheme', undefined, ConfigurationTarget.Global);
  });
});
