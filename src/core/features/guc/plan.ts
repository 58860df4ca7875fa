import { fail, ok, type Result } from '../../base/result.ts';
import { buildListFiles } from '../../place/build-lists.ts';
import type { CFilePieces } from '../../place/pieces.ts';
import { TYPEDEFS } from '../../place/typedefs.ts';
import type { StepSummary } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Plan } from '../feature.ts';
import { type GucCode, gucCode } from './code.ts';
import { CONFIG_SGML, type DocumentationPoint, documentationPoint } from './docs.ts';
import { DUMPUTILS, quotePoint } from './dumputils.ts';
import type { GucEntry } from './entry.ts';
import type { GucRequest } from './form.ts';
import { type Hook, newHooks } from './hooks.ts';
import type { GucSite } from './locate.ts';
import { rowRelative } from './relatives.ts';
import { type Parameter, resolveRequest } from './resolve.ts';
import { type SamplePoint, samplePoint } from './sample.ts';
import { readVocabulary } from './vocabulary.ts';

/** A step of the plan with what its rendering needs. */
export type GucStep = StepSummary & {
  readonly parameter: Parameter;
  readonly work:
    | { readonly kind: 'row'; readonly relative: GucEntry | undefined }
    | { readonly kind: 'code'; readonly pieces: CFilePieces }
    | { readonly kind: 'hook-prototypes'; readonly hooks: readonly Hook[] }
    | { readonly kind: 'sample'; readonly point: SamplePoint }
    | { readonly kind: 'documentation'; readonly point: DocumentationPoint }
    | { readonly kind: 'dumputils'; readonly offset: number }
    | { readonly kind: 'typedefs'; readonly names: readonly string[] }
    | { readonly kind: 'told' };
};

/** Validates a request against the tree and decides what goes where. */
export function plan(context: TreeContext, site: GucSite, request: GucRequest): Result<Plan<GucStep>> {
  const vocabulary = readVocabulary(context, site);
  const resolved = resolveRequest(context, site, vocabulary, request);
  if (!resolved.ok) return resolved;
  const parameter = resolved.value;
  const relative = site.sorted ? undefined : rowRelative(site, parameter, variablesOf(context, parameter));
  const hooks = newHooks(context, site, parameter);
  const code = gucCode(context, site, parameter, relative ?? nearestRow(site, parameter, context), hooks);
  if (!code.ok) return code;
  const sample = parameter.flags.includes('GUC_NOT_IN_SAMPLE')
    ? undefined
    : samplePoint(context, site, parameter, vocabulary.groups.get(parameter.group) ?? '');
  if (!sample && !parameter.flags.includes('GUC_NOT_IN_SAMPLE')) {
    return fail({
      code: 'guc/no-sample-section',
      message: `postgresql.conf.sample has no section for group ${parameter.group}: none of its parameters is there, and no heading says "${vocabulary.groups.get(parameter.group) ?? ''}"`,
      hint: 'Add the flag GUC_NOT_IN_SAMPLE, or choose another group.',
    });
  }
  const notes = flagNotes(site, parameter);
  const where = relative ? `beside its relative ${relative.name}` : site.sorted ? 'in alphabetical order' : 'at the end of its table';
  const step = (what: string, file: string, why: string, required: boolean, work: GucStep['work']): GucStep => ({
    what,
    file,
    why,
    required,
    parameter,
    work,
  });
  const steps: GucStep[] = [step('row', site.path, `declares the parameter, ${where}`, true, { kind: 'row', relative })];
  const files = codeSteps(context, code.value, step);
  if (!files.ok) return files;
  steps.push(...files.value);
  if (hooks.length > 0 && context.shape.gucHooksHeader)
    steps.push(
      step('hook-prototype', paths.gucHooks, 'declares the hooks, in order of parameter names', true, { kind: 'hook-prototypes', hooks }),
    );
  if (code.value.typedefs.length > 0 && context.tree.read(TYPEDEFS))
    steps.push(step('typedefs', TYPEDEFS, 'tells pgindent the new type', false, { kind: 'typedefs', names: code.value.typedefs }));
  if (sample)
    steps.push(
      step('sample', paths.sample, sample.after ? `shows it to users, after ${sample.after}` : 'shows it to users', true, {
        kind: 'sample',
        point: sample,
      }),
    );
  const documentation = documentationPoint(context, site, parameter, sample?.after);
  if (documentation)
    steps.push(
      step('documentation', CONFIG_SGML, `documents it, after ${documentation.after}`, false, {
        kind: 'documentation',
        point: documentation,
      }),
    );
  else notes.push(`No documentation was written: ${CONFIG_SGML} documents no parameter of group ${parameter.group}.`);
  const quote = parameter.flags.includes('GUC_LIST_QUOTE') ? quotePoint(context, parameter.name) : undefined;
  if (quote !== undefined)
    steps.push(
      step('dumputils', DUMPUTILS, 'tells pg_dump that the value is a list of identifiers', true, { kind: 'dumputils', offset: quote }),
    );
  return ok({ title: `Register parameter ${parameter.name}`, steps, notes });
}

function variablesOf(context: TreeContext, parameter: Parameter): ReadonlySet<string> {
  const text = context.tree.read(parameter.file)?.text;
  return new Set(text === undefined ? [] : context.c.outline(text).variables.map((variable) => variable.name));
}

/** The relative by which variables are placed where the rows themselves are sorted. */
function nearestRow(site: GucSite, parameter: Parameter, context: TreeContext): GucEntry | undefined {
  return rowRelative({ ...site, tables: new Map() }, parameter, variablesOf(context, parameter));
}

type MakeStep = (what: string, file: string, why: string, required: boolean, work: GucStep['work']) => GucStep;

/** One step a file, named after the first thing it gets; build lists of new files are told as steps of their own. */
function codeSteps(context: TreeContext, code: GucCode, step: MakeStep): Result<readonly GucStep[]> {
  const steps: GucStep[] = [];
  for (const pieces of code.files) {
    const isNew = context.tree.read(pieces.path) === undefined;
    const all = [...pieces.types, ...pieces.variables, ...pieces.prototypes, ...pieces.functions, ...pieces.includes].map(
      (piece) => piece.step,
    );
    steps.push(
      step(all[0] ?? 'code', pieces.path, `${isNew ? 'a new file: ' : ''}${[...new Set(all)].map(describe).join(', ')}`, true, {
        kind: 'code',
        pieces,
      }),
    );
    const lists = isNew ? buildListFiles(context, pieces.path) : ok([]);
    if (!lists.ok) return lists;
    for (const list of lists.value) steps.push(step(list.what, list.path, 'builds the new file', true, { kind: 'told' }));
  }
  return ok(steps);
}

function describe(step: string): string {
  const words: Readonly<Record<string, string>> = {
    variable: 'defines the variable, equal to the boot value',
    extern: 'declares the variable',
    options: 'lists the options',
    include: 'sees the variable',
    hook: 'hook stubs and declarations',
    enum: 'the values of the options',
  };
  return words[step] ?? step;
}

/** Flags that every other parameter of the group carries. */
function flagNotes(site: GucSite, parameter: Parameter): string[] {
  const group = site.entries.filter((entry) => entry.group === parameter.group);
  const [first, ...others] = group;
  if (!first || others.length < 2) return [];
  const common = first.flags.filter((flag) => !flag.startsWith('GUC_UNIT') && others.every((entry) => entry.flags.includes(flag)));
  return common
    .filter((flag) => !parameter.flags.includes(flag))
    .map((flag) => `Every other parameter of group ${parameter.group} has the flag ${flag}; this one has not.`);
}
