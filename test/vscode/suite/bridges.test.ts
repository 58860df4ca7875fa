import assert from 'node:assert/strict';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CodeLens,
  commands,
  type DocumentLink,
  window as editor,
  type Hover,
  type Location,
  type LocationLink,
  MarkdownString,
  type Position,
  type SymbolInformation,
  type TextDocument,
  Uri,
  workspace,
} from 'vscode';
import { bytesOf, changedSince, closeAll, everything, ready, restore } from '../support/extension.ts';
import { quickInput, until, window } from '../support/window.ts';

const folder = workspace.workspaceFolders?.[0]?.uri;

/** Opens a file of the tree and finds a text in it: the position in the middle of the match of `word`. */
async function find(path: string, word: RegExp): Promise<{ readonly document: TextDocument; readonly at: Position }> {
  assert.ok(folder);
  const document = await workspace.openTextDocument(Uri.joinPath(folder, path));
  await editor.showTextDocument(document);
  const match = word.exec(document.getText());
  assert.ok(match, `${path} has ${word}`);
  return { document, at: document.positionAt(match.index + Math.floor(match[0].length / 2)) };
}

/** Paths to which providers say that a place leads. */
async function definitions(path: string, word: RegExp): Promise<readonly string[]> {
  const { document, at } = await find(path, word);
  return until(`${word} leads somewhere`, async () => {
    const found = await commands.executeCommand<readonly (Location | LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, at);
    return found.length > 0 ? found.map((one) => ('targetUri' in one ? one.targetUri : one.uri).path) : null;
  });
}

async function hover(path: string, word: RegExp): Promise<string> {
  const { document, at } = await find(path, word);
  const hovers = await until(`${word} is explained`, async () => {
    const found = await commands.executeCommand<readonly Hover[]>('vscode.executeHoverProvider', document.uri, at);
    return found.length > 0 ? found : null;
  });
  return hovers.flatMap((one) => one.contents.map((text) => (text instanceof MarkdownString ? text.value : String(text)))).join('\n');
}

const XACT = 'src/backend/access/transam/varsup.c';

describe('bridges', () => {
  before(ready);
  afterEach(closeAll);

  it('lead from generated names in C to where they are listed', async () => {
    assert.match((await definitions(XACT, /\bXidGenLock\b/)).join(), /lwlocklist\.h|lwlocknames\.txt/);
    assert.match((await definitions('src/backend/utils/adt/int.c', /\bERRCODE_NUMERIC_VALUE_OUT_OF_RANGE\b/)).join(), /errcodes\.txt$/);
  });

  it('lead from a C function, a test and the manual to rows, and from a test to the schedule that runs it', async () => {
    assert.match((await definitions('src/backend/utils/adt/oracle_compat.c', /^lpad(?=\(PG_FUNCTION_ARGS)/m)).join(), /pg_proc\.dat$/);
    assert.match((await definitions('src/test/regress/sql/strings.sql', /(?<=SELECT )lpad(?=\()/)).join(), /pg_proc\.dat/);
    assert.match((await definitions('src/test/regress/expected/strings.out', /(?<=SELECT )lpad(?=\()/)).join(), /pg_proc\.dat/);
    assert.match(
      (await definitions('doc/src/sgml/config.sgml', /(?<=<varname>)work_mem(?=<)/)).join(),
      /guc(?:_tables)?\.c$|guc_parameters\.dat$/,
    );
    assert.match(await hover('src/test/regress/sql/join_hash.sql', /(?<=set local )work_mem/), /\*\*work_mem\*\* `int`/);
    const { document } = await find('src/test/regress/sql/boolean.sql', /./);
    await until('the test has lenses', async () => {
      const lenses = await commands.executeCommand<readonly CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
      const titles = lenses.map((lens) => lens.command?.title);
      return titles.includes('parallel_schedule') && titles.includes('expected') ? titles : null;
    });
  });

  it('explain an argument of a SQL function in its C code', async () => {
    assert.match(
      await hover('src/backend/utils/adt/oracle_compat.c', /(?<=^lpad[\s\S]*?)PG_GETARG_INT32\(1\)/m),
      /Argument 2 of \*\*lpad\*\*/,
    );
  });

  it('find parameters, hooks and locks among all symbols by prefix', async () => {
    const named = async (query: string) =>
      (await commands.executeCommand<readonly SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', query)).map((one) => one.name);
    await until('work_mem is found', async () => (await named('guc:work_mem')).includes('work_mem'));
    assert.ok((await named('hook:planner')).includes('planner_hook'));
    assert.ok((await named('lock:XidGen')).includes('XidGenLock'));
    assert.ok((await named('proc:checkpointer')).includes('checkpointer'));
    assert.ok((await named('err:DISK_FULL')).includes('ERRCODE_DISK_FULL'));
    assert.ok((await named('guc:work_mem')).every((name) => name.includes('work_mem')));
  });

  it('link includes and the tests of a schedule', async () => {
    const targets = async (path: string) => {
      const { document } = await find(path, /./);
      return until(`${path} has links`, async () => {
        const links = await commands.executeCommand<readonly DocumentLink[]>('vscode.executeLinkProvider', document.uri);
        return links.length > 0 ? links.map((link) => link.target?.path ?? '') : null;
      });
    };
    assert.ok((await targets(XACT)).some((path) => path.endsWith('/src/include/access/transam.h')));
    assert.ok((await targets('src/test/regress/parallel_schedule')).some((path) => path.endsWith('/src/test/regress/sql/boolean.sql')));
  });

  it('show what calls a function from its record', async () => {
    const { document, at } = await find('src/include/catalog/pg_proc.dat', /proname => 'int4pl'/);
    const [item] = await until('the record has a hierarchy', async () => {
      const items = await commands.executeCommand<readonly CallHierarchyItem[]>('vscode.prepareCallHierarchy', document.uri, at);
      return items.length > 0 ? items : null;
    });
    assert.equal(item?.name, 'int4pl');
    const calls = await commands.executeCommand<readonly CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
    assert.ok(calls.some((call) => call.from.uri.path.endsWith('/pg_operator.dat')));
  });

  it('insert a call after a step of the start-up, by the preview', async () => {
    assert.ok(folder);
    const before = everything();
    await commands.executeCommand('pgsmith.startup.focus');
    const steps = await startupSteps();
    const node = { id: `boot|${steps.indexOf('InitializeMaxBackends')}`, label: 'InitializeMaxBackends' };
    const done = commands.executeCommand('pgsmith.insertCall', { tree: folder.toString(), node, parent: undefined });
    await quickInput('Insert a call after InitializeMaxBackends');
    await window.type('process_shared_preload_libraries');
    await window.press('Enter');
    await until('the preview shows the call', async () =>
      (await window.texts('.bulk-edit-panel .monaco-list-row')).some((row) => /Code: /.test(row)),
    );
    await window.click('.bulk-edit-panel .monaco-button:has-text("Apply")');
    await done;
    const changed = await until('a file has changed on disk', () => {
      const found = changedSince(before);
      return found.length > 0 && workspace.textDocuments.every((document) => !document.isDirty) ? found : null;
    });
    assert.deepEqual(changed, ['src/backend/bootstrap/bootstrap.c']);
    assert.match(
      bytesOf('src/backend/bootstrap/bootstrap.c').toString(),
      /\n(\t+)InitializeMaxBackends\(\);\n\1process_shared_preload_libraries\(\);\n/,
    );
    await closeAll();
    restore(before, changed);
  });
});

/** Names of the calls of the bootstrap mode, in order, from the picture. */
async function startupSteps(): Promise<readonly string[]> {
  await commands.executeCommand('pgsmith.showStartupMap');
  await until('the picture is drawn', async () => (await window.frameTexts('svg .step text:first-of-type')).length > 0);
  await window.choose('boot');
  return until('the bootstrap mode is drawn', async () => {
    const texts = await window.frameTexts('svg .step text:first-of-type');
    // For a moment the page that was there before is a frame too.
    const isBoot = texts.includes('BootstrapModeMain') || texts.includes('AuxiliaryProcessMain');
    return isBoot && !texts.includes('PostmasterMain') ? texts : null;
  });
}
