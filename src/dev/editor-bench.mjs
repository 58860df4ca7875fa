// Speed of the language server on PostgreSQL 18: lenses after opening, keystrokes against a full parse, memory.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './prepare.mjs';

const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  'vscode-languageserver-protocol/node',
);

/** How many keystrokes are measured, and after how many more the memory is looked at again. */
const KEYSTROKES = 200;
const LATER = 800;
const FILES = 100;

/**
 * Measures the server on a tree.
 * @param {string} tree
 * @param {string} path the file that is edited
 */
export async function measureEditor(tree, path) {
  const server = spawn(process.execPath, [join(repository, 'dist/server/main.mjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onRequest('window/workDoneProgress/create', () => null);
  const isReady = new Promise((resolve) => {
    connection.onNotification('pgsmith/treesChanged', (trees) => {
      if (trees.every((one) => one.state === 'ready')) resolve(undefined);
    });
  });
  connection.listen();
  const uri = pathToFileURL(join(tree, path)).href;
  const text = readFileSync(join(tree, path), 'utf8');
  const began = performance.now();
  const folder = { uri: pathToFileURL(tree).href, name: 'tree' };
  const capabilities = { window: { workDoneProgress: true }, textDocument: { diagnostic: {} } };
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [folder],
    capabilities,
    initializationOptions: { commands: true },
  });
  await connection.sendNotification('initialized', {});
  await open(connection, uri, text);
  const asked = { textDocument: { uri } };
  await connection.sendRequest('textDocument/codeLens', asked);
  const opening = performance.now() - began;
  await isReady;
  await Promise.all(['textDocument/codeLens', 'textDocument/diagnostic'].map((method) => connection.sendRequest(method, asked)));
  const times = [];
  let version = 1;
  const strike = async () => {
    version += 1;
    // A letter in a comment at the top comes and goes.
    const line = text.split('\n').findIndex((one) => /^ \*\s+\w/.test(one));
    const at = { line, character: 3 };
    const change =
      version % 2 === 0 ? { range: { start: at, end: at }, text: 'x' } : { range: { start: at, end: { line, character: 4 } }, text: '' };
    const start = performance.now();
    await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    await Promise.all(['textDocument/codeLens', 'textDocument/diagnostic'].map((method) => connection.sendRequest(method, asked)));
    return performance.now() - start;
  };
  for (let index = 0; index < KEYSTROKES; index += 1) times.push(await strike());
  const memory = residentOf(server.pid);
  for (let index = 0; index < LATER; index += 1) await strike();
  const later = residentOf(server.pid);
  const others = readFileList(tree)
    .slice(0, FILES)
    .map((file) => join(tree, file));
  for (const file of others) await open(connection, pathToFileURL(file).href, readFileSync(file, 'utf8'));
  for (const file of others) await connection.sendRequest('textDocument/codeLens', { textDocument: { uri: pathToFileURL(file).href } });
  const opened = residentOf(server.pid);
  for (const file of others)
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: pathToFileURL(file).href } });
  await connection.sendRequest('shutdown');
  connection.dispose();
  server.kill();
  times.sort((a, b) => a - b);
  return { opening, p50: times[Math.floor(times.length / 2)], p95: times[Math.floor(times.length * 0.95)], memory, later, opened };
}

function open(connection, uri, text) {
  return connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text } });
}

/** Resident memory of a process in MB. */
function residentOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

function readFileList(tree) {
  return ['adt', 'misc', 'cache']
    .flatMap((name) => {
      const directory = `src/backend/utils/${name}`;
      const makefile = readFileSync(join(tree, directory, 'Makefile'), 'utf8');
      return [...makefile.matchAll(/\b([a-z_0-9]+)\.o\b/g)].map((match) => `${directory}/${match[1]}.c`);
    })
    .filter((file) => {
      try {
        readFileSync(join(tree, file));
        return true;
      } catch {
        return false;
      }
    });
}
