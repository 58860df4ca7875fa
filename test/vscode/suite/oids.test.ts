import assert from 'node:assert/strict';
import { commands, window as editors, env, Position, Range, Selection, Uri, workspace } from 'vscode';
import { closeAll, ready, root } from '../support/extension.ts';
import { quickInput, runFromPalette, until, window } from '../support/window.ts';

describe('the OID picker', () => {
  before(ready);
  afterEach(closeAll);

  it('replaces the number under the cursor by the suggestion', async () => {
    const document = await workspace.openTextDocument(Uri.joinPath(root, 'src/include/catalog/pg_proc.dat'));
    const editor = await editors.showTextDocument(document);
    const at = document.getText().indexOf("oid => '") + "oid => '".length;
    const position = document.positionAt(at + 1);
    editor.selection = new Selection(position, position);
    await runFromPalette('pgsmith: Insert Unused OID');
    const shown = await until('the suggestion is shown', async () => {
      const input = await window.quickInput();
      return input?.title.includes('Insert Unused OID') && input.items.some((item) => item.isActive) ? input : null;
    });
    const suggested = /\d{4}/.exec(shown.items.find((item) => item.isActive)?.text ?? '')?.[0] ?? '';
    assert.match(suggested, /^[89]\d{3}$/);
    await window.press('Enter');
    const line = new Range(new Position(position.line, 0), new Position(position.line + 1, 0));
    await until('the number is there', () => document.getText(line).includes(`oid => '${suggested}'`));
  });

  it('judges a number that is typed, and takes one that is free', async () => {
    const file = Uri.joinPath(root, 'note.txt');
    await workspace.fs.writeFile(file, new Uint8Array());
    const document = await workspace.openTextDocument(file);
    await editors.showTextDocument(document);
    await runFromPalette('pgsmith: Insert Unused OID');
    await quickInput('Insert Unused OID');
    await window.type('16');
    await until('16 is refused', async () => (await window.quickInput())?.items.some((item) => /in use by/.test(item.text)));
    await window.press('Escape');
    await runFromPalette('pgsmith: Insert Unused OID');
    await quickInput('Insert Unused OID');
    await window.type('8123');
    await until('8123 is free', async () =>
      (await window.quickInput())?.items.some((item) => item.isActive && /8123.*unused/.test(item.text)),
    );
    await window.press('Enter');
    await until('it is inserted', () => document.getText() === '8123');
  });

  it('copies an OID instead, and where no editor takes one', async () => {
    const document = await workspace.openTextDocument(Uri.joinPath(root, 'note.txt'));
    await editors.showTextDocument(document);
    const text = document.getText();
    await runFromPalette('pgsmith: Insert Unused OID');
    await quickInput('Insert Unused OID');
    await window.type('8124');
    await until('8124 is free', async () =>
      (await window.quickInput())?.items.some((item) => item.isActive && /8124.*unused/.test(item.text)),
    );
    await window.click('.quick-input-list .monaco-list-row.focused .codicon-copy');
    await until('it is copied', async () => (await env.clipboard.readText()) === '8124');
    assert.equal(document.getText(), text);
    await closeAll();
    await runFromPalette('pgsmith: Insert Unused OID');
    await quickInput('Insert Unused OID');
    await window.type('8125');
    await window.press('Enter');
    await until('it is copied too', async () => (await env.clipboard.readText()) === '8125');
  });

  it('suggests where a block goes, judges another place, and shifts it', async () => {
    const document = await workspace.openTextDocument(Uri.joinPath(root, 'src/include/catalog/pg_proc.dat'));
    await editors.showTextDocument(document);
    const first = Number(/oid => '(\d+)'/.exec(document.getText())?.[1]);
    const done = commands.executeCommand('pgsmith.shiftOids', root.toString(), first, first);
    const shown = await quickInput(`Shift OIDs ${first} to ${first}`);
    assert.match(shown.value, /^[89]\d{3}$/);
    await window.press('Control+a');
    await window.type(String(first));
    await until('the block itself is refused', async () => /is inside of the block/.test((await window.quickInput())?.message ?? ''));
    await window.press('Control+a');
    await window.type('8200');
    await until('it tells where they go', async () => /8200 to 8200/.test((await window.quickInput())?.message ?? ''));
    await window.press('Enter');
    await until('the preview is open', async () => (await window.texts('.bulk-edit-panel .monaco-list-row')).length > 0);
    await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
    await until(
      'the row has its new OID',
      () => document.getText().includes("oid => '8200'") && !document.getText().includes(`'${first}'`),
    );
    await done;
  });

  it('reserves a block that no later suggestion touches', async () => {
    await runFromPalette('pgsmith: Reserve OID Block');
    await quickInput('Reserve OID Block');
    await window.press('Enter');
    await quickInput('Reserve OID Block (10)');
    await until('a block is suggested', async () => (await window.quickInput())?.items.some((item) => item.isActive));
    await window.press('Enter');
    const [block = ''] = await until('the settings hold it', () => {
      const reserved = workspace.getConfiguration('pgsmith').get<readonly string[]>('reservedOids', []);
      return reserved.length > 0 ? reserved : null;
    });
    assert.match(block, /^\d{4}-\d{4}$/);
    await until('it is copied', async () => (await env.clipboard.readText()) === block);
    const first = block.slice(0, 4);
    await runFromPalette('pgsmith: Insert Unused OID');
    await quickInput('Insert Unused OID');
    await window.type(first);
    await until('its OIDs are refused', async () => (await window.quickInput())?.items.some((item) => /reserved/.test(item.text)));
    await window.press('Escape');
  });
});
