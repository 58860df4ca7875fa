import type { CodeLens } from 'vscode-languageserver';
import { lensesOf } from '../../core/api.ts';
import { guarded } from '../guard.ts';
import { openFile, type Services } from '../services.ts';
import { commandFor } from '../target.ts';

/** `textDocument/codeLens`: what the lines of a file register. A lens that leads nowhere still has its title. */
export function registerLenses(services: Services): void {
  const { connection } = services;
  connection.onCodeLens(
    guarded(connection.console, 'code lenses', ({ textDocument }): CodeLens[] => {
      const open = openFile(services, textDocument.uri);
      if (!open?.file) return [];
      const { tree } = open.file;
      const kinds = Object.entries(services.settings().codeLens).flatMap(([kind, isOn]) => (isOn ? [kind] : []));
      return lensesOf(open.context, open.path, new Set(kinds)).map(({ offset, title, target }) => {
        const position = open.document.positionAt(offset);
        const command = target && commandFor(services, tree, title, target);
        return { range: { start: position, end: position }, command: command ?? { title, command: '' } };
      });
    }),
  );
}
