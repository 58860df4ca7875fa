import { fail, ok, type Problem, type Result } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import type { Choice, Feature } from './feature.ts';
import { type Field, parseForm } from './form.ts';

/** One field of a form as a wizard asks for it, with what this tree knows about the answer. */
export interface Question {
  readonly name: string;
  readonly field: Field;
  /** Whether it is asked before the first preview; the others may be changed there. */
  readonly isFirst: boolean;
  /** The answer that is taken when the user just presses Enter, as `parseForm` takes it. */
  readonly suggestion: unknown;
  readonly choices: readonly Choice[];
}

/** All questions of a kind that have a meaning with the answers so far, in the order in which they are asked, with suggestions made from the answers so far. */
export function questionsOf(
  context: TreeContext,
  feature: Feature,
  answers: Readonly<Record<string, unknown>>,
): Result<readonly Question[]> {
  const suggested = feature.suggest(context, answers);
  if (!suggested.ok) return suggested;
  const choices = feature.choices(context);
  if (!choices.ok) return choices;
  const answerTo = (name: string) => answers[name] ?? suggested.value[name] ?? defaultOf(feature.form[name]);
  const hasMeaning = ([name, { when = {} }]: readonly [string, Field]) =>
    answers[name] !== undefined || Object.entries(when).every(([other, values]) => values.includes(String(answerTo(other))));
  const asked = Object.entries(feature.form).filter(hasMeaning);
  const questions = asked.map(([name, field]): Question => {
    const own = field.kind === 'choice' ? field.of.map((value) => ({ value })) : [];
    return {
      name,
      field,
      isFirst: field.required === true || ('ask' in field && field.ask === 'first'),
      suggestion: suggested.value[name] ?? defaultOf(field),
      choices: choices.value[name] ?? own,
    };
  });
  return ok([...questions.filter((one) => one.isFirst), ...questions.filter((one) => !one.isFirst)]);
}

function defaultOf(field: Field | undefined): unknown {
  return field && 'default' in field ? field.default : undefined;
}

/**
 * What is wrong with one answer, in the engine's own words, while the answers to other questions may still be missing:
 * suggestions stand in for them. Undefined for an answer that can stand.
 */
export function answerProblem(
  context: TreeContext,
  feature: Feature,
  answers: Readonly<Record<string, unknown>>,
  name: string,
): Problem | undefined {
  const field = feature.form[name];
  if (!field) return fail({ code: 'form/unknown-field', message: `Unknown field "${name}"` }).problem;
  const alone = parseForm({ [name]: field }, { [name]: answers[name] });
  if (!alone.ok) return alone.problem;
  const suggested = feature.suggest(context, answers);
  const planned = feature.plan(context, { ...(suggested.ok ? suggested.value : {}), ...answers });
  return !planned.ok && planned.problem.field === name ? planned.problem : undefined;
}
