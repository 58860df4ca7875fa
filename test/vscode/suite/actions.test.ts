import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeAction, commands, window as editors, Range, Uri, workspace } from 'vscode';
import { closeAll, ready, root } from '../support/extension.ts';
import { OFFERED_CODE } from '../support/offered.mjs';
import { quickInput, until, window } from '../support/window.ts';

async function actionsAt(path: string, text: string): Promise<readonly CodeAction[]> {
  const document = await workspace.openTextDocument(Uri.joinPath(root, path));
  await editors.showTextDocument(document);
  const position = document.positionAt(document.getText().indexOf(text));
  return until('there are code actions', async () => {
    const range = new Range(position, position);
    const found = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
    const ours = found.filter((one) => one.command?.command.startsWith('pgsmith.'));
    return ours.length > 0 ? ours : null;
  });
}

describe('code actions', () => {
  before(ready);
  afterEach(closeAll);

  it('offer wizards filled with what the cursor knows', async () => {
    const path = 'src/backend/utils/adt/offered.c';
    writeFileSync(join(root.fsPath, path), OFFERED_CODE);
    const onFunction = await actionsAt(path, 'offered_sum');
    const register = onFunction.find((one) => one.title === 'Register as SQL function\u2026');
    assert.ok(register?.command, onFunction.map((one) => one.title).join());
    void commands.executeCommand(register.command.command, ...(register.command.arguments ?? []));
    const name = await quickInput('SQL name');
    assert.equal(name.value, 'offered_sum');
    await window.press('Enter');
    assert.equal((await quickInput('Arguments')).value, 'a integer');
    await window.press('Escape');
    const onVariable = await actionsAt(path, 'OfferedSwitch');
    const make = onVariable.find((one) => one.title === 'Make this a configuration parameter\u2026');
    assert.ok(make?.command, onVariable.map((one) => one.title).join());
    void commands.executeCommand(make.command.command, ...(make.command.arguments ?? []));
    assert.equal((await quickInput('Parameter name')).value, 'offered_switch');
    await window.press('Escape');
  });
});
