import * as vscode from 'vscode';
import type { WireAnswers, WireForm, WireQuestion } from '../../protocol/requests.ts';

interface MenuItem extends vscode.QuickPickItem {
  readonly question?: WireQuestion;
}

/** After the first questions: the preview, or one of the optional questions, each with its answer so far. */
export function askWhatNext(page: WireForm, answers: WireAnswers): Promise<'preview' | 'back' | WireQuestion | undefined> {
  const pick = vscode.window.createQuickPick<MenuItem>();
  const first = page.questions.filter((question) => question.isFirst);
  pick.title = vscode.l10n.t('Register {0}', page.label);
  pick.step = first.length + 1;
  pick.totalSteps = first.length + 1;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.buttons = [vscode.QuickInputButtons.Back];
  pick.placeholder = vscode.l10n.t('Press Enter for the preview, or choose what else to set');
  const now: MenuItem = {
    label: `$(open-preview) ${vscode.l10n.t('Preview now')}`,
    detail: first
      .map(({ name, suggestion }) => String(answers[name] ?? suggestion ?? ''))
      .filter(Boolean)
      .join(' · '),
  };
  const optional = page.questions.filter((question) => !question.isFirst);
  pick.items = [
    now,
    { label: vscode.l10n.t('Optional'), kind: vscode.QuickPickItemKind.Separator },
    ...optional.map((question) => ({
      label: question.label,
      description: page.answers[question.name] ?? question.suggestion ?? '',
      detail: question.description,
      question,
    })),
  ];
  pick.activeItems = [now];
  return new Promise((done) => {
    const resolve = (next: 'preview' | 'back' | WireQuestion | undefined) => {
      done(next);
      pick.dispose();
    };
    pick.onDidTriggerButton(() => resolve('back'));
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item) resolve(item.question ?? 'preview');
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
}
