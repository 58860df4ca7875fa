import * as vscode from 'vscode';
import { shiftOidsRequest, shiftTargetRequest } from '../protocol/requests.ts';
import { previewOrTell } from './preview.ts';
import { problemText } from './problem.ts';
import type { Session } from './session.ts';

/** "Shift this block of OIDs…": asks where to, with the policy's suggestion and the engine's judgement, and previews the outcome. */
export async function shiftOids(session: Session, tree: string, first: number, last: number): Promise<void> {
  const targetOf = (to?: number) => {
    const params = { tree, first, last, ...(to === undefined ? {} : { to }) };
    return session.request(shiftTargetRequest, params);
  };
  const suggested = await targetOf();
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Shift OIDs {0} to {1}', first, last),
    prompt: vscode.l10n.t('The new first OID'),
    ignoreFocusOut: true,
    value: suggested?.ok ? String(suggested.value.first) : '',
    validateInput: async (value) => {
      if (!/^[1-9]\d{0,9}$/.test(value.trim())) return vscode.l10n.t('A whole number.');
      const target = await targetOf(Number(value));
      if (!target) return undefined;
      if (!target.ok) return problemText(target.problem);
      const message = vscode.l10n.t('They become {0} to {1}.', target.value.first, target.value.last);
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (typed === undefined) return;
  const params = { tree, first, last, to: Number(typed) };
  await previewOrTell(session, (token) => session.request(shiftOidsRequest, params, token));
}
