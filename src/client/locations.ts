import * as vscode from 'vscode';

/** A place as the server sends it. */
export interface WireLocation {
  readonly uri: string;
  readonly range: {
    readonly start: vscode.Position | { line: number; character: number };
    readonly end: { line: number; character: number };
  };
}

/** Jumps to a single place; shows several in the peek view of the active editor. */
export async function showLocations(locations: readonly WireLocation[]): Promise<void> {
  const places = locations.map(({ uri, range: { start, end } }) => {
    return new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(start.line, start.character, end.line, end.character));
  });
  const editor = vscode.window.activeTextEditor;
  const [only] = places;
  if (places.length === 1 && only) {
    await vscode.window.showTextDocument(only.uri, { selection: only.range });
  } else if (places.length > 1 && editor) {
    await vscode.commands.executeCommand('editor.action.peekLocations', editor.document.uri, editor.selection.active, places, 'peek');
  }
}
