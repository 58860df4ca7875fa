import * as vscode from 'vscode';
import type { WireProblem } from '../protocol/requests.ts';
import { showLocations } from './locations.ts';

/** Shows a refusal in the engine's words, with the way to its place where it has one. */
export async function showProblem(problem: WireProblem): Promise<void> {
  const { where } = problem;
  const go = vscode.l10n.t('Show Place');
  const chosen = await vscode.window.showErrorMessage(problemText(problem), ...(where ? [go] : []));
  if (chosen === go && where) await showLocations([where]);
}

/** A sentence for what is wrong. */
export function problemText({ message, hint }: WireProblem): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}
