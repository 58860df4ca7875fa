import * as vscode from 'vscode';
import {
  answerProblemRequest,
  formRequest,
  planRequest,
  type WireAnswers,
  type WireForm,
  type WireProblem,
  type WireQuestion,
} from '../../protocol/requests.ts';
import { preview } from '../preview.ts';
import { problemText, showProblem } from '../problem.ts';
import type { Session } from '../session.ts';
import { type Asking, ask, type Reply } from './ask.ts';
import type { Drafts } from './drafts.ts';
import { askWhatNext } from './menu.ts';
import { inOurLanguage } from './words.ts';

/** One run of the wizard of a kind on a tree. */
export interface Registration {
  readonly session: Session;
  readonly drafts: Drafts;
  /** URI of the tree. */
  readonly tree: string;
  readonly kind: string;
}

/**
 * Asks the questions of a kind, shows the registration as a preview and applies it. `seed` holds what is known already. Left at any
 * point, it keeps what was answered for the next time.
 */
export async function runWizard(registration: Registration, seed: WireAnswers): Promise<void> {
  const { drafts, tree, kind } = registration;
  const form = await formOf(registration, seed);
  const begin = form && (await beginning(form, drafts.of(tree, kind)));
  if (!begin) return;
  let answers: WireAnswers = begin;
  let at: number | 'menu' = 0;
  let refusal: WireProblem | undefined;
  for (;;) {
    const page = await formOf(registration, answers);
    if (!page) return;
    const first = page.questions.filter((question) => question.isFirst);
    if (at === 'menu' || at >= first.length) {
      const next = await askWhatNext(page, answers);
      if (next === undefined) return;
      if (next === 'back') at = first.length - 1;
      else if (next === 'preview') {
        const outcome = await planAndPreview(registration, withSuggestions(page, answers));
        if (outcome === 'done') return await drafts.clear(tree, kind);
        if (outcome === 'left') return;
        refusal = outcome;
        const wrong = page.questions.find((question) => question.name === outcome.field);
        if (!wrong) return showProblem(outcome);
        at = wrong.isFirst ? first.indexOf(wrong) : 'menu';
        if (at === 'menu') answers = await askOptional(registration, page, wrong, answers, refusal);
      } else {
        answers = await askOptional(registration, page, next, answers, undefined);
        at = 'menu';
      }
      await drafts.keep(tree, kind, answers);
      continue;
    }
    const question = first[at];
    if (!question) return;
    const place = { step: at + 1, totalSteps: first.length + 1, canGoBack: at > 0, canStartAnew: Object.keys(answers).length > 0 };
    const reply = await askOne(registration, page, question, answers, { ...place, ...refusalOf(refusal, question) });
    refusal = undefined;
    if ('answer' in reply) {
      answers = withAnswer(answers, question, reply.answer);
      at += 1;
    } else if (reply.by === 'anew') {
      answers = {};
      at = 0;
    } else {
      answers = reply.typed === undefined ? answers : withAnswer(answers, question, reply.typed);
      at -= 1;
      if (reply.by === 'leaving') return reply.typed === undefined ? undefined : await drafts.keep(tree, kind, answers);
    }
    await drafts.keep(tree, kind, answers);
  }
}

/**
 * What the wizard begins with: what is known, or the draft that was kept. Where both are there and say different things, the user
 * chooses; undefined where that is left, and then the draft stays.
 */
async function beginning({ label, questions, answers: seed }: WireForm, draft: WireAnswers | undefined): Promise<WireAnswers | undefined> {
  if (!draft || Object.keys(draft).length === 0) return seed;
  if (Object.entries(seed).every(([name, value]) => draft[name] === value)) return draft;
  const summaryOf = (answers: WireAnswers) =>
    questions.flatMap(({ name }) => (answers[name] ? [String(answers[name])] : [])).join(' \u00b7 ');
  const items = [
    { label: `$(edit) ${vscode.l10n.t('Go on with the draft')}`, detail: summaryOf(draft), answers: draft },
    {
      label: `$(symbol-misc) ${vscode.l10n.t('Start with the code at the cursor, and drop the draft')}`,
      detail: summaryOf(seed),
      answers: seed,
    },
  ];
  const placeHolder = vscode.l10n.t('A registration was left unfinished');
  const title = vscode.l10n.t('Register {0}', label);
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.answers;
}

/** Answers to the first questions are what the user saw, even where Enter took a suggestion that depends on chance. */
function withSuggestions(page: WireForm, answers: WireAnswers): WireAnswers {
  const first = page.questions.filter((question) => question.isFirst && question.suggestion !== undefined);
  return { ...Object.fromEntries(first.map(({ name, suggestion }) => [name, suggestion])), ...answers };
}

/** An answer that is cleared stays as an empty one where a suggestion would take its place, unless there must be one. */
function withAnswer(answers: WireAnswers, question: WireQuestion, answer: string): WireAnswers {
  if (answer.trim() !== '') return { ...answers, [question.name]: answer };
  const { [question.name]: _, ...others } = answers;
  return question.isRequired || question.suggestion === undefined ? others : { ...others, [question.name]: '' };
}

function refusalOf(refusal: WireProblem | undefined, question: WireQuestion): Pick<Asking, 'refusal'> {
  return refusal?.field === question.name ? { refusal: problemText(refusal) } : {};
}

async function askOptional(
  registration: Registration,
  page: WireForm,
  question: WireQuestion,
  answers: WireAnswers,
  refusal: WireProblem | undefined,
): Promise<WireAnswers> {
  const reply = await askOne(registration, page, question, answers, {
    canGoBack: true,
    canStartAnew: false,
    ...refusalOf(refusal, question),
  });
  const answer = 'answer' in reply ? reply.answer : reply.typed;
  return answer === undefined ? answers : withAnswer(answers, question, answer);
}

function askOne(
  { session, tree, kind }: Registration,
  page: WireForm,
  question: WireQuestion,
  answers: WireAnswers,
  place: Omit<Asking, 'title' | 'value' | 'judge'>,
): Promise<Reply> {
  const value = page.answers[question.name] ?? question.suggestion ?? '';
  return ask(question, {
    ...place,
    title: vscode.l10n.t('Register {0}', page.label),
    value,
    judge: async (answer, token) => {
      const isEmpty = answer.trim() === '';
      if (isEmpty && !question.isRequired && question.suggestion === undefined) return undefined;
      const given = { ...answers, [question.name]: isEmpty ? '' : answer };
      const params = { tree, kind, answers: given, name: question.name };
      return (await session.request(answerProblemRequest, params, token)) ?? undefined;
    },
  });
}

async function formOf({ session, tree, kind }: Registration, answers: WireAnswers): Promise<WireForm | undefined> {
  const params = { tree, kind, answers };
  const form = await session.request(formRequest, params);
  if (form?.ok) return inOurLanguage(form.value);
  if (form) await showProblem(form.problem);
  return undefined;
}

/** Plans, previews, applies. A refusal comes back as the problem. */
async function planAndPreview({ session, tree, kind }: Registration, answers: WireAnswers): Promise<'done' | 'left' | WireProblem> {
  const params = { tree, kind, answers };
  return preview(session, (token) => session.request(planRequest, params, token));
}
