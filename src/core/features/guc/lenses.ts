import type { Place } from '../../base/result.ts';
import { definesFunction } from '../../index/c-functions.ts';
import { hasVariable, variablesOf } from '../../index/c-variables.ts';
import { unitName } from '../../index/parameter-units.ts';
import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember, rememberEach } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens, LensLine, Target } from '../feature.ts';
import { isUnit, type Parameter } from './entry.ts';
import type { GucSite } from './locate.ts';
import { hooksOf, manualPlace, samplePlace } from './places.ts';
import type { GucRow } from './rows.ts';
import { sampleFiles, sampleLines } from './sample.ts';

/** Lenses on the rows or records of parameters, on the lines of the samples, and on the variables behind parameters. */
export function lenses(context: TreeContext, site: GucSite, path: TreePath): readonly LensLine[] {
  const found: LensLine[] = [];
  if (path === site.path) {
    const marked = site.rows.map((row) => ({ row, offset: row.start }));
    found.push(...entryLenses(context, marked, ['variable', 'sample', 'documentation', 'hooks', 'uses']));
  }
  if (sampleFiles(context).includes(path)) {
    const lines = sampleLines(context);
    const marked = site.rows.flatMap((row) => {
      const place = lines?.get(row.parameter.name.toLowerCase());
      return place?.path === path ? [{ row, offset: place.offset }] : [];
    });
    found.push(...entryLenses(context, marked, ['row', 'variable', 'documentation', 'hooks', 'uses']));
  }
  if (/^src\/.*\.c$/.test(path)) {
    const byVariable = rowsByVariable(context, site);
    const marked = variablesOf(context, path).flatMap(({ name, offset }) => (byVariable.get(name) ?? []).map((row) => ({ row, offset })));
    found.push(...entryLenses(context, marked, ['row', 'sample', 'documentation', 'hooks', 'uses']));
  }
  return found;
}

type Part = 'row' | 'variable' | 'sample' | 'documentation' | 'hooks' | 'uses';

/** Rows of parameters by their C variable. */
export function rowsByVariable(context: TreeContext, site: GucSite): ReadonlyMap<string, readonly GucRow[]> {
  return remember(context, 'guc variables', ({ tree }) => {
    tree.stamp(site.path);
    const found = new Map<string, GucRow[]>();
    for (const row of site.rows) {
      const { variable } = row.parameter;
      const known = found.get(variable);
      if (known) known.push(row);
      else found.set(variable, [row]);
    }
    return found;
  });
}

/** A parameter and where its lenses stand. */
interface Marked {
  readonly row: GucRow;
  readonly offset: number;
}

function entryLenses(context: TreeContext, marked: readonly Marked[], parts: readonly Part[]): readonly LensLine[] {
  const texts = marked.map(({ row }) => row.text);
  const lenses = rememberEach(context, `lenses of parameters ${parts}`, texts, (inner, _, index): readonly Lens[] => {
    const parameter = marked[index]?.row.parameter;
    return parameter ? lensesOf(inner, parameter, parts) : [];
  });
  return marked.map(({ offset }, index) => ({ offset, lenses: lenses[index] ?? [] }));
}

/** The lenses of a parameter. They rest on nothing that moves with an edit of the file of its row. */
function lensesOf(context: TreeContext, parameter: Parameter, parts: readonly Part[]): readonly Lens[] {
  const first = targetOf(context, parameter, parts.includes('row') ? 'row' : 'variable');
  const others = parts.flatMap((part): readonly Lens[] => {
    const target = targetOf(context, parameter, part);
    const isOne = part === 'hooks' && target?.kind === 'definitions' && target.names.length === 1;
    return target === undefined ? [] : [{ title: isOne ? 'hook' : part, target }];
  });
  return [{ title: summaryOf(context, parameter), ...(first && { target: first }) }, ...others];
}

/** Where a part of a parameter's lenses leads, undefined where it has none. */
function targetOf(context: TreeContext, parameter: Parameter, part: Part): Target | undefined {
  switch (part) {
    case 'row':
      return { kind: 'definitions', of: 'parameter', names: [own(parameter.name)] };
    case 'variable':
      return hasVariable(context, parameter.variable)
        ? { kind: 'definitions', of: 'variable', names: [own(parameter.variable)] }
        : undefined;
    case 'sample':
      return toPlace(samplePlace(context, parameter));
    case 'documentation':
      return toPlace(manualPlace(context, parameter));
    case 'hooks': {
      const names = hooksOf(parameter)
        .filter((name) => definesFunction(context, name))
        .map(own);
      return names.length === 0 ? undefined : { kind: 'definitions', of: 'function', names };
    }
    case 'uses':
      return { kind: 'uses', name: own(parameter.variable) };
  }
}

function toPlace(place: Place | undefined): Target | undefined {
  return place && { kind: 'places', places: [place] };
}

/** Type, context and default, for example `int \u00b7 4096 kB \u00b7 PGC_USERSET`. */
function summaryOf(context: TreeContext, parameter: Parameter): string {
  const flag = parameter.flags.find(isUnit);
  const unit = flag === undefined ? undefined : unitName(context, flag);
  const boot = parameter.boot.length > 24 ? `${parameter.boot.slice(0, 23)}\u2026` : parameter.boot;
  return [parameter.type, [boot, unit].filter(Boolean).join(' '), parameter.context].join(' \u00b7 ');
}
