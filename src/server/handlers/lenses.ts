import type { CodeLens } from 'vscode-languageserver';
import { type LensLine, lensesOf, placed } from '../../core/api.ts';
import { type LensData, type LensPlaces, lensesAt, lensPlacesRequest, toLensPlaces } from '../../protocol/lens-places.ts';
import { guarded, onRequest } from '../guard.ts';
import { type OpenFile, openFile, type Services } from '../services.ts';
import { commandFor } from '../target.ts';

/**
 * `textDocument/codeLens`, and the same in few numbers: what the lines of a file register. Catalog files have thousands, of which an
 * editor shows a screenful, so titles and commands are made when a lens is resolved. One that leads nowhere still has its title.
 */
export function registerLenses(services: Services): void {
  const { connection } = services;
  const uris: string[] = [];
  const numberOf = (uri: string) => (uris.includes(uri) ? uris.indexOf(uri) : uris.push(uri) - 1);
  const placesIn = (uri: string): LensPlaces => {
    const open = openFile(services, uri);
    if (!open) return toLensPlaces(numberOf(uri), []);
    const places = linesIn(services, open).map(({ offset, lenses }) => ({
      position: open.document.positionAt(offset),
      count: lenses.length,
    }));
    return toLensPlaces(numberOf(uri), places);
  };
  onRequest(connection, lensPlacesRequest, 'lens places', ({ uri }) => placesIn(uri));
  connection.onCodeLens(guarded(connection.console, 'code lenses', ({ textDocument: { uri } }): CodeLens[] => lensesAt(placesIn(uri))));
  connection.onCodeLensResolve(
    guarded(connection.console, 'code lens', (unresolved: CodeLens): CodeLens => {
      const [number, index]: LensData = unresolved.data;
      const open = openFile(services, uris[number] ?? '');
      const lens = open && linesIn(services, open).flatMap(({ lenses }) => lenses)[index];
      if (!lens || !open.file) return { ...unresolved, command: { title: '', command: '' } };
      const command = lens.target && commandFor(services, open.file.tree, lens.title, placed(open.context, lens.target));
      return { ...unresolved, command: command ?? { title: lens.title, command: '' } };
    }),
  );
}

function linesIn(services: Services, open: OpenFile): readonly LensLine[] {
  if (!open.file) return [];
  const kinds = Object.entries(services.settings().codeLens).flatMap(([kind, isOn]) => (isOn ? [kind] : []));
  return lensesOf(open.context, open.path, new Set(kinds));
}
