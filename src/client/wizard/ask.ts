import * as vscode from 'vscode';
import type { WireProblem, WireQuestion } from '../../protocol/requests.ts';

/** How a question ended: with an answer, with a step back, with a wish to start anew, or by being left with what was typed so far. */
export type Reply = { readonly answer: string } | { readonly left: string } | 'back' | 'anew' | undefined;

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

/** A sentence for what is wrong. */
export function problemText({ message, hint }: WireProblem): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}

function prepare(input: vscode.QuickInput, question: WireQuestion, asking: Asking): vscode.QuickInputButton[] {
  input.title = `${asking.title}: ${question.label}`;
  input.step = asking.step;
  input.totalSteps = asking.totalSteps;
  input.ignoreFocusOut = true;
  const anew = { iconPath: new vscode.ThemeIcon('clear-all'), tooltip: vscode.l10n.t('Start anew: forget all answers') };
  return [...(asking.canGoBack ? [vscode.QuickInputButtons.Back] : []), ...(asking.canStartAnew ? [anew] : [])];
}

function replyOf(button: vscode.QuickInputButton): Reply {
  return button === vscode.QuickInputButtons.Back ? 'back' : 'anew';
}

/** Shows an input until `resolve` is called or it is hidden, then disposes it and what listens to it. */
function shown(
  input: vscode.QuickInput,
  listen: (resolve: (reply: Reply) => void) => readonly vscode.Disposable[],
  left: () => Reply = () => undefined,
): Promise<Reply> {
  return new Promise((done) => {
    const disposables: vscode.Disposable[] = [input];
    const resolve = (reply: Reply) => {
      done(reply);
      for (const one of disposables) one.dispose();
    };
    disposables.push(
      ...listen(resolve),
      input.onDidHide(() => resolve(left())),
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
  const listen = (resolve: (reply: Reply) => void) => [
    judge,
    box.onDidChangeValue(validate),
    box.onDidTriggerButton((button) => resolve(replyOf(button))),
    box.onDidAccept(async () => {
      if (await validate()) resolve({ answer: box.value });
    }),
  ];
  return shown(box, listen, () => ({ left: box.value }));
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
  const current = known.find((item) => item.value === asking.value);
  const extra = asking.value !== '' && !current ? [{ label: asking.value, description: '', value: asking.value }] : [];
  let refusal = asking.refusal;
  const show = (active: ChoiceItem | undefined) => {
    const typed = pick.value.trim();
    // What is typed can be an answer of its own, but not while it may still become one of the choices.
    const own = isTyped && typed !== '' && !known.some((item) => matches(item, typed));
    const typedItem = { label: typed, description: vscode.l10n.t('as typed'), value: typed };
    const wrong = { label: `$(error) ${refusal}`, description: '', value: '', alwaysShow: true };
    pick.items = [...(refusal === undefined ? [] : [wrong]), ...extra, ...known, ...(own ? [typedItem] : [])];
    const selected = active ?? pick.items.find((item) => item !== wrong);
    if (selected) pick.activeItems = [selected];
  };
  show(current ?? extra[0]);
  const judge = new Judge(asking.judge);
  return shown(pick, (resolve) => [
    judge,
    pick.onDidChangeValue(() => {
      refusal = undefined;
      if (isTyped) show(known.find((item) => matches(item, pick.value.trim())));
    }),
    pick.onDidTriggerButton((button) => resolve(replyOf(button))),
    pick.onDidAccept(async () => {
      const [item] = pick.activeItems;
      if (!item || (refusal !== undefined && item.value === '')) return;
      const problem = await judge.of(item.value);
      if (problem === 'stale') return;
      if (!problem) return resolve({ answer: item.value });
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
  return shown(pick, (resolve) => [
    judge,
    pick.onDidTriggerButton((button) => resolve(replyOf(button))),
    pick.onDidAccept(async () => {
      const answer = pick.selectedItems.map((item) => item.value).join(', ');
      const problem = await judge.of(answer);
      if (problem === 'stale') return;
      if (!problem) return resolve({ answer });
      pick.placeholder = problemText(problem);
    }),
  ]);
}
