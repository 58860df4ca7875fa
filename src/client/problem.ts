import * as vscode from 'vscode';
import type { WireProblem } from '../protocol/requests.ts';
import { showLocations } from './locations.ts';

/** Shows a refusal in the engine's words, with the way to its place where it has one. */
export async function showProblem({ message, hint, where }: WireProblem): Promise<void> {
  const text = hint === undefined ? message : `${message}. ${hint}`;
  const go = vscode.l10n.t('Show Place');
  const chosen = await vscode.window.showErrorMessage(text, ...(where ? [go] : []));
  if (chosen === go && where) await showLocations([where]);
}
