import * as vscode from 'vscode';
import {
  type Answer,
  answerProblemRequest,
  formRequest,
  planRequest,
  type WireAnswers,
  type WireForm,
  type WirePlan,
  type WireProblem,
  type WireQuestion,
} from '../../protocol/requests.ts';
import { preview } from '../preview.ts';
import { showProblem } from '../problem.ts';
import type { Session } from '../session.ts';
import { type Asking, ask, problemText, type Reply } from './ask.ts';
import type { Drafts } from './drafts.ts';
import { askWhatNext } from './menu.ts';

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
  const draft = drafts.of(tree, kind);
  const form = await formOf(registration, Object.keys(seed).length > 0 ? seed : (draft ?? {}));
  if (!form) return;
  let answers: WireAnswers = form.answers;
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
        if (outcome === 'done') return drafts.clear(tree, kind);
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
      drafts.keep(tree, kind, answers);
      continue;
    }
    const question = first[at];
    if (!question) return;
    const place = { step: at + 1, totalSteps: first.length + 1, canGoBack: at > 0, canStartAnew: Object.keys(answers).length > 0 };
    const reply = await askOne(registration, page, question, answers, { ...place, ...refusalOf(refusal, question) });
    refusal = undefined;
    if (reply === undefined) return;
    if (typeof reply === 'object' && 'left' in reply) return drafts.keep(tree, kind, withAnswer(answers, question, reply.left));
    if (reply === 'back') at -= 1;
    else if (reply === 'anew') {
      answers = {};
      at = 0;
    } else {
      answers = withAnswer(answers, question, reply.answer);
      at += 1;
    }
    drafts.keep(tree, kind, answers);
  }
}

/** Answers to the first questions are what the user saw, even where Enter took a suggestion that depends on chance. */
function withSuggestions(page: WireForm, answers: WireAnswers): WireAnswers {
  const first = page.questions.filter((question) => question.isFirst && question.suggestion !== undefined);
  return { ...Object.fromEntries(first.map(({ name, suggestion }) => [name, suggestion])), ...answers };
}

function withAnswer(answers: WireAnswers, question: WireQuestion, answer: string): WireAnswers {
  const { [question.name]: _, ...others } = answers;
  return answer.trim() === '' ? others : { ...others, [question.name]: answer };
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
  if (typeof reply !== 'object') return answers;
  return withAnswer(answers, question, 'left' in reply ? reply.left : reply.answer);
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
    title: titleOf(page),
    value,
    judge: async (answer, token) => {
      if (answer.trim() === '' && !question.isRequired) return undefined;
      const given = { ...answers, [question.name]: answer };
      const params = { tree, kind, answers: given, name: question.name };
      return (await session.request<typeof params, WireProblem | null>(answerProblemRequest, params, token)) ?? undefined;
    },
  });
}

/** Title of all steps of a wizard. */
export function titleOf(page: WireForm): string {
  return vscode.l10n.t('Register {0}', page.label);
}

async function formOf({ session, tree, kind }: Registration, answers: WireAnswers): Promise<WireForm | undefined> {
  const params = { tree, kind, answers };
  const form = await session.request<typeof params, Answer<WireForm>>(formRequest, params);
  if (form?.ok) return form.value;
  if (form) await showProblem(form.problem);
  return undefined;
}

/** Plans, previews, applies. A refusal comes back as the problem. */
async function planAndPreview({ session, tree, kind }: Registration, answers: WireAnswers): Promise<'done' | 'left' | WireProblem> {
  const params = { tree, kind, answers };
  const plan = () =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Planning the registration') }, () =>
      session.request<typeof params, Answer<WirePlan>>(planRequest, params),
    );
  return preview(session, plan);
}
