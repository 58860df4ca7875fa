import assert from 'node:assert/strict';
import { commands, window as editor, Uri } from 'vscode';
import { closeAll, ready, root } from '../support/extension.ts';
import { expand, focused, goTo, rows, show } from '../support/views.ts';
import { until, window } from '../support/window.ts';

/** The path of the active file, from the top of the tree. */
const opened = () => editor.activeTextEditor?.document.uri.path.slice(root.path.length + 1);

/** The line at the cursor. */
function line(): string {
  const active = editor.activeTextEditor;
  return active?.document.lineAt(active.selection.active.line).text ?? '';
}

describe('the views of a tree in the shape of 19 and later', () => {
  before(ready);
  afterEach(closeAll);

  it('show the modes that main chooses by a switch, and jump to a call', async () => {
    const shown = await show('pgsmith.startup', /^postmaster/);
    assert.deepEqual(
      ['postmaster', 'single', 'boot', 'keeper of order'].filter((name) => !shown.some((text) => text.startsWith(name))),
      [],
    );
    await expand('pgsmith.startup', 'postmaster', /^PostmasterMain/);
    await goTo('pgsmith.startup', 'PostmasterMain');
    await window.press('Enter');
    await until('main.c is open at the call', () => opened() === 'src/backend/main/main.c' && /PostmasterMain\(argc, argv\)/.test(line()));
  });

  it('show the processes of proctypelist.h, and jump to what one runs', async () => {
    await show('pgsmith.processes', /^keeper of order/);
    await goTo('pgsmith.processes', 'keeper of order');
    assert.match(await focused(), /KeeperMain/);
    await window.press('Enter');
    await until('its function is open', () => opened() === 'src/backend/postmaster/keeper.c' && /^KeeperMain\(/.test(line()));
  });

  it('show a hook with its signature, and jump to its installer', async () => {
    await show('pgsmith.hooks', /^keeper_hook\s*void \(int round\)/);
    await expand('pgsmith.hooks', 'keeper_hook', /^declaration/);
    await goTo('pgsmith.hooks', 'installer');
    await window.press('Enter');
    await until('the module is open', () => opened() === 'contrib/watch/watch.c' && /keeper_hook = watch_round;/.test(line()));
  });

  it('show shared memory in the order of the list of subsystems', async () => {
    const shown = await show('pgsmith.shmem', /Cache/);
    const [lock, cache] = [/Lock/, /Cache/].map((name) => shown.findIndex((text) => name.test(text)));
    assert.ok(lock !== undefined && cache !== undefined && lock >= 0 && lock < cache, shown.join('\n'));
  });

  it('show a directory in the words of its README', async () => {
    await editor.showTextDocument(Uri.joinPath(root, 'src/backend/postmaster/keeper.c'));
    await commands.executeCommand('pgsmith.revealInStructure');
    await until('the file is revealed', async () => {
      const texts = await rows();
      return (
        texts.some((text) => /^keeper\.c\s*a process that keeps things in order/.test(text)) &&
        texts.some((text) => /^postmaster\s*Processes/.test(text))
      );
    });
  });

  it('draw the start-up map as a picture', async () => {
    await commands.executeCommand('pgsmith.showStartupMap');
    const drawn = await until('the picture is drawn', async () => {
      const texts = await window.frameTexts('svg .step text:first-of-type');
      return texts.length > 3 ? texts : null;
    });
    assert.ok(drawn.includes('CreateSharedMemoryAndSemaphores'), drawn.join());
  });
});
