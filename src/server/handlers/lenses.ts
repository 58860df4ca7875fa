import type { CodeLens } from 'vscode-languageserver';
import { type Lens, lensesOf, placed } from '../../core/api.ts';
import { guarded } from '../guard.ts';
import { type OpenFile, openFile, type Services } from '../services.ts';
import { commandFor } from '../target.ts';

/** What a lens carries until it is shown: its document by number, and which of its lenses it is. It is sent for each of thousands after each keystroke. */
type LensData = readonly [document: number, index: number];

/**
 * `textDocument/codeLens`: what the lines of a file register. Catalog files have thousands, of which an editor shows a screenful, so
 * titles and places are made when a lens is resolved. One that leads nowhere still has its title.
 */
export function registerLenses(services: Services): void {
  const { connection } = services;
  const uris: string[] = [];
  const numberOf = (uri: string) => (uris.includes(uri) ? uris.indexOf(uri) : uris.push(uri) - 1);
  connection.onCodeLens(
    guarded(connection.console, 'code lenses', ({ textDocument: { uri } }): CodeLens[] => {
      const open = openFile(services, uri);
      const number = numberOf(uri);
      return lensesIn(services, open).map((lens, index) => {
        const position = open?.document.positionAt(lens.offset) ?? { line: 0, character: 0 };
        return { range: { start: position, end: position }, data: [number, index] satisfies LensData };
      });
    }),
  );
  connection.onCodeLensResolve(
    guarded(connection.console, 'code lens', (unresolved: CodeLens): CodeLens => {
      const [number, index]: LensData = unresolved.data;
      const open = openFile(services, uris[number] ?? '');
      const lens = lensesIn(services, open)[index];
      if (!lens || !open?.file) return { ...unresolved, command: { title: '', command: '' } };
      const command = lens.target && commandFor(services, open.file.tree, lens.title, placed(open.context, lens.target));
      return { ...unresolved, command: command ?? { title: lens.title, command: '' } };
    }),
  );
}

function lensesIn(services: Services, open: OpenFile | undefined): readonly Lens[] {
  if (!open?.file) return [];
  const kinds = Object.entries(services.settings().codeLens).flatMap(([kind, isOn]) => (isOn ? [kind] : []));
  return lensesOf(open.context, open.path, new Set(kinds));
}
