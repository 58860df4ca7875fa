import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  type CompletionItem,
  type CompletionList,
  commands,
  window as editor,
  extensions,
  Position,
  Range,
  SnippetString,
  type TextEditor,
  Uri,
  workspace,
} from 'vscode';
import { expand } from '../../../src/dev/expand-snippet.mjs';
import { until } from '../support/window.ts';

const extension = extensions.getExtension('pgsmith.pgsmith');
const FILE = 'src/backend/my_module.c';

describe('snippets', () => {
  let open: TextEditor;
  let items: readonly CompletionItem[];

  before(async () => {
    assert.ok(extension);
    const api = await extension.activate();
    await api.ready();
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = Uri.joinPath(folder.uri, FILE);
    await workspace.fs.writeFile(uri, new TextEncoder().encode('\n'));
    open = await editor.showTextDocument(await workspace.openTextDocument(uri));
    open.options = { tabSize: 4, insertSpaces: false };
    items = await until('the server offers its idioms', async () => {
      const list = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', uri, new Position(0, 0));
      const ours = list.items.filter((item) => item.insertText instanceof SnippetString && labelOf(item).startsWith('pg'));
      return ours.some((item) => labelOf(item) === 'pgmagic') ? ours : null;
    });
  });

  it('are those of the open tree, none of them twice', () => {
    const labels = items.map(labelOf);
    assert.deepEqual(
      labels.filter((label, index) => labels.indexOf(label) !== index),
      [],
    );
    const isLater = process.env['PGSMITH_TREE'] !== '13';
    for (const later of ['pgforeachptr', 'pgwaitevent', 'pgdsm']) assert.equal(labels.includes(later), isLater, later);
    const magic = items.find((item) => labelOf(item) === 'pgmagic')?.insertText;
    assert.equal((magic as SnippetString).value.includes('PG_MODULE_MAGIC_EXT'), isLater && process.env['PGSMITH_TREE'] === '18');
    assert.ok(labels.includes('pghookExecutorRun') && labels.includes('pgereport'));
  });

  it('of the server become the text that tests compile', async () => {
    const packaged = new Set(packagedSnippets().map((snippet) => snippet.prefix));
    const idioms = items.filter((item) => !packaged.has(labelOf(item)));
    assert.ok(idioms.length > 40);
    for (const item of idioms) await judge(labelOf(item), (item.insertText as SnippetString).value);
  });

  it('of the package become the text that tests judge', async () => {
    const snippets = packagedSnippets();
    assert.ok(snippets.length > 60);
    for (const { prefix, body } of snippets) await judge(prefix, body.join('\n'));
  });

  /** Inserts a snippet into the empty file and compares what stands there with what our own expander makes of it. */
  async function judge(name: string, body: string): Promise<void> {
    await commands.executeCommand('leaveSnippet');
    await open.edit((edit) => edit.replace(new Range(0, 0, open.document.lineCount, 0), ''));
    await open.insertSnippet(new SnippetString(body), new Position(0, 0));
    const text = open.document.getText();
    const digits = /\boid => '8(\d{3})'/.exec(text)?.[1] ?? '';
    const expected = expand(body, {
      TM_FILENAME: 'my_module.c',
      TM_FILENAME_BASE: 'my_module',
      RELATIVE_FILEPATH: FILE,
      CURRENT_YEAR: String(new Date().getFullYear()),
      RANDOM: `${digits}000`,
    });
    assert.equal(text, expected, name);
  }
});

/** The snippets of all files that the manifest names. */
function packagedSnippets(): readonly { readonly prefix: string; readonly body: readonly string[] }[] {
  assert.ok(extension);
  const files: readonly { path: string }[] = extension.packageJSON.contributes.snippets;
  return files.flatMap(({ path }) => Object.values(JSON.parse(readFileSync(Uri.joinPath(extension.extensionUri, path).fsPath, 'utf8'))));
}

function labelOf(item: CompletionItem): string {
  return typeof item.label === 'string' ? item.label : item.label.label;
}
