import * as vscode from 'vscode';
import type { WireTree } from '../protocol/requests.ts';
import type { Session } from './session.ts';

/** The one status item: which PostgreSQL this is and whether it has been read; a click opens the menu. */
export function createStatus(session: Session): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('pgsmith.status', vscode.StatusBarAlignment.Left);
  item.name = 'pgsmith';
  item.command = 'pgsmith.showMenu';
  const update = () => {
    const { trees } = session;
    if (trees.length === 0) return item.hide();
    const isReading = trees.some((tree) => tree.state === 'reading');
    item.text = `${isReading ? '$(sync~spin)' : '$(database)'} ${trees.map(shortName).join(', ')}`;
    item.tooltip = new vscode.MarkdownString(trees.map((tree) => describe(tree)).join('\n\n---\n\n'));
    item.accessibilityInformation = { label: vscode.l10n.t('pgsmith: {0}', trees.map(shortName).join(', ')) };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, session.onDidChangeTrees(update));
}

function shortName(tree: WireTree): string {
  return `PG ${tree.version ?? '?'}`;
}

function describe(tree: WireTree): string {
  const state = tree.state === 'ready' ? vscode.l10n.t('read') : vscode.l10n.t('being read');
  const shapes = Object.entries(tree.shapes).map(([area, shape]) => `- ${area}: ${shape}`);
  const name = tree.version === undefined ? 'PostgreSQL' : `PostgreSQL ${tree.version}`;
  return [`**${name}** (${state})`, vscode.Uri.parse(tree.uri).fsPath, '', ...shapes].join('\n');
}
