import * as vscode from 'vscode';

/** URIs of pages: the path is the name that the tab shows. */
const SCHEME = 'pgsmith-page';

/** Texts of the pages by URI: a preview reads its page again whenever it is drawn. */
const texts = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

/** Lets VS Code read pages: documents of ours that nobody can edit or is asked to save. */
export function registerPages(): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  };
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider);
}

/** Shows Markdown as it is meant to be read, in place of an earlier page of that name. */
export async function showPage(name: string, markdown: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
  texts.set(uri.toString(), markdown);
  changed.fire(uri);
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
