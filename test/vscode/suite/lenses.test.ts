import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLens, commands, window as editors, Position, Range, type TextDocument, Uri, workspace } from 'vscode';
import { closeAll, ready, root } from '../support/extension.ts';
import { until, window } from '../support/window.ts';

const open = async (path: string): Promise<TextDocument> => {
  const document = await workspace.openTextDocument(Uri.joinPath(root, path));
  await editors.showTextDocument(document);
  return document;
};

/** Resolved lenses of a document by the text of their line. */
async function lensesOf(document: TextDocument): Promise<ReadonlyMap<string, readonly CodeLens[]>> {
  const lenses = await until('there are lenses', async () => {
    const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 2000);
    return found.some((lens) => lens.command) ? found : null;
  });
  const byLine = new Map<string, CodeLens[]>();
  for (const lens of lenses) {
    const line = document.lineAt(lens.range.start.line).text.trim();
    byLine.set(line, [...(byLine.get(line) ?? []), lens]);
  }
  return byLine;
}

const titles = (lenses: readonly CodeLens[] = []) => lenses.map((lens) => lens.command?.title ?? '');

describe('lenses', () => {
  before(ready);
  afterEach(closeAll);

  it('stand on the central list of shared memory, and lead to code', async () => {
    const list = 'src/include/storage/subsystemlist.h';
    const isList = existsSync(join(root.fsPath, list));
    const document = await open(isList ? list : 'src/backend/storage/ipc/ipci.c');
    const lenses = await lensesOf(document);
    const pattern = isList ? /^PG_SHMEM_SUBSYSTEM\(/ : /add_size\(size, \w+ShmemSize\(\)\)/;
    const lines = [...lenses.keys()].filter((line) => pattern.test(line));
    const expected = document
      .getText()
      .split('\n')
      .filter((line) => pattern.test(line.trim()));
    assert.ok(expected.length > 0);
    assert.equal(lines.length, new Set(expected.map((line) => line.trim())).size);
    const [first] = lenses.get(lines[0] ?? '') ?? [];
    const jump = lenses
      .get(lines[0] ?? '')
      ?.find((lens) => lens.command?.command === 'pgsmith.show' && lens.command.arguments?.[0].length === 1);
    assert.ok(first && jump?.command?.arguments);
    await commands.executeCommand(jump.command.command, ...jump.command.arguments);
    await until('another file is shown', () => editors.activeTextEditor?.document.uri.toString() !== document.uri.toString());
    const all = titles([...lenses.values()].flat());
    assert.ok(all.includes('Register shared memory\u2026'));
    // Constant sizes are shown, and local variables are not.
    assert.ok(all.some((title) => /^sizeof\(\w+\)$/.test(title)) && !all.some((title) => /\u00b7 size\b/.test(title)));
  });

  it('stand on C functions with their SQL signature and OID, and on rows of pg_proc.dat', async () => {
    const rows = await open('src/include/catalog/pg_proc.dat');
    const onRows = await lensesOf(rows);
    const [row] = [...onRows].find(([, lenses]) => titles(lenses).some((title) => title.startsWith('C: '))) ?? [];
    assert.match(row ?? '', /oid => '\d+'/);
    const jump = onRows.get(row ?? '')?.find((lens) => lens.command?.title.startsWith('C: '))?.command;
    await commands.executeCommand(jump?.command ?? '', ...(jump?.arguments ?? []));
    const code = await until('the C file is shown', () => {
      const document = editors.activeTextEditor?.document;
      return document?.uri.path.endsWith('.c') ? document : null;
    });
    const onCode = [...(await lensesOf(code)).values()].flat();
    assert.ok(
      titles(onCode).some((title) => /^\w+\(.*\) \u2192 .+ \u00b7 OID \d+$/.test(title)),
      titles(onCode).join('\n'),
    );
  });

  it('stand on the row of a parameter, lead to its variable, and stand there too', async () => {
    const table = ['guc_parameters.dat', 'guc_tables.c', 'guc.c'].map((name) => `src/backend/utils/misc/${name}`);
    const document = await open(table.find((path) => existsSync(join(root.fsPath, path))) ?? '');
    const row = /^\{ name => '|^\t\{\s*\{"\w+", PGC_/;
    const lenses = [...(await lensesOf(document)).values()].flat();
    const onRows = lenses.filter(({ range: { start } }) => row.test(document.getText(new Range(start.line, 0, start.line + 2, 0))));
    assert.ok(onRows.some((lens) => /^(?:bool|int|real|string|enum) \u00b7 .* \u00b7 PGC_\w+$/.test(lens.command?.title ?? '')));
    const jump = onRows.find((lens) => lens.command?.title === 'variable')?.command;
    await commands.executeCommand(jump?.command ?? '', ...(jump?.arguments ?? []));
    const line = await until('a variable is shown', () => {
      const editor = editors.activeTextEditor;
      return editor?.document.uri.path.endsWith('.c') && !editor.selection.active.isEqual(new Position(0, 0))
        ? editor.selection.active.line
        : null;
    });
    const there = editors.activeTextEditor?.document;
    const onVariable = [...(there ? await lensesOf(there) : []).values()].flat();
    assert.ok(onVariable.some((lens) => lens.range.start.line === line && lens.command?.title === 'row'));
  });

  it('stand on lines of the sample file, with type, default and context', async () => {
    const lenses = await lensesOf(await open('src/backend/utils/misc/postgresql.conf.sample'));
    assert.ok(
      [...lenses.values()]
        .flat()
        .some((lens) => /^(?:bool|int|real|string|enum) \u00b7 .* \u00b7 PGC_\w+$/.test(lens.command?.title ?? '')),
    );
  });

  it('are shown in the window', async () => {
    const document = await open('src/backend/utils/misc/postgresql.conf.sample');
    const [first] = [...(await lensesOf(document)).values()].flat();
    assert.ok(first);
    await editors.showTextDocument(document, { selection: first.range });
    await until('lenses are drawn', async () => (await window.texts('.codelens-decoration')).some((text) => text.includes('PGC_')));
  });

  it('go away by kind when their setting is off', async () => {
    const settings = workspace.getConfiguration('pgsmith');
    await settings.update('codeLens.guc', false, true);
    const document = await open('src/backend/utils/misc/postgresql.conf.sample');
    await until('there are no lenses', async () => {
      return (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri)).length === 0;
    });
    await settings.update('codeLens.guc', undefined, true);
    await lensesOf(document);
  });
});
