import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, vi } from 'vitest';
import { createConnection } from 'vscode-languageserver/node';
import {
  type ApplyWorkspaceEditParams,
  type ClientCapabilities,
  type CodeAction,
  type CodeLens,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { loadCSyntax } from '../../src/host/wasm.ts';
import type { Request } from '../../src/protocol/request.ts';
import { treesChanged, type WireTree } from '../../src/protocol/requests.ts';
import { cancellationByFiles } from '../../src/server/cancellation.ts';
import { serve } from '../../src/server/server.ts';

const c = await loadCSyntax();

/** What an editor can be besides its defaults: pull diagnostics, our commands, no configuration. */
export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly commands?: boolean;
  readonly settings?: unknown;
  readonly isTrusted?: boolean;
  /** A folder by whose files requests are cancelled. */
  readonly cancellations?: string;
}

/** An editor without a window, over the real server and real JSON-RPC. */
export interface Editor {
  readonly connection: ProtocolConnection;
  readonly messages: string[];
  readonly applied: WorkspaceEdit[];
  readonly published: Map<string, readonly Diagnostic[]>;
  trees: readonly WireTree[];
  request<P, R>(request: Request<P, R>, params: P): Promise<R>;
  open(path: string, text: string, languageId?: string): string;
  change(uri: string, text: string): void;
  lenses(uri: string): Promise<readonly CodeLens[]>;
  actions(uri: string, line: number, character?: number): Promise<readonly CodeAction[]>;
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  close(): Promise<void>;
}

const editors: Editor[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'pgsmith server '));
afterAll(async () => {
  for (const editor of editors) await editor.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Waits until `look` does not throw. */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 30_000 });
}

/** A directory for the trees of a test; its path has a blank in it. */
export function scratchFolder(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Starts the server for an editor with these folders open. */
export async function startEditor(folders: readonly string[], options: EditorOptions = {}): Promise<Editor> {
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const strategy = options.cancellations === undefined ? {} : { cancellationStrategy: cancellationByFiles(options.cancellations) };
  serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor), strategy), c, '0.0.0');
  const connection = createProtocolConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  const versions = new Map<string, number>();
  const editor: Editor = {
    connection,
    messages: [],
    applied: [],
    published: new Map(),
    trees: [],
    open(path, text, languageId = 'c') {
      const uri = pathToFileURL(path).href;
      versions.set(uri, 1);
      void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
      return uri;
    },
    change(uri, text) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      void connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    },
    request: ({ method }, params) => connection.sendRequest(method, params),
    lenses: (uri) => connection.sendRequest('textDocument/codeLens', { textDocument: { uri } }),
    actions: (uri, line, character = 0) => {
      const at = { line, character };
      const params = { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } };
      return connection.sendRequest('textDocument/codeAction', params);
    },
    async diagnostics(uri) {
      const report = await connection.sendRequest<{ items: readonly Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
      return report.items;
    },
    async close() {
      await connection.sendRequest('shutdown');
      connection.dispose();
    },
  };
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => options.settings ?? null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/applyEdit', ({ edit }: ApplyWorkspaceEditParams) => {
    editor.applied.push(edit);
    return { applied: true };
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void editor.messages.push(message));
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => void editor.messages.push(message));
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) => {
      editor.published.set(uri, diagnostics);
    },
  );
  connection.onNotification(treesChanged.method, (trees: readonly WireTree[]) => {
    editor.trees = trees;
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
    capabilities: options.capabilities ?? { textDocument: { diagnostic: {} }, workspace: { configuration: true } },
    initializationOptions: { commands: options.commands ?? true, isTrusted: options.isTrusted ?? false },
  });
  await connection.sendNotification('initialized', {});
  editors.push(editor);
  return editor;
}
