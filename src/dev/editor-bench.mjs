// Speed of the language server on PostgreSQL 18: lenses after opening, keystrokes against a full parse, memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './prepare.mjs';

const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  'vscode-languageserver-protocol/node',
);

/** How many keystrokes are measured, and after how many in all the memory is looked at again. */
const KEYSTROKES = 200;
const MANY = 1000;
const FILES = 100;
const WARM_UP = 20;

/** What is typed where: each comes and goes again. */
const STROKES = [
  { place: 'in a comment at the top', find: /^(?:\s\*|#)\s*\w/gm, text: 'x' },
  { place: 'in a string', find: /['"]\w/g, text: 'x' },
  { place: 'in a name', find: /\b[A-Za-z_]\w{5}/g, text: 'x' },
  { place: 'a new line', find: /\n/g, text: '\n' },
];

/**
 * Measures the server on a tree.
 * @param {string} tree
 * @param {string} path the file that is edited
 * @param {(text: string) => number} parse how long a full parse of a text takes
 * @param {typeof import('../protocol/lens-places.ts')} protocol how our client asks for lenses
 */
export async function measureEditor(tree, path, parse, protocol) {
  const server = startServer();
  const { connection, isReady } = server;
  const ask = (/** @type {string} */ uri) => askAll(connection, uri, protocol);
  const uri = pathToFileURL(join(tree, path)).href;
  const text = readFileSync(join(tree, path), 'utf8');
  const began = performance.now();
  await server.initialize(tree);
  await open(connection, uri, text);
  await ask(uri);
  const opening = performance.now() - began;
  await isReady;
  const strike = striker(connection, uri, text, ask);
  for (let index = 0; index < WARM_UP; index += 1) await strike(index);
  for (let index = 0; index < WARM_UP; index += 1) parse(text);
  const strokes = [];
  const parses = [];
  for (let index = 0; index < KEYSTROKES; index += 1) {
    strokes.push(await strike(index));
    parses.push(parse(text));
  }
  // What is looked at for the first time fills caches and the memory of the parser; from then on nothing grows.
  const first = await openAndClose(server, tree, uri, ask);
  for (let index = KEYSTROKES; index < MANY; index += 1) await strike(index);
  const many = await server.memory();
  const second = await openAndClose(server, tree, uri, ask);
  await server.stop();
  return { opening, strokes: percentiles(strokes), parses: percentiles(parses), first, many, second };
}

/** Opens many files as an editor does, closes them again, and looks at the memory both times. */
async function openAndClose({ connection, memory }, /** @type {string} */ tree, /** @type {string} */ edited, ask) {
  const uris = [];
  for (const file of filesOf(tree).slice(0, FILES)) {
    const uri = pathToFileURL(join(tree, file)).href;
    uris.push(uri);
    await open(connection, uri, readFileSync(join(tree, file), 'utf8'));
  }
  for (const uri of uris) await ask(uri);
  const opened = await memory();
  for (const uri of uris) await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await ask(edited);
  return { opened, closed: await memory() };
}

/** The n-th keystroke: places differ, and every second one takes back the one before it. Gives the milliseconds to fresh lenses and diagnostics. */
function striker(connection, /** @type {string} */ uri, /** @type {string} */ text, ask) {
  const starts = [...text.matchAll(/^/gm)].map((match) => match.index);
  const places = STROKES.map(({ find }) => [...text.matchAll(find)].map((match) => match.index + match[0].length));
  let version = 1;
  return async (/** @type {number} */ index) => {
    const pair = index >> 1;
    const kind = pair % STROKES.length;
    const found = places[kind] ?? [];
    // The first kind stays at the top, the others walk through the file.
    const offset = kind === 0 ? (found[0] ?? 0) : (found[(pair * 7919) % found.length] ?? 0);
    const line = starts.findLastIndex((start) => start <= offset);
    const at = { line, character: offset - (starts[line] ?? 0) };
    const typed = STROKES[kind]?.text ?? '';
    const after = typed === '\n' ? { line: line + 1, character: 0 } : { line, character: at.character + 1 };
    const change = index % 2 === 0 ? { range: { start: at, end: at }, text: typed } : { range: { start: at, end: after }, text: '' };
    version += 1;
    const start = performance.now();
    await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    await ask(uri);
    return performance.now() - start;
  };
}

/** What VS Code asks after each change, with the lenses that our client makes of the answer. */
async function askAll(connection, /** @type {string} */ uri, { lensPlacesRequest, lensesAt }) {
  const places = connection.sendRequest(lensPlacesRequest, { uri });
  const diagnostics = connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  return { lenses: lensesAt(await places), diagnostics: await diagnostics };
}

/** The server as an editor starts it, and how much memory it uses once garbage is collected. */
function startServer() {
  const report = pathToFileURL(join(repository, 'src/dev/report-memory.mjs')).href;
  const args = ['--expose-gc', '--import', report, join(repository, 'dist/server/main.mjs'), '--stdio'];
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onRequest('window/workDoneProgress/create', () => null);
  const isReady = new Promise((resolve) => {
    connection.onNotification('pgsmith/treesChanged', (/** @type {{ state: string }[]} */ trees) => {
      if (trees.every((one) => one.state === 'ready')) resolve(undefined);
    });
  });
  connection.listen();
  return {
    connection,
    isReady,
    async initialize(/** @type {string} */ tree) {
      await connection.sendRequest('initialize', {
        processId: null,
        rootUri: null,
        workspaceFolders: [{ uri: pathToFileURL(tree).href, name: 'tree' }],
        capabilities: { window: { workDoneProgress: true }, textDocument: { diagnostic: {} } },
        initializationOptions: { commands: true },
      });
      await connection.sendNotification('initialized', {});
    },
    async memory() {
      server.send('memory');
      const [used] = await once(server, 'message');
      return used;
    },
    async stop() {
      await connection.sendRequest('shutdown');
      connection.dispose();
      server.kill();
    },
  };
}

function open(connection, /** @type {string} */ uri, /** @type {string} */ text) {
  return connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text } });
}

function percentiles(/** @type {number[]} */ values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length / 2)] ?? 0, p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 };
}

/** C files of some modules with many of them. */
function filesOf(/** @type {string} */ tree) {
  return ['adt', 'misc', 'cache']
    .flatMap((name) => {
      const directory = `src/backend/utils/${name}`;
      const makefile = readFileSync(join(tree, directory, 'Makefile'), 'utf8');
      return [...makefile.matchAll(/\b([a-z_0-9]+)\.o\b/g)].map((match) => `${directory}/${match[1]}.c`);
    })
    .filter((file) => existsSync(join(tree, file)));
}
