import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { type Building, type BuildList, planBuild } from '../../place/build-lists.ts';
import { missingNote } from '../../place/missing.ts';
import { TYPEDEFS, typedefsNotes } from '../../place/typedefs.ts';
import type { StepSummary } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { Plan } from '../feature.ts';
import { type CodePart, codeParts } from './code.ts';
import { type DocumentationPoint, documentationPoint } from './documentation.ts';
import { DUMPUTILS, quotedNames } from './dumputils.ts';
import type { GucEntry } from './entry.ts';
import { enumType } from './enum-options.ts';
import { SYSVIEWS } from './expected.ts';
import type { GucRequest } from './form.ts';
import { hookHeader } from './hook-place.ts';
import { kinshipOf } from './kinship.ts';
import type { GucSite } from './locate.ts';
import { CONFIG_SGML } from './manual.ts';
import { manualPlace, samplePlace } from './places.ts';
import { type Resolved, resolveRequest } from './resolve.ts';
import { type RowPoint, rowPoint } from './row-place.ts';
import { type SamplePoint, sampleOf, samplePoint } from './sample.ts';
import { shownDefault } from './values.ts';

/** A step of the plan with what its rendering needs. */
export type GucStep = StepSummary & { readonly resolved: Resolved } & (
    | { readonly what: 'row'; readonly point: RowPoint }
    | { readonly what: CodePart['what']; readonly part: CodePart }
    | { readonly what: 'constants' | 'hook-list' | 'dumputils' | 'listing' }
    | { readonly what: BuildList['what']; readonly list: BuildList }
    | { readonly what: 'typedefs'; readonly names: readonly string[] }
    | { readonly what: 'sample'; readonly point: SamplePoint }
    | { readonly what: 'documentation'; readonly point: DocumentationPoint }
  );

/** Validates a request against the tree and decides what goes where. */
export function plan(context: TreeContext, site: GucSite, request: GucRequest): Result<Plan<GucStep>> {
  const result = resolveRequest(context, site, request);
  if (!result.ok) return result;
  const resolved = result.value;
  const { parameter } = resolved;
  const neighbours = findNeighbours(context, site, resolved);
  const row = rowPoint(site, parameter, neighbours.inTable);
  const steps: GucStep[] = [
    {
      what: 'row',
      file: site.path,
      why: row.after === undefined ? 'declares the parameter' : `declares the parameter, after ${row.after}`,
      required: true,
      resolved,
      point: row,
    },
  ];
  const notes: string[] = [];
  for (const part of codeParts(context, site, resolved, neighbours.variables)) {
    steps.push({ what: part.what, file: part.file, why: part.why, required: true, resolved, part });
  }
  const build = buildOf(context, resolved, steps);
  if (!build.ok) return build;
  for (const list of build.value.lists)
    steps.push({ what: list.what, file: list.path, why: `builds ${list.source}`, required: true, resolved, list });
  notes.push(...build.value.notes);
  steps.push(...constantSteps(context, resolved, notes), ...listSteps(context, site, resolved, notes));
  const shown = planShown(context, site, resolved, neighbours.inSection, notes);
  if (!shown.ok) return shown;
  steps.push(...shown.value);
  if (resolved.variable.isDefined) notes.push(`The existing variable ${parameter.variable} of ${resolved.variable.file} is used.`);
  return ok({ title: `Register parameter ${parameter.name}`, steps, notes });
}

/** Kinship of the new parameter to others, for the three kinds of places. */
interface Neighbours {
  readonly inTable: (entry: GucEntry) => number;
  readonly inSection: (name: string) => number;
  /** Variables of all parameters. */
  readonly variables: ReadonlyMap<string, number>;
}

function findNeighbours(context: TreeContext, site: GucSite, { parameter, variable }: Resolved): Neighbours {
  const names = site.entries.map((entry) => entry.name);
  const text = context.tree.read(variable.file)?.text;
  const defined = new Set(
    text === undefined || variable.file === site.tableFile
      ? []
      : context.c
          .outline(text)
          .variables.filter((one) => !one.isExtern)
          .map((one) => one.name),
  );
  const byName = new Map(site.entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const across = kinshipOf(parameter, names, { acrossGroups: true });
  const within = kinshipOf(parameter, names, { acrossGroups: false });
  const inTable = (entry: GucEntry) => across({ ...entry, sameFile: defined.has(entry.variable) });
  return {
    inTable,
    inSection: (name) => {
      const entry = byName.get(name.toLowerCase());
      return within({ name, type: entry?.type, group: entry?.group, sameFile: entry !== undefined && defined.has(entry.variable) });
    },
    variables: new Map(
      site.entries.map((entry) => [
        entry.variable,
        within({ ...entry, sameFile: false }) + (entry.group === parameter.group ? SAME_GROUP : 0),
      ]),
    ),
  };
}

/** What the group adds to kinship where variables are placed, which follow words more than groups. */
const SAME_GROUP = 0.9;

/** What building the C files of the parameter needs: those that are written to, and that of its variable. */
function buildOf(context: TreeContext, { variable }: Resolved, steps: readonly GucStep[]): Result<Building> {
  const lists: BuildList[] = [];
  const notes: string[] = [];
  for (const file of new Set([...steps.map((step) => step.file), variable.file])) {
    const build = planBuild(context, file);
    if (!build.ok) return build;
    lists.push(...build.value.lists);
    notes.push(...build.value.notes);
  }
  return ok({ lists, notes });
}

/** New constants of options: in an enum that the tree has, or in a new one, which is for the list of types too. */
function constantSteps(context: TreeContext, resolved: Resolved, notes: string[]): readonly GucStep[] {
  const { options, parameter } = resolved;
  const added: GucStep[] = [];
  if (options?.extended)
    added.push({
      what: 'constants',
      file: options.extended.path,
      why: 'defines the new constants of the options',
      required: true,
      resolved,
    });
  else if (options && options.constants.length > 0) {
    const { name } = enumType(context, parameter.name, options.constants, '');
    if (context.tree.read(TYPEDEFS))
      added.push({ what: 'typedefs', file: TYPEDEFS, why: 'tells pgindent the new type', required: false, resolved, names: [name] });
    notes.push(...typedefsNotes(context));
  }
  return added;
}

/** Lists that know parameters by name. */
function listSteps(context: TreeContext, site: GucSite, resolved: Resolved, notes: string[]): readonly GucStep[] {
  const { parameter, hooks, hookFile } = resolved;
  const steps: GucStep[] = [];
  const place = hookHeader(context, site, hookFile);
  if (place.kind === 'list' && hooks.some((hook) => !hook.isDeclared))
    steps.push({ what: 'hook-list', file: place.header, why: 'declares the hooks', required: true, resolved });
  const isQuoted = parameter.flags.includes('GUC_LIST_QUOTE');
  if (isQuoted && quotedNames(context))
    steps.push({
      what: 'dumputils',
      file: DUMPUTILS,
      why: 'tells pg_dump that the value is a list of quoted identifiers',
      required: true,
      resolved,
    });
  const isSwitch = parameter.name.startsWith('enable');
  if (isSwitch && context.tree.read(SYSVIEWS))
    steps.push({
      what: 'listing',
      file: SYSVIEWS,
      why: 'the regression test sysviews lists all parameters named enable…',
      required: false,
      resolved,
    });
  for (const path of [...(isQuoted ? [DUMPUTILS] : []), ...(isSwitch ? [SYSVIEWS] : [])])
    if (!context.tree.read(path)) notes.push(missingNote(path, parameter.name));
  return steps;
}

/** Whether a group has parameters of which the manual describes none, as forks leave it. */
function isUndocumented(context: TreeContext, site: GucSite, group: string): boolean {
  const peers = site.entries.filter((entry) => entry.group === group);
  return peers.length > 0 && peers.every((entry) => manualPlace(context, entry) === undefined);
}

/** What users read: the sample and the manual. */
function planShown(
  context: TreeContext,
  site: GucSite,
  resolved: Resolved,
  kinship: Neighbours['inSection'],
  notes: string[],
): Result<readonly GucStep[]> {
  const { parameter, options, macros } = resolved;
  const steps: GucStep[] = [];
  const value = shownDefault(parameter, options?.options, macros);
  if (!value.known)
    notes.push(`The value of ${parameter.boot} cannot be computed from this tree; put what SHOW prints into the texts for users.`);
  const listed = samplePlace(context, parameter);
  const sample = sampleOf(context, parameter.name);
  if (listed) notes.push(`${listed.path} lists ${parameter.name} already; its line is left as it is.`);
  else if (!parameter.flags.includes('GUC_NOT_IN_SAMPLE') && !context.tree.read(sample)) notes.push(missingNote(sample, parameter.name));
  else if (!parameter.flags.includes('GUC_NOT_IN_SAMPLE')) {
    const point = samplePoint(context, site, parameter, kinship);
    if (!point)
      return fail(
        noSection(site, parameter.group, sample, 'guc/no-sample-section', 'Add the flag GUC_NOT_IN_SAMPLE, or choose another group.'),
      );
    const why = point.after === undefined ? 'shows it to administrators' : `shows it to administrators, after ${point.after}`;
    steps.push({ what: 'sample', file: sample, why, required: true, resolved, point });
  }
  if (!context.tree.read(CONFIG_SGML)) {
    notes.push(`No documentation was written: ${CONFIG_SGML} is missing.`);
    return ok(steps);
  }
  if (manualPlace(context, parameter)) {
    notes.push(`${CONFIG_SGML} describes ${parameter.name} already; its entry is left as it is.`);
    return ok(steps);
  }
  const isShown = !parameter.flags.includes('GUC_NO_SHOW_ALL');
  const point = documentationPoint(context, site, parameter, kinship);
  if (point) {
    const why = point.after === undefined ? 'documents it' : `documents it, after ${point.after}`;
    steps.push({ what: 'documentation', file: CONFIG_SGML, why, required: true, resolved, point });
  } else if (isShown && isUndocumented(context, site, parameter.group)) {
    notes.push(`No documentation was written: ${CONFIG_SGML} describes no parameter of group ${parameter.group}.`);
  } else if (isShown) {
    return fail(
      noSection(
        site,
        parameter.group,
        CONFIG_SGML,
        'guc/no-documentation-section',
        'Choose another group, or add a section for this one by hand.',
      ),
    );
  } else notes.push(`The parameter is not documented: ${CONFIG_SGML} has no section for group ${parameter.group}.`);
  return ok(steps);
}

function noSection(site: GucSite, group: string, path: string, code: string, hint: string): Problem {
  const text = site.vocabulary().groups.get(group) ?? '';
  return {
    code,
    message: `${path} has no section for group ${group}: no parameter of the group is there, and no heading says "${text}"`,
    where: { path, offset: 0 },
    hint,
  };
}
