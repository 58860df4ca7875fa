import * as vscode from 'vscode';
import type { Answer, WirePlan, WireProblem } from '../protocol/requests.ts';
import type { Session } from './session.ts';

/**
 * Shows an edit in the Refactor Preview and applies what the user accepts there. A preview whose texts have changed meanwhile is
 * refused by VS Code; then the edit is computed again. Tells whether it was applied, or why there is no edit.
 */
export async function preview(
  session: Session,
  plan: () => Thenable<Answer<WirePlan> | undefined>,
): Promise<'done' | 'left' | WireProblem> {
  for (;;) {
    const planned = await plan();
    if (!planned) return 'left';
    if (!planned.ok) return planned.problem;
    const { value } = planned;
    const edit = await session.workspaceEdit(value.edit);
    if (await applyInPreview(edit)) {
      void tellNotes(value);
      return 'done';
    }
    const fresh = await plan();
    if (!fresh?.ok || JSON.stringify(fresh.value.base) === JSON.stringify(value.base)) return 'left';
    const again = vscode.l10n.t('Preview Again');
    const message = vscode.l10n.t('The tree has changed since this preview was made, so nothing was applied.');
    if ((await vscode.window.showWarningMessage(message, again)) !== again) return 'left';
  }
}

/** How often the preview is asked to group by purpose; each attempt is a round trip to the window. */
const GROUPING_ATTEMPTS = 40;

/**
 * VS Code opens the preview where an edit asks for confirmation, and leaves such an edit unchecked. So one edit asks that changes
 * nothing: all others are checked, and Apply applies them.
 */
async function applyInPreview(edit: vscode.WorkspaceEdit): Promise<boolean> {
  const [uri] = edit.entries()[0] ?? [];
  const start = new vscode.Position(0, 0);
  const label = vscode.l10n.t('Review the changes below, then press Apply');
  if (uri) edit.insert(uri, start, '', { label, needsConfirmation: true });
  let isOver = false;
  const applied = Promise.resolve(vscode.workspace.applyEdit(edit, { isRefactoring: true })).finally(() => {
    isOver = true;
  });
  // Grouped by purpose rather than by file. Nothing tells when the preview is there, and before that the command does nothing.
  for (let attempt = 0; attempt < GROUPING_ATTEMPTS && !isOver; attempt += 1) {
    await vscode.commands.executeCommand('refactorPreview.groupByType');
  }
  return applied;
}

/** What the user should know about an applied edit, at most one message. */
async function tellNotes({ title, notes }: WirePlan): Promise<void> {
  if (notes.length === 0) return;
  const show = vscode.l10n.t('Show Notes');
  const done = vscode.l10n.t('{0}: done.', title);
  if ((await vscode.window.showInformationMessage(done, show)) !== show) return;
  const content = [`# ${title}`, '', ...notes.map((note) => `- ${note}`), ''].join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
