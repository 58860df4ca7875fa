import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { offersAt, placed } from '../../core/api.ts';
import { guarded } from '../guard.ts';
import { openFile, type Services } from '../services.ts';
import { commandFor } from '../target.ts';

/** Kind of our refactorings, so that users can bind a key to them. */
export const REFACTORING = 'refactor.rewrite.pgsmith';

/** `textDocument/codeAction`: what can be done with what the cursor is on. */
export function registerCodeActions(services: Services): void {
  const { connection } = services;
  connection.onCodeAction(
    guarded(connection.console, 'code actions', ({ textDocument, range, context: asked }): CodeAction[] => {
      const open = openFile(services, textDocument.uri);
      if (!open?.file) return [];
      const { tree } = open.file;
      const [start, end] = [open.document.offsetAt(range.start), open.document.offsetAt(range.end)];
      return offersAt(open.context, open.path, start, end).flatMap(({ title, target, fixes }): CodeAction[] => {
        const kind = fixes === undefined ? REFACTORING : CodeActionKind.QuickFix;
        const isWanted = !asked.only || asked.only.some((one) => kind === one || kind.startsWith(`${one}.`));
        const command = commandFor(services, tree, title, placed(open.context, target));
        if (!isWanted || !command) return [];
        const diagnostics = asked.diagnostics.filter((one) => one.code === fixes);
        return [{ title, kind, command, ...(diagnostics.length > 0 ? { diagnostics } : {}) }];
      });
    }),
  );
}
