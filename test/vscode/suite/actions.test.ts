import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeAction, commands, window as editors, Range, type TextDocument, Uri, workspace } from 'vscode';
import { closeAll, ready, root } from '../support/extension.ts';
import { OFFERED_CODE } from '../support/offered.mjs';
import { quickInput, until, window } from '../support/window.ts';

/** A struct and a pointer to it that nothing has put into shared memory. */
const AREA = ['#include "postgres.h"', '', 'typedef struct OfferedState', '{', '\tint\t\t\tvalue;', '} OfferedState;', ''];
const POINTER = ['static OfferedState *Offered = NULL;', ''];
const ADT = 'src/backend/utils/adt';
const PROC = 'src/include/catalog/pg_proc.dat';
const MISC = 'src/backend/utils/misc';
const ADD_PARAMETER = 'Add a configuration parameter here\u2026';

/** Lists to which something can be added where the cursor is: the first of the files that the tree has, at the first match. */
const LISTS = [
  {
    title: 'Register shared memory\u2026',
    files: ['src/include/storage/subsystemlist.h', 'src/backend/storage/ipc/ipci.c'],
    at: /^PG_SHMEM_SUBSYSTEM\(|\w+ShmemSize\(\)/m,
  },
  {
    title: ADD_PARAMETER,
    files: [`${MISC}/guc_parameters.dat`, `${MISC}/guc_tables.c`, `${MISC}/guc.c`],
    at: /^\{ name =>|"enable_seqscan"/m,
  },
  { title: ADD_PARAMETER, files: [`${MISC}/postgresql.conf.sample`], at: /^#\w+ = /m },
  { title: 'Add a SQL function here\u2026', files: [PROC], at: /proname => / },
];

async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.joinPath(root, path));
  await editors.showTextDocument(document);
  return document;
}

/** The code action of ours with a title at the first match. */
async function actionAt(path: string, at: RegExp, title: string): Promise<NonNullable<CodeAction['command']>> {
  const document = await open(path);
  const position = document.positionAt(document.getText().search(at));
  return until(`"${title}" is offered in ${path}`, async () => {
    const range = new Range(position, position);
    const found = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
    return found.find((one) => one.title === title)?.command;
  });
}

const run = (command: NonNullable<CodeAction['command']>) => commands.executeCommand(command.command, ...(command.arguments ?? []));

describe('code actions', () => {
  before(async () => {
    writeFileSync(join(root.fsPath, ADT, 'offered.c'), OFFERED_CODE);
    writeFileSync(join(root.fsPath, ADT, 'offered_area.c'), [...AREA, ...POINTER].join('\n'));
    await ready();
  });
  afterEach(closeAll);

  it('on a variable open the wizard of parameters with its name, type and default', async () => {
    const action = await actionAt(`${ADT}/offered.c`, /OfferedSwitch/, 'Make this a configuration parameter\u2026');
    assert.deepEqual(action.arguments?.[2], {
      name: 'offered_switch',
      type: 'bool',
      default: 'true',
      variable: 'OfferedSwitch',
      file: `${ADT}/offered.c`,
    });
    void run(action);
    assert.equal((await quickInput('Parameter name')).value, 'offered_switch');
    await window.press('Escape');
  });

  it('on a struct and on a pointer open the wizard of shared memory', async () => {
    for (const [at, known] of [
      [/OfferedState\n\{/, {}],
      [/Offered = /, { variable: 'Offered' }],
    ] as const) {
      const action = await actionAt(`${ADT}/offered_area.c`, at, 'Register in shared memory\u2026');
      assert.deepEqual(action.arguments?.[2], { structName: 'OfferedState', ...known, file: `${ADT}/offered_area.c` });
      void run(action);
      await quickInput('(1/');
      await window.press('Escape');
      await until('the wizard is gone', async () => (await window.quickInput()) === null);
    }
  });

  it('in lists open the wizard of what they list', async () => {
    for (const { title, files, at } of LISTS) {
      const path = files.find((file) => existsSync(join(root.fsPath, file)));
      assert.ok(path, files.join());
      void run(await actionAt(path, at, title));
      await quickInput('(1/');
      await window.press('Escape');
      await until('the wizard is gone', async () => (await window.quickInput()) === null);
    }
  });

  it('on a C function open the wizard of SQL functions with its name and arguments', async () => {
    void run(await actionAt(`${ADT}/offered.c`, /offered_sum/, 'Register as SQL function\u2026'));
    assert.equal((await quickInput('SQL name')).value, 'offered_sum');
    await window.press('Enter');
    assert.match((await quickInput('Arguments')).value, /^a \w+$/);
    await window.press('Escape');
  });

  it('on an OID replace it by the preview, or ask where its block goes', async () => {
    for (const title of ['Replace by an unused OID', 'Shift this block of OIDs\u2026'])
      assert.ok(await actionAt('src/include/catalog/pg_proc.h', /\b1255\b/, title), 'in a header too');
    const document = await open(PROC);
    const oid = /(?<=\boid => ')\d+/.exec(document.getText())?.[0] ?? '';
    const at = new RegExp(`(?<=\\boid => ')${oid}`);
    void run(await actionAt(PROC, at, 'Shift this block of OIDs\u2026'));
    await quickInput('Shift OIDs');
    await window.press('Escape');
    const replaced = run(await actionAt(PROC, at, 'Replace by an unused OID'));
    await until('the preview is open', async () => (await window.texts('.bulk-edit-panel .monaco-list-row')).length > 0);
    await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
    await replaced;
    const fresh = /(?<=\boid => ')\d+/.exec(document.getText())?.[0] ?? '';
    assert.match(fresh, /^[89]\d{3}$/);
    assert.ok(!document.getText().includes(`oid => '${oid}'`));
  });
});
