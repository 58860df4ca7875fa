import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { CANCELLATION_FOLDER } from '../protocol/cancellation.ts';
import type { ClientOptions } from '../protocol/commands.ts';
import { type LensPlaces, lensesAt, lensPlacesRequest } from '../protocol/lens-places.ts';
import type { Request } from '../protocol/request.ts';
import { treeOfRequest, treesChanged, treesRequest, type WireTree } from '../protocol/requests.ts';
import { cancellationByFiles } from './cancellation.ts';

/** Files that tell something about a tree; their changes on disk are passed to the server. */
const WATCHED = [
  '**/*.{c,h,l,y,dat,txt,sample,sgml,conf,control,spec,sql,source,out,list,pl,pm}',
  '**/{.gitignore,Makefile,meson.build,parallel_schedule,serial_schedule,isolation_schedule,configure.ac}',
  // Directories without which a tree is none; of one that goes away, the files are not told.
  '**/{src,backend,include,catalog}',
  // The last file that git writes when it changes to another branch.
  '**/.git/HEAD',
];

/** Documents whose text the server gets while they are open. */
const DOCUMENTS = [
  { scheme: 'file', language: 'c' },
  { scheme: 'file', language: 'cpp' },
  { scheme: 'file', pattern: '**/*.{c,h,l,y,dat,sample,conf,control,spec,sgml,sql,source,out,list,pl,pm}' },
  { scheme: 'file', pattern: '**/{Makefile,meson.build}' },
  { scheme: 'file', pattern: '**/{wait_event_names.txt,lwlocknames.txt,errcodes.txt}' },
  { scheme: 'file', pattern: '**/{parallel_schedule,serial_schedule,isolation_schedule}' },
];

/** The language server of this window: at most one, started when a tree is there, replaced as a whole by a restart. */
export class Session implements vscode.Disposable {
  readonly #server: string;
  readonly #cancellations: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  #client: LanguageClient | undefined;
  /** Live from `#open` to `#close`: the client listens to them anew when it restarts a server that crashed. */
  #watchers: readonly vscode.FileSystemWatcher[] = [];
  #turn: Promise<void> = Promise.resolve();
  #trees: readonly WireTree[] = [];
  #isStarted = false;
  #queued: Promise<void> | undefined;

  /** Fires when the trees, or what is known of them, have changed. */
  readonly onDidChangeTrees = this.#changed.event;

  /** `server` is the path of its program, `cancellations` a folder for files that live as long as a request. */
  constructor(server: string, cancellations: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#server = server;
    this.#cancellations = cancellations;
    this.#log = log;
  }

  /** Whether the server was asked to start and not to stop since. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether there is a server now, rather than one that is being started or replaced. */
  get isRunning(): boolean {
    return this.#client !== undefined;
  }

  /** The open trees as the server told of them last. */
  get trees(): readonly WireTree[] {
    return this.#trees;
  }

  /** Starts the server where there is none. */
  start(): Promise<void> {
    if (this.#isStarted) return this.#turn;
    this.#isStarted = true;
    return this.#next(() => this.#open());
  }

  /** Replaces the server. Requests to restart that come while one waits are the same restart. */
  restart(): Promise<void> {
    if (!this.#isStarted) return Promise.resolve();
    this.#queued ??= this.#next(async () => {
      this.#queued = undefined;
      await this.#close();
      await this.#open();
    });
    return this.#queued;
  }

  /** Resolves when every open tree has been read once. */
  async ready(): Promise<void> {
    await this.#turn;
    while (this.#isStarted && this.#trees.some((tree) => tree.state === 'reading')) {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChangeTrees(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** Sends a request; undefined where there is no server or it was cancelled. */
  async request<P, R>(request: Request<P, R>, params: P, token?: vscode.CancellationToken): Promise<R | undefined> {
    await this.#turn;
    if (!this.#client) return undefined;
    try {
      // What is undefined would count as a second parameter.
      return await this.#client.sendRequest<R>(request.method, params, ...(token ? [token] : []));
    } catch (error) {
      if (token?.isCancellationRequested) return undefined;
      throw error;
    }
  }

  /** The tree of the active editor, or the only one, or the one that the user picks; undefined where there is none. */
  async pickTree(): Promise<WireTree | undefined> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const around = active && (await this.request(treeOfRequest, { uri: active.toString() }));
    if (around) return around;
    const trees = (await this.request(treesRequest, {})) ?? [];
    if (trees.length < 2) return trees[0];
    const items = trees.map((tree) => ({ label: tree.name, description: vscode.Uri.parse(tree.uri).fsPath, tree }));
    return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which PostgreSQL tree?') }))?.tree;
  }

  /** The editor's form of a workspace edit that the server sent. */
  async workspaceEdit(edit: Parameters<LanguageClient['protocol2CodeConverter']['asWorkspaceEdit']>[0]): Promise<vscode.WorkspaceEdit> {
    return (await this.#client?.protocol2CodeConverter.asWorkspaceEdit(edit)) ?? new vscode.WorkspaceEdit();
  }

  /** Stops the server for good. */
  dispose(): void {
    this.#isStarted = false;
    this.#changed.dispose();
    void this.#next(() => this.#close());
  }

  /** One thing after the other: what starts and stops the server never overlaps. */
  #next(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step, step);
    return this.#turn;
  }

  async #open(): Promise<void> {
    const { CancellationReceiverStrategy, CodeLensRequest, LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const cancellationStrategy = { receiver: CancellationReceiverStrategy.Message, sender: cancellationByFiles(this.#cancellations) };
    const options: ClientOptions = { commands: true, isTrusted: vscode.workspace.isTrusted };
    this.#watchers = WATCHED.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
    const client: LanguageClient = new LanguageClient(
      'pgsmith',
      'pgsmith',
      { module: this.#server, transport: TransportKind.ipc, args: [CANCELLATION_FOLDER, this.#cancellations.fsPath] },
      {
        documentSelector: DOCUMENTS,
        initializationOptions: options,
        outputChannel: this.#log,
        middleware: {
          provideCodeLenses: (document, token) =>
            lensesOf(client, document, token).catch((error) => client.handleFailedRequest(CodeLensRequest.type, token, error, null)),
        },
        connectionOptions: { cancellationStrategy },
        synchronize: { configurationSection: 'pgsmith', fileEvents: [...this.#watchers] },
      },
    );
    client.onNotification(treesChanged.method, (trees: readonly WireTree[]) => this.#set(trees));
    await client.start();
    this.#client = client;
    this.#set(await client.sendRequest<readonly WireTree[]>(treesRequest.method, {}));
  }

  async #close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#set([]);
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [];
    try {
      await client?.dispose();
    } catch (error) {
      // A server that is just being started again after a crash cannot be stopped in order; its successor replaces it.
      this.#log.warn(error instanceof Error ? error.message : String(error));
    }
  }

  #set(trees: readonly WireTree[]): void {
    this.#trees = trees;
    this.#changed.fire();
  }
}

/** The lenses of a document, for which the client asks in few numbers. */
async function lensesOf(
  client: LanguageClient,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[] | null> {
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const found = await client.sendRequest<LensPlaces>(lensPlacesRequest.method, { uri }, token);
  return lensesAt(found).map((lens) => client.protocol2CodeConverter.asCodeLens(lens));
}
