import * as vscode from 'vscode';
import type { CreateFile } from 'vscode-languageclient/node';
import type { Answer, WirePlan, WireProblem } from '../protocol/requests.ts';
import { showPage } from './pages.ts';
import { patiently } from './patience.ts';
import { showProblem } from './problem.ts';
import type { Session } from './session.ts';

/** Computes an edit; undefined where that was cancelled. */
export type Planning = (token: vscode.CancellationToken) => Thenable<Answer<WirePlan> | undefined>;

/**
 * Shows an edit in the Refactor Preview and applies what the user accepts there. An edit is shown only while the editor has the texts
 * that it was computed from, and VS Code refuses a preview whose texts have changed since it was opened: in both cases it is computed
 * again. Tells whether it was applied, or why there is no edit.
 */
export async function preview(session: Session, plan: Planning): Promise<'done' | 'left' | WireProblem> {
  for (;;) {
    const planned = await freshPlan(plan);
    if (!planned) return 'left';
    if (!planned.ok) return planned.problem;
    const { value } = planned;
    const edit = await session.workspaceEdit(asking(inOurLanguage(value.edit), value));
    if (await applyInPreview(edit)) {
      await showFirst(value);
      void tellNotes(value);
      return 'done';
    }
    if ((await changedDocument(value)) === undefined) return 'left';
    const again = vscode.l10n.t('Preview Again');
    const message = vscode.l10n.t('The tree has changed since this preview was made, so nothing was applied.');
    if ((await vscode.window.showWarningMessage(message, again)) !== again) return 'left';
  }
}

/** The edit with the purpose of each change, which its label begins with, in the language of the window. */
function inOurLanguage(edit: WirePlan['edit']): WirePlan['edit'] {
  const translated = Object.entries(edit.changeAnnotations ?? {}).map(([id, annotation]) => {
    return [id, { ...annotation, label: annotation.label.replace(/^[^:]+/, (purpose) => vscode.l10n.t(purpose)) }];
  });
  return { ...edit, changeAnnotations: Object.fromEntries(translated) };
}

/**
 * VS Code opens the preview where an edit asks for confirmation, and leaves such an edit unchecked. So one asks that it neither shows nor
 * applies, the creation of a file that exists: everything that is shown is checked. It comes first, beside the new files, since VS Code
 * forgets things to undo where creations and texts alternate.
 */
function asking(edit: WirePlan['edit'], { title, base }: WirePlan): WirePlan['edit'] {
  const [uri] = Object.keys(base);
  if (uri === undefined) return edit;
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true }, annotationId: title };
  const changeAnnotations = { ...edit.changeAnnotations, [title]: { label: title, needsConfirmation: true } };
  return { documentChanges: [create, ...(edit.documentChanges ?? [])], changeAnnotations };
}

/** The same, with a refusal told to the user. */
export async function previewOrTell(session: Session, plan: Planning): Promise<void> {
  const outcome = await preview(session, plan);
  if (typeof outcome === 'object') await showProblem(outcome);
}

/** A plan whose texts are those that the editor has. The first look opens them, and so tells the server of them; the second must do. */
async function freshPlan(plan: Planning): Promise<Answer<WirePlan> | undefined> {
  const title = vscode.l10n.t('Planning the edit');
  const first = await patiently(title, plan);
  if (!first?.ok || (await changedDocument(first.value)) === undefined) return first;
  const second = await patiently(title, plan);
  const changed = second?.ok ? await changedDocument(second.value) : undefined;
  if (changed === undefined) return second;
  const file = vscode.workspace.asRelativePath(changed);
  const message = vscode.l10n.t('{0} has changed in the editor since it was read, so nothing was changed.', file);
  return { ok: false, problem: { code: 'client/stale', message } };
}

/** A document that has another text than the one that a plan was computed from. */
async function changedDocument({ base }: WirePlan): Promise<vscode.Uri | undefined> {
  for (const [uri, hash] of Object.entries(base)) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    if ((await hashOf(document.getText())) !== hash) return document.uri;
  }
  return undefined;
}

/** SHA-256 of the UTF-8 form of a text, in hexadecimal, as the engine names the texts that it read. */
async function hashOf(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
}

/** Scheme of the documents that the preview makes of the edited texts. */
const PREVIEWED = 'vscode-bulkeditpreview-editor';

/** Shows an edit in the preview, grouped by purpose rather than by file, and applies what the user accepts. */
async function applyInPreview(edit: vscode.WorkspaceEdit): Promise<boolean> {
  // The preview's first document tells that it is there; before that the command does nothing.
  const opening = vscode.workspace.onDidOpenTextDocument(({ uri }) => {
    if (uri.scheme === PREVIEWED) void vscode.commands.executeCommand('refactorPreview.groupByType');
  });
  try {
    return await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  } finally {
    opening.dispose();
  }
}

/** Opens the file of the first step at what an applied edit put there first: the user sees what came of it, and can undo it. */
async function showFirst({ steps, edit }: WirePlan): Promise<void> {
  const changes = (edit.documentChanges ?? []).flatMap((change) => ('edits' in change ? [change] : []));
  const change = changes.find(({ textDocument }) => textDocument.uri.endsWith(`/${steps[0]?.file}`)) ?? changes[0];
  const first = change?.edits.toSorted((a, b) => a.range.start.line - b.range.start.line)[0];
  if (!change || !first || !('newText' in first)) return;
  const line = first.range.start.line + (/^\n*/.exec(first.newText)?.[0].length ?? 0);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(change.textDocument.uri));
  const place = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place), preview: false });
}

/** What the user should know about an applied edit, at most one message. */
async function tellNotes({ title, notes }: WirePlan): Promise<void> {
  if (notes.length === 0) return;
  const show = vscode.l10n.t('Show Notes');
  const done = vscode.l10n.t('{0}: done.', title);
  if ((await vscode.window.showInformationMessage(done, show)) !== show) return;
  await showPage(vscode.l10n.t('Notes'), [`# ${title}`, '', ...notes.map((note) => `- ${note}`), ''].join('\n'));
}
