import * as vscode from 'vscode';
import type { WireProblem, WireQuestion } from '../../protocol/requests.ts';
import { problemText } from '../problem.ts';

/**
 * How a question ended: with an answer, or by a step back, a wish to start anew, or being left. `typed` is what stood there then, where
 * it was not what the question began with.
 */
export type Reply = { readonly answer: string } | { readonly by: 'back' | 'anew' | 'leaving'; readonly typed: string | undefined };

/** What surrounds one question of a wizard. */
export interface Asking {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  /** The answer so far, or what is suggested. */
  readonly value: string;
  readonly canGoBack: boolean;
  readonly canStartAnew: boolean;
  /** What is wrong with the value as it stands, from an earlier refusal. */
  readonly refusal?: string;
  /** Tells what is wrong with an answer; undefined where it can stand or the token was cancelled. */
  readonly judge: (answer: string, token: vscode.CancellationToken) => Promise<WireProblem | undefined>;
}

/** Asks one question by the quick input that suits it. */
export function ask(question: WireQuestion, asking: Asking): Promise<Reply> {
  switch (question.kind) {
    case 'text':
      return askText(question, asking);
    case 'choice':
    case 'boolean':
      return askChoice(question, asking);
    case 'flags':
      return askFlags(question, asking);
  }
}

function prepare(input: vscode.QuickInput, question: WireQuestion, asking: Asking): vscode.QuickInputButton[] {
  input.title = `${asking.title}: ${question.label}`;
  input.step = asking.step;
  input.totalSteps = asking.totalSteps;
  input.ignoreFocusOut = true;
  const anew = { iconPath: new vscode.ThemeIcon('clear-all'), tooltip: vscode.l10n.t('Start over: forget all answers') };
  return [...(asking.canGoBack ? [vscode.QuickInputButtons.Back] : []), ...(asking.canStartAnew ? [anew] : [])];
}

/**
 * Shows an input until it is answered, left by one of its buttons or hidden, then disposes it and what listens to it. `current` tells
 * what stands in it.
 */
function shown(
  input: vscode.InputBox | vscode.QuickPick<ChoiceItem>,
  asking: Asking,
  current: () => string,
  listen: (answer: (text: string) => void) => readonly vscode.Disposable[],
): Promise<Reply> {
  return new Promise((done) => {
    const disposables: vscode.Disposable[] = [input];
    const resolve = (reply: Reply) => {
      done(reply);
      for (const one of disposables) one.dispose();
    };
    const leave = (by: 'back' | 'anew' | 'leaving') => {
      const typed = current();
      resolve({ by, typed: typed === asking.value ? undefined : typed });
    };
    disposables.push(
      ...listen((answer) => resolve({ answer })),
      input.onDidTriggerButton((button) => leave(button === vscode.QuickInputButtons.Back ? 'back' : 'anew')),
      input.onDidHide(() => leave('leaving')),
    );
    input.show();
  });
}

/** Judges answers as they change; only the judgement on the latest one counts. */
class Judge implements vscode.Disposable {
  readonly #judge: Asking['judge'];
  #latest = new vscode.CancellationTokenSource();

  constructor(judge: Asking['judge']) {
    this.#judge = judge;
  }

  /** The judgement on an answer; 'stale' where another one has been asked for meanwhile. */
  async of(answer: string): Promise<WireProblem | undefined | 'stale'> {
    this.#latest.cancel();
    this.#latest = new vscode.CancellationTokenSource();
    const { token } = this.#latest;
    const problem = await this.#judge(answer, token);
    return token.isCancellationRequested ? 'stale' : problem;
  }

  dispose(): void {
    this.#latest.cancel();
  }
}

function askText(question: WireQuestion, asking: Asking): Promise<Reply> {
  const box = vscode.window.createInputBox();
  box.buttons = prepare(box, question, asking);
  box.prompt = question.description;
  box.placeholder = question.suggestion ?? '';
  box.value = asking.value;
  box.validationMessage = asking.refusal;
  const judge = new Judge(asking.judge);
  const validate = async () => {
    const problem = await judge.of(box.value);
    if (problem !== 'stale') box.validationMessage = problem && problemText(problem);
    return problem === undefined;
  };
  const listen = (resolve: (answer: string) => void) => [
    judge,
    box.onDidChangeValue(validate),
    box.onDidAccept(async () => {
      if (await validate()) resolve(box.value);
    }),
  ];
  return shown(box, asking, () => box.value, listen);
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly value: string;
}

function askChoice(question: WireQuestion, asking: Asking): Promise<Reply> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.buttons = prepare(pick, question, asking);
  pick.placeholder = question.description;
  pick.matchOnDescription = true;
  const known: readonly ChoiceItem[] = question.choices.map(({ value, description = '' }) => ({ label: value, description, value }));
  const isTyped = question.kind === 'choice';
  const chosen = known.find((item) => item.value === asking.value);
  const extra = asking.value !== '' && !chosen ? [{ label: asking.value, description: '', value: asking.value }] : [];
  const none = { label: `$(circle-slash) ${vscode.l10n.t('Leave out')}`, description: '', value: '' };
  const canLeaveOut = !question.isRequired && asking.value !== '';
  // What is typed can be an answer of its own, but not while it may still become one of the choices.
  const ownOf = (typed: string) => isTyped && typed !== '' && !known.some((item) => matches(item, typed));
  let refusal = asking.refusal;
  let wrong: ChoiceItem | undefined;
  const show = (active: ChoiceItem | undefined) => {
    const typed = pick.value.trim();
    const typedItem = { label: typed, description: vscode.l10n.t('as typed'), value: typed };
    wrong = refusal === undefined ? undefined : { label: `$(error) ${refusal}`, description: '', value: '', alwaysShow: true };
    const others = [...(ownOf(typed) ? [typedItem] : []), ...(canLeaveOut ? [none] : [])];
    pick.items = [...(wrong ? [wrong] : []), ...extra, ...known, ...others];
    const selected = active ?? pick.items.find((item) => item !== wrong);
    if (selected) pick.activeItems = [selected];
  };
  show(chosen ?? extra[0]);
  const judge = new Judge(asking.judge);
  const current = () => (ownOf(pick.value.trim()) ? pick.value.trim() : asking.value);
  return shown(pick, asking, current, (resolve) => [
    judge,
    pick.onDidChangeValue(() => {
      refusal = undefined;
      if (isTyped) show(known.find((item) => matches(item, pick.value.trim())));
    }),
    pick.onDidAccept(async () => {
      const [item] = pick.activeItems;
      if (!item || item === wrong) return;
      const problem = await judge.of(item.value);
      if (problem === 'stale') return;
      if (!problem) return resolve(item.value);
      refusal = problemText(problem);
      show(item);
    }),
  ]);
}

/** Whether the text is part of a choice or of its explanation. */
function matches({ label, description = '' }: ChoiceItem, text: string): boolean {
  return `${label}\n${description}`.toLowerCase().includes(text.toLowerCase());
}

function askFlags(question: WireQuestion, asking: Asking): Promise<Reply> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.buttons = prepare(pick, question, asking);
  pick.placeholder = asking.refusal ?? question.description;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  const chosen = new Set(asking.value.split(/[\s,|]+/).filter(Boolean));
  pick.items = question.choices.map(({ value, description = '' }) => ({ label: value, description, value }));
  pick.selectedItems = pick.items.filter((item) => chosen.has(item.value));
  const judge = new Judge(asking.judge);
  const current = () => pick.selectedItems.map((item) => item.value).join(', ');
  return shown(pick, asking, current, (resolve) => [
    judge,
    pick.onDidAccept(async () => {
      const answer = current();
      const problem = await judge.of(answer);
      if (problem === 'stale') return;
      if (!problem) return resolve(answer);
      pick.placeholder = problemText(problem);
    }),
  ]);
}
