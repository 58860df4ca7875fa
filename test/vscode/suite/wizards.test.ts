import assert from 'node:assert/strict';
import { commands, window as editors, Position, Uri, workspace } from 'vscode';
import { closeAll, newCodeShown, ready, root } from '../support/extension.ts';
import { previewParameter, quickInput, runFromPalette, until, window } from '../support/window.ts';

describe('a wizard', () => {
  before(ready);
  afterEach(closeAll);

  it('goes back, judges while one types, and keeps what was typed when it is left', async () => {
    const title = 'pgsmith: Register Configuration Parameter (GUC)';
    await runFromPalette(title);
    await quickInput('Parameter name');
    await window.press('Control+a');
    await window.type('work mem');
    await until('the name is refused', async () => /is no name for a parameter/.test((await window.quickInput())?.message ?? ''));
    await window.press('Control+a');
    await window.type('kept_parameter');
    await until('the name is accepted', async () => !/is no name/.test((await window.quickInput())?.message ?? ''));
    await window.press('Enter');
    await quickInput('Type');
    await window.click('.quick-input-titlebar .codicon-quick-input-back');
    assert.equal((await quickInput('Parameter name')).value, 'kept_parameter');
    await window.press('Enter');
    await quickInput('Type');
    await window.press('Escape');
    await until('the wizard is gone', async () => (await window.quickInput()) === null);
    await runFromPalette(title);
    assert.equal((await quickInput('Parameter name')).value, 'kept_parameter');
    await window.press('Escape');
  });

  it('plans with what stands in the editor, not with what is on disk', async () => {
    const path = 'src/backend/utils/misc/postgresql.conf.sample';
    const document = await workspace.openTextDocument(Uri.joinPath(root, path));
    const editor = await editors.showTextDocument(document);
    await editor.edit((builder) => builder.insert(new Position(0, 0), '# a line that nobody saved\n'));
    assert.ok(document.isDirty);
    await previewParameter('dirty_parameter');
    await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
    await until('the line is in the sample', () => document.getText().includes('#dirty_parameter'));
    assert.ok(document.getText().startsWith('# a line that nobody saved\n'));
    await newCodeShown('dirty_parameter');
  });

  it('keeps what was typed into a step that one goes back from, and lets a suggestion be cleared', async () => {
    await runFromPalette('pgsmith: Register SQL Function');
    for (const step of ['SQL name', 'Arguments', 'Result type', 'Volatility', 'Strict', 'Parallel safety']) {
      await quickInput(step);
      await window.press('Enter');
    }
    const suggested = (await quickInput('Description')).value;
    assert.notEqual(suggested, '');
    await window.press('Control+a');
    await window.type('typed in part');
    await window.click('.quick-input-titlebar .codicon-quick-input-back');
    await quickInput('Parallel safety');
    await window.press('Enter');
    assert.equal((await quickInput('Description')).value, 'typed in part');
    await window.press('Enter');
    const oidItem = async () => (await window.quickInput())?.items.find((item) => item.label === 'OID' && !item.isActive)?.text ?? '';
    await until('an OID is suggested', async () => /\d{4}/.test(await oidItem()));
    await window.type('OID');
    await until('it can be chosen', async () => (await window.quickInput())?.items.find((item) => item.isActive && item.label === 'OID'));
    await window.press('Enter');
    assert.match((await quickInput('OID')).value, /^\d{4}$/);
    await window.press('Control+a');
    await window.press('Delete');
    await window.press('Enter');
    await until('no OID is left', async () => {
      const item = await oidItem();
      return item !== '' && !/\d{4}/.test(item);
    });
    await window.press('Escape');
  });

  it('asks before a draft makes way for what a code action knows', async () => {
    const palette = 'pgsmith: Register Configuration Parameter (GUC)';
    await runFromPalette(palette);
    await quickInput('Parameter name');
    await window.press('Control+a');
    await window.type('drafted_parameter');
    await window.press('Escape');
    const offer = () => void commands.executeCommand('pgsmith.register', root.toString(), 'guc', { name: 'seeded_parameter' });
    const offered = () =>
      until('both are offered', async () => {
        const items = (await window.quickInput())?.items ?? [];
        return items.length === 2 && items[0]?.isActive && /draft/.test(items[0].text) ? items : null;
      });
    offer();
    await offered();
    await window.press('Enter');
    assert.equal((await quickInput('Parameter name')).value, 'drafted_parameter');
    await window.press('Escape');
    offer();
    const [draft, seed] = await offered();
    assert.match(draft?.text ?? '', /drafted_parameter/);
    assert.match(seed?.text ?? '', /seeded_parameter/);
    await window.press('ArrowDown');
    await window.press('Enter');
    assert.equal((await quickInput('Parameter name')).value, 'seeded_parameter');
    await window.press('Escape');
    await runFromPalette(palette);
    assert.equal((await quickInput('Parameter name')).value, 'drafted_parameter');
    await window.press('Escape');
  });
});
