import assert from 'node:assert/strict';
import { window as editors, Uri, workspace } from 'vscode';
import { bytesOf, changedSince, closeAll, everything, ready, root } from '../support/extension.ts';
import { runFromPalette, until, window } from '../support/window.ts';

/** What each wizard writes when Enter is all that the user presses: a text that some changed file must have. */
const KINDS = [
  { title: 'Register Configuration Parameter (GUC)', text: 'my_parameter' },
  { title: 'Register SQL Function', text: 'pg_my_function' },
  { title: 'Register Shared Memory', text: 'My State' },
];

/** Runs a wizard from the palette and presses Enter until it offers the preview, then opens that. */
async function enterToPreview(title: string): Promise<readonly string[]> {
  await runFromPalette(`pgsmith: ${title}`);
  const titles: string[] = [];
  for (;;) {
    const shown = await until('the next step is shown', async () => {
      const input = await window.quickInput();
      return input && input.title !== titles.at(-1) && /\(\d\/\d\)/.test(input.title) ? input : null;
    });
    titles.push(shown.title);
    const isLast = await until('the step can be answered', async () => {
      const input = await window.quickInput();
      if (input?.items.some((item) => item.isActive && item.text.includes('Preview now'))) return 'preview';
      return input && (input.items.some((item) => item.isActive) || input.items.length === 0) ? 'question' : null;
    });
    await window.press('Enter');
    if (isLast === 'preview') return titles;
  }
}

const previewGroups = () =>
  until('the preview is grouped by purpose', async () => {
    const rows = await window.texts('.bulk-edit-panel .monaco-list-row');
    return rows.some((row) => /^(?:Code|Tables|Documentation|Tests|Sample file|Build): /.test(row)) ? rows : null;
  });

const pressButton = (label: string) => window.click(`.bulk-edit-panel .monaco-button:has-text("${label}")`);

describe('registration by Enter, Enter, Enter', () => {
  before(ready);
  afterEach(closeAll);

  for (const { title, text } of KINDS) {
    it(`${title}: discarded, nothing changes; accepted, every file is written; one undo takes all back`, async () => {
      const before = everything();
      const titles = await enterToPreview(title);
      assert.match(titles[0] ?? '', /\(1\/\d\)/);
      await previewGroups();
      await pressButton('Discard');
      await until('the preview is gone', async () => (await window.texts('.bulk-edit-panel .monaco-list-row')).length === 0);
      assert.deepEqual(changedSince(before), []);

      await enterToPreview(title);
      await previewGroups();
      await pressButton('Apply');
      const changed = await until('files have changed on disk', () => {
        const found = changedSince(before);
        return found.length > 2 && workspace.textDocuments.every((document) => !document.isDirty) ? found : null;
      });
      assert.ok(
        changed.some((path) => bytesOf(path).includes(text)),
        `${text} is in ${changed}`,
      );

      await until('what came of it is shown', () =>
        changed.some((path) => editors.activeTextEditor?.document.uri.path === Uri.joinPath(root, path).path),
      );
      // One undo, in any of the files, takes all of them back; those that are new go away.
      const [known] = changed.filter((path) => before.has(path));
      await editors.showTextDocument(Uri.joinPath(root, known ?? ''));
      await window.press('Control+z');
      // Saving in the middle of the undo would write a new file again that was just taken back.
      await until('new files are gone', () => changedSince(before).every((path) => before.has(path)));
      await until('every byte is what it was', async () => {
        await workspace.saveAll();
        const left = changedSince(before);
        assert.deepEqual(left, []);
        return true;
      });
    });
  }
});
