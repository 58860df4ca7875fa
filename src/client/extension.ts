import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { registerPages } from './pages.ts';
import { Session } from './session.ts';
import { StartupMap } from './startup-map.ts';
import { createStatus } from './status.ts';
import { hasTree, isInTree } from './trees.ts';
import { registerViews } from './views.ts';
import { Drafts } from './wizard/drafts.ts';

/** What other extensions and tests may ask of a running pgsmith. */
export interface PgsmithApi {
  /** Resolves when the server of this window has read every open tree once. */
  ready(): Promise<void>;
}

/** Called once by VS Code. Without a PostgreSQL tree nothing starts; one that comes later is noticed. */
export function activate(context: vscode.ExtensionContext): PgsmithApi {
  const log = vscode.window.createOutputChannel('pgsmith', { log: true });
  const cancellations = vscode.Uri.joinPath(context.logUri, 'cancellations');
  const session = new Session(context.asAbsolutePath('dist/server/main.mjs'), cancellations, log);
  context.subscriptions.push(log, session, createStatus(session), registerPages());
  const map = new StartupMap(context, session);
  context.subscriptions.push(
    map,
    session.onDidChangeTrees(() => map.refresh()),
    vscode.workspace.onDidSaveTextDocument(() => map.refresh()),
  );
  registerCommands(context, { session, log, drafts: new Drafts(context.workspaceState), map });
  registerViews(context, session);
  const lookFor = async (found: () => Promise<boolean>) => {
    try {
      if (!session.isStarted && (await found())) await session.start();
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(
        vscode.l10n.t('pgsmith could not start: {0}', error instanceof Error ? error.message : String(error)),
      );
    }
  };
  context.subscriptions.push(
    session.onDidChangeTrees(() => {
      // While the server is replaced, the trees are still there.
      if (session.isRunning) void vscode.commands.executeCommand('setContext', 'pgsmith.hasTree', session.trees.length > 0);
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => lookFor(hasTree)),
    vscode.workspace.onDidOpenTextDocument(({ uri }) => lookFor(() => isInTree(uri))),
    vscode.workspace.onDidGrantWorkspaceTrust(() => session.restart()),
  );
  const started = lookFor(hasTree);
  return { ready: () => started.then(() => session.ready()) };
}
