import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { Session } from './session.ts';
import { StartupMap } from './startup-map.ts';
import { createStatus } from './status.ts';
import { hasTree } from './trees.ts';
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
  const session = new Session(context.asAbsolutePath('dist/server/main.mjs'), log);
  context.subscriptions.push(log, session, createStatus(session));
  const map = new StartupMap(context, session);
  context.subscriptions.push(map);
  registerCommands(context, { session, log, drafts: new Drafts(), map });
  registerViews(context, session);
  const look = async () => {
    const found = session.isStarted || (await hasTree());
    await vscode.commands.executeCommand('setContext', 'pgsmith.hasTree', found);
    if (found) await session.start();
  };
  const lookSafely = () =>
    look().catch((error: unknown) => {
      log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(
        vscode.l10n.t('pgsmith could not start: {0}', error instanceof Error ? error.message : String(error)),
      );
    });
  context.subscriptions.push(
    vscode.workspace.onDidChangeWorkspaceFolders(lookSafely),
    vscode.workspace.onDidOpenTextDocument(() => (session.isStarted ? undefined : lookSafely())),
    vscode.workspace.onDidGrantWorkspaceTrust(() => session.restart()),
  );
  const started = lookSafely();
  return { ready: () => started.then(() => session.ready()) };
}
