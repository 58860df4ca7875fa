import { fail, ok, type Problem, type Result } from '../base/result.ts';
import { isMacroList } from '../syntax/macro-list.ts';
import { orConflict } from '../text/conflict.ts';
import { editedTexts, type StepSummary, type TreeEdit, toTreeEdit } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { createMemo, remember } from '../tree/memo.ts';
import { overlayTree } from '../tree/memory-tree.ts';
import { probeShape } from '../tree/shape.ts';
import type { Feature, FeatureParts, Finding } from './feature.ts';
import { type Form, parseForm } from './form.ts';

/** Seals the parts of a feature behind the one pipeline that the wizard, code actions and the command line share. */
export function defineFeature<F extends Form, Site, S extends StepSummary>(parts: FeatureParts<F, Site, S>): Feature {
  const located = (context: TreeContext) =>
    remember(context, `${parts.kind} locate`, (inner) => {
      const site = parts.locate(inner);
      return site.ok ? site : fail(orConflict(inner.tree, site.problem));
    });
  const unread = (context: TreeContext) => unreadIn(context, parts, located(context));
  const sound = (context: TreeContext) => whollyRead(located(context), unread(context));
  const withSite =
    <T>(use: (context: TreeContext, site: Site) => T) =>
    (context: TreeContext) =>
      mapResult(located(context), (site) => use(context, site));
  return {
    kind: parts.kind,
    label: parts.label,
    form: parts.form,
    table: parts.table,
    unread,
    list: withSite(parts.list),
    variables: withSite((_, site) => parts.variables?.(site) ?? []),
    choices: withSite(parts.choices),
    check: (context) =>
      remember(
        context,
        `${parts.kind} check`,
        withSite((inner, site) => {
          const faults = unread(inner).filter((problem) => parts.isFault?.(site, problem) ?? true);
          return [...faults.flatMap(findingOf), ...parts.check(inner, site)];
        }),
      ),
    suggest: (context, given) => mapResult(located(context), (site) => parts.suggest(context, site, given)),
    lenses: (context, path) =>
      remember(
        context,
        `${parts.kind} lenses ${path}`,
        withSite((inner, site) => parts.lenses(inner, site, path)),
      ),
    links: (context, entry) => mapResult(located(context), (site) => parts.links(context, site, entry)),
    offers: (context, path, start, end) => mapResult(located(context), (site) => parts.offers(context, site, path, start, end)),
    plan: (context, input) => {
      const request = parseForm(parts.form, input);
      if (!request.ok) return request;
      const site = sound(context);
      return site.ok ? withField(parts, parts.plan(context, site.value, request.value)) : site;
    },
    register: (context, input) => register(parts, sound, context, input),
  };
}

function register<F extends Form, Site, S extends StepSummary>(
  parts: FeatureParts<F, Site, S>,
  locate: (context: TreeContext) => Result<Site>,
  context: TreeContext,
  input: unknown,
): Result<TreeEdit> {
  const request = parseForm(parts.form, input);
  if (!request.ok) return request;
  const site = locate(context);
  if (!site.ok) return site;
  const plan = withField(parts, parts.plan(context, site.value, request.value));
  if (!plan.ok) return plan;
  const changes = withField(parts, parts.render(context, site.value, request.value, plan.value.steps));
  if (!changes.ok) return changes;
  const steps = plan.value.steps.map(({ what, file, why, required }) => ({ what, file, why, required }));
  const edit = toTreeEdit(context.tree, { title: plan.value.title, steps, notes: plan.value.notes }, changes.value);
  return edit.ok ? withField(parts, proveClean(parts, context, site.value, edit.value)) : edit;
}

/** What of a site could not be read; of a file with a merge conflict that alone, once. */
function unreadIn<Site>(
  { tree }: TreeContext,
  { unread }: Pick<FeatureParts<Form, Site, never>, 'unread'>,
  site: Result<Site>,
): readonly Problem[] {
  if (!site.ok) return [site.problem];
  const problems = (unread?.(site.value) ?? []).map((problem) => orConflict(tree, problem));
  const isFirst = ({ code, where }: Problem, index: number) =>
    code !== 'tree/conflict' || problems.findIndex((one) => one.code === code && one.where?.path === where?.path) === index;
  return problems.filter(isFirst);
}

/** A site of which everything could be read. */
function whollyRead<Site>(site: Result<Site>, [problem]: readonly Problem[]): Result<Site> {
  return problem ? fail(problem) : site;
}

function findingOf({ code, message, where }: Problem): readonly Finding[] {
  return where ? [{ code, message, where }] : [];
}

/** A refusal with the field that it is about. */
function withField<T>({ problemFields }: Pick<FeatureParts<Form, never, never>, 'problemFields'>, result: Result<T>): Result<T> {
  const field = result.ok ? undefined : (result.problem.field ?? problemFields[result.problem.code]);
  return result.ok || field === undefined ? result : fail({ ...result.problem, field });
}

/** Refuses an edit that would leave new syntax errors in C or a finding that the tree did not have before. */
function proveClean<F extends Form, Site, S extends StepSummary>(
  parts: FeatureParts<F, Site, S>,
  context: TreeContext,
  site: Site,
  edit: TreeEdit,
): Result<TreeEdit> {
  const texts = editedTexts(context.tree, edit);
  for (const [path, text] of texts) {
    if (!/\.[ch]$/.test(path) || isMacroList(text)) continue;
    const before = context.tree.read(path);
    if (context.c.damage(text) > (before ? context.c.damage(before.text) : 0)) {
      return fail({
        code: 'register/syntax',
        message: `The registration would leave ${path} with a new syntax error`,
        where: { path, offset: edit.files.find((file) => file.path === path)?.edits[0]?.start ?? 0 },
        hint: 'Look for an unfinished edit near this place; if the file is sound, report this as a bug of pgsmith.',
      });
    }
  }
  const tree = overlayTree(context.tree, texts);
  const shape = probeShape(tree);
  if (!shape.ok) return shape;
  const after = { ...context, tree, shape: shape.value, memo: createMemo() };
  const located = parts.locate(after);
  const newSite = whollyRead(located, unreadIn(after, parts, located));
  if (!newSite.ok) return newSite;
  const key = (finding: { code: string; message: string }) => `${finding.code} ${finding.message}`;
  const known = new Set(parts.check(context, site).map(key));
  const fresh = parts.check(after, newSite.value).find((finding) => !known.has(key(finding)));
  if (fresh)
    return fail({
      code: fresh.code,
      message: `The registration would not be sound: ${fresh.message}`,
      where: fresh.where,
      hint: `Give the request other values for what this names${fresh.related ? ', or the same as what it is compared with' : ''}.`,
    });
  return ok(edit);
}

function mapResult<A, B>(result: Result<A>, map: (value: A) => B): Result<B> {
  return result.ok ? ok(map(result.value)) : result;
}
