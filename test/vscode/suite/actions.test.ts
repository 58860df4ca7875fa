import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

  it('offer to add here in every list, and to change an OID in data and in headers', async () => {
    const titlesAt = async (path: string, text: string) => (await actionsAt(path, text)).map((one) => one.title);
    const here = async (title: string, places: readonly (readonly [path: string, text: string])[]) => {
      for (const [path, text] of places.filter(([file]) => existsSync(join(root.fsPath, file)))) {
        if (!readFileSync(join(root.fsPath, path), 'utf8').includes(text)) continue;
        const titles = await titlesAt(path, text);
        assert.ok(titles.includes(title), `${path} at ${text}: ${titles.join()}`);
      }
    };
    await here('Register shared memory\u2026', [
      ['src/backend/storage/ipc/ipci.c', 'LWLockShmemSize()'],
      ['src/include/storage/subsystemlist.h', 'PG_SHMEM_SUBSYSTEM(XLOG'],
    ]);
    await here('Add a configuration parameter here\u2026', [
      ['src/backend/utils/misc/guc_parameters.dat', "'work_mem'"],
      ['src/backend/utils/misc/guc_tables.c', '"work_mem"'],
      ['src/backend/utils/misc/guc.c', '"work_mem"'],
      ['src/backend/utils/misc/postgresql.conf.sample', '#work_mem'],
    ]);
    await here('Add a SQL function here\u2026', [['src/include/catalog/pg_proc.dat', "'lpad'"]]);
    for (const title of ['Replace by an unused OID', 'Shift this block of OIDs\u2026'])
      await here(title, [
        ['src/include/catalog/pg_proc.dat', "873',"],
        ['src/include/catalog/pg_operator.dat', "oid => '"],
        ['src/include/catalog/pg_class.h', '1259'],
        ['src/include/catalog/pg_proc.h', '1255'],
      ]);
  });

  it('offer a struct and a static pointer in shared memory, filled with their names', async () => {
    for (const [text, known] of [
      ['OfferedState', '"structName":"OfferedState"'],
      ['*Offered = NULL', '"variable":"Offered"'],
    ] as const) {
      const actions = await actionsAt('src/backend/utils/adt/offered.c', text);
      const register = actions.find((one) => one.title === 'Register in shared memory\u2026');
      assert.ok(register?.command, actions.map((one) => one.title).join());
      assert.ok(JSON.stringify(register.command.arguments).includes(known));
    }
  });
});
