import {
  answerProblem,
  type Feature,
  fail,
  features,
  ok,
  questionsOf,
  type Result,
  type TreeContext,
  type TreeEdit,
} from '../../core/api.ts';
import { answerProblemRequest, formRequest, kindsRequest, planRequest, type WireAnswers, type WireForm } from '../../protocol/requests.ts';
import { answer, noTree } from '../answer.ts';
import { answerText, toWireQuestion } from '../answer-text.ts';
import { onRequest } from '../guard.ts';
import type { Services } from '../services.ts';
import { toWirePlan, toWireProblem } from '../to-protocol.ts';

/** The wizard of every kind: its questions, the judgement on one answer, the whole registration as an edit. */
export function registerWizard({ connection, workspace }: Services): void {
  onRequest(connection, kindsRequest, 'kinds', () => features.map(({ kind, label }) => ({ kind, label })));
  onRequest(connection, formRequest, 'form', ({ tree, kind, answers }) =>
    answer(workspace, tree, (context) => withFeature(kind, (feature) => wizardOf(context, feature, answers))),
  );
  onRequest(connection, answerProblemRequest, 'answer', ({ tree: uri, kind, answers, name }) => {
    const tree = workspace.treeNamed(uri);
    const context = tree ? workspace.contextOf(tree) : noTree(uri);
    if (!context.ok) return toWireProblem(workspace, tree, context.problem);
    const problem = withFeature(kind, (feature) => ok(answerProblem(context.value, feature, answers, name)));
    const found = problem.ok ? problem.value : problem.problem;
    return found ? toWireProblem(workspace, tree, found) : null;
  });
  onRequest(connection, planRequest, 'plan', ({ tree: uri, kind, answers }) =>
    answer(workspace, uri, (context, tree) => {
      const edit = registration(context, kind, answers);
      return edit.ok ? ok(toWirePlan(workspace, tree, edit.value)) : edit;
    }),
  );
}

/** The registration of a kind from the answers that are given and suggestions for the rest. */
export function registration(context: TreeContext, kind: string, answers: WireAnswers): Result<TreeEdit> {
  return withFeature(kind, (feature) => {
    const suggested = feature.suggest(context, answers);
    return suggested.ok ? feature.register(context, { ...suggested.value, ...answers }) : suggested;
  });
}

function wizardOf(context: TreeContext, feature: Feature, answers: WireAnswers): Result<WireForm> {
  const questions = questionsOf(context, feature, answers);
  if (!questions.ok) return questions;
  const given = questions.value.filter(({ name }) => answers[name] !== undefined);
  return ok({
    kind: feature.kind,
    label: feature.label,
    questions: questions.value.map(toWireQuestion),
    answers: Object.fromEntries(given.map(({ name, field }) => [name, answerText(answers[name], field)])),
  });
}

function withFeature<T>(kind: string, use: (feature: Feature) => Result<T>): Result<T> {
  const feature = features.find((one) => one.kind === kind);
  if (feature) return use(feature);
  const message = `Nothing of the kind "${kind}" can be registered`;
  return fail({ code: 'server/unknown-kind', message, hint: `Kinds: ${features.map((one) => one.kind).join(', ')}.` });
}
