import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CSyntax } from '../core/api.ts';
import { isTreeTop } from '../host/disk-tree.ts';
import { type ClientOptions, serverCommands } from '../protocol/commands.ts';
import { decodeSettings, defaultSettings, type Settings } from '../protocol/settings.ts';
import { registerBridges } from './handlers/bridges.ts';
import { REFACTORING, registerCodeActions } from './handlers/code-actions.ts';
import { registerCommands } from './handlers/commands.ts';
import { registerDiagnostics } from './handlers/diagnostics.ts';
import { registerLenses } from './handlers/lenses.ts';
import { registerOids } from './handlers/oids.ts';
import { registerCompletion, registerLookups, registerOutline } from './handlers/reading.ts';
import { registerTrees, registerUses } from './handlers/trees.ts';
import { registerViews } from './handlers/views.ts';
import { registerWizard } from './handlers/wizard.ts';
import { reservedOids } from './reserved-oids.ts';
import type { Services } from './services.ts';
import { TreeStates } from './warm-up.ts';
import { isInside, type OpenTree, pathOf, Workspace } from './workspace.ts';

/** Serves one editor over a connection until it closes. `version` is told to the editor. */
export function serve(connection: Connection, c: CSyntax, version: string): void {
  const documents = new TextDocuments(TextDocument);
  let settings: Settings = defaultSettings;
  let isTrusted = false;
  const reserved = new Map<OpenTree, ReadonlySet<number>>();
  const workspace = new Workspace(documents, c, (tree) => {
    const known = reserved.get(tree) ?? reservedOids(tree, settings, isTrusted, (sentence) => connection.console.warn(sentence));
    reserved.set(tree, known);
    return known;
  });
  const states = new TreeStates(connection, workspace);
  const folders = new Set<string>();

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options: ClientOptions = params.initializationOptions ?? {};
    isTrusted = options.isTrusted === true;
    const services: Services = {
      connection,
      documents,
      workspace,
      settings: () => settings,
      isTrusted,
      client: { capabilities: params.capabilities, options },
    };
    registerLenses(services);
    registerCodeActions(services);
    registerDiagnostics(services);
    registerLookups(services);
    registerOutline(services);
    registerCompletion(services);
    registerWizard(services);
    registerTrees(services, states);
    registerUses(services);
    registerViews(services);
    registerBridges(services);
    registerOids(services);
    registerCommands(services);
    for (const folder of foldersOf(params)) folders.add(folder);
    onInitialized(services);
    return { serverInfo: { name: 'pgsmith', version }, capabilities: capabilities(services) };
  });
  documents.onDidOpen(({ document }) => {
    const file = workspace.fileAt(document.uri);
    if (file) states.open(file.tree);
  });
  documents.onDidClose(closeForsaken);
  documents.onDidSave(({ document }) => workspace.refresh(workspace.fileAt(document.uri)?.tree));
  documents.listen(connection);
  connection.listen();

  function onInitialized(services: Services): void {
    const { capabilities } = services.client;
    const readSettings = async () => {
      if (capabilities.workspace?.configuration) settings = decodeSettings(await connection.workspace.getConfiguration('pgsmith'));
      reserved.clear();
      await refreshViews(services);
    };
    connection.onInitialized(async () => {
      for (const folder of folders) openFolder(folder);
      if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'pgsmith' });
      if (!services.client.options.commands && capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration)
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] });
      if (capabilities.workspace?.workspaceFolders)
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          for (const { uri } of removed) folders.delete(uri);
          for (const { uri } of added) folders.add(uri);
          closeForsaken();
          for (const { uri } of added) openFolder(uri);
        });
      await readSettings();
    });
    connection.onDidChangeWatchedFiles(async () => {
      reserved.clear();
      closeForsaken();
      workspace.refresh();
      // A tree that went away by a checkout comes back by one.
      for (const folder of folders) if (!hasTree(folder)) openFolder(folder);
      await refreshViews(services);
    });
    connection.onDidChangeConfiguration(async ({ settings: sent }) => {
      if (capabilities.workspace?.configuration) await readSettings();
      else settings = decodeSettings(sent?.pgsmith);
      reserved.clear();
    });
  }

  function openFolder(uri: string): void {
    const path = pathOf(uri);
    for (const tree of path === undefined ? [] : workspace.treesOfFolder(path)) states.open(tree);
  }

  function hasTree(uri: string): boolean {
    const folder = pathOf(uri);
    return folder !== undefined && workspace.trees.some(({ root }) => isInside(root, folder) || isInside(folder, root));
  }

  /** Forgets the trees that are gone from the disk, and those that no folder and no document belongs to any more. */
  function closeForsaken(): void {
    const kept = [...folders].flatMap((uri) => pathOf(uri) ?? []);
    const open = documents.all().flatMap((document) => pathOf(document.uri) ?? []);
    for (const tree of workspace.trees) {
      const isWanted = kept.some((folder) => isInside(tree.root, folder) || isInside(folder, tree.root));
      const isUsed = isWanted || open.some((path) => isInside(tree.root, path));
      if (!isUsed || !isTreeTop(tree.root)) states.close(tree);
    }
  }
}

function capabilities({ client }: Services): InitializeResult['capabilities'] {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    codeLensProvider: { resolveProvider: true },
    codeActionProvider: { codeActionKinds: [REFACTORING, CodeActionKind.QuickFix] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    workspaceSymbolProvider: true,
    documentLinkProvider: { resolveProvider: false },
    callHierarchyProvider: true,
    completionProvider: { triggerCharacters: ["'", '=', ' '] },
    executeCommandProvider: { commands: Object.values(serverCommands) },
    ...(client.capabilities.textDocument?.diagnostic
      ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  return workspaceFolders?.map((folder) => folder.uri) ?? (rootUri === null || rootUri === undefined ? [] : [rootUri]);
}

/** Asks the editor for lenses and diagnostics again; one that cannot be asked this way asks by itself after the next change. */
async function refreshViews({ connection, client }: Services): Promise<void> {
  const { codeLens, diagnostics } = client.capabilities.workspace ?? {};
  if (codeLens?.refreshSupport) await connection.sendRequest(CodeLensRefreshRequest.type);
  if (diagnostics?.refreshSupport) await connection.sendRequest(DiagnosticRefreshRequest.type);
}
