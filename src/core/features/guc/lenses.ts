import type { Place } from '../../base/result.ts';
import { variablesOf } from '../../index/c-variables.ts';
import { unitName } from '../../text/unit-name.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens } from '../feature.ts';
import { type GucEntry, isUnit } from './entry.ts';
import type { GucSite } from './locate.ts';
import { placesOf } from './places.ts';
import { sampleLines } from './sample.ts';

/** Lenses on the rows or records of parameters, on the lines of the sample file, and on the variables behind parameters. */
export function lenses(context: TreeContext, site: GucSite, path: TreePath): readonly Lens[] {
  const sample = sampleLines(context) ?? new Map<string, number>();
  const found: Lens[] = [];
  if (path === site.path) {
    for (const entry of site.entries)
      found.push(...entryLenses(context, entry, entry.start, ['variable', 'sample', 'documentation', 'hooks', 'uses']));
  }
  if (path === paths.sample) {
    for (const entry of site.entries) {
      const offset = sample.get(entry.name.toLowerCase());
      if (offset !== undefined) found.push(...entryLenses(context, entry, offset, ['row', 'variable', 'documentation', 'hooks', 'uses']));
    }
  }
  if (/^src\/.*\.c$/.test(path)) {
    const byVariable = entriesByVariable(context, site);
    for (const { name, offset } of variablesOf(context, path)) {
      for (const entry of byVariable.get(name) ?? [])
        found.push(...entryLenses(context, entry, offset, ['row', 'sample', 'documentation', 'hooks', 'uses']));
    }
  }
  return found;
}

type Part = 'row' | 'variable' | 'sample' | 'documentation' | 'hooks' | 'uses';

/** Parameters by their C variable. */
export function entriesByVariable(context: TreeContext, site: GucSite): ReadonlyMap<string, readonly GucEntry[]> {
  return remember(context, 'guc variables', ({ tree }) => {
    tree.stamp(site.path);
    const found = new Map<string, GucEntry[]>();
    for (const entry of site.entries) found.set(entry.variable, [...(found.get(entry.variable) ?? []), entry]);
    return found;
  });
}

function entryLenses(context: TreeContext, entry: GucEntry, offset: number, parts: readonly Part[]): readonly Lens[] {
  const { row, variable, sample, documentation, hooks } = placesOf(context, entry);
  const only = (place: Place | undefined) => (place ? [place] : []);
  const targets: Readonly<Record<Exclude<Part, 'uses'>, readonly Place[]>> = {
    row: [row],
    variable: only(variable),
    sample: only(sample),
    documentation: only(documentation),
    hooks: hooks.map((hook) => hook.place),
  };
  const summary = parts.includes('row') ? row : variable;
  return [
    { offset, title: summaryOf(entry), ...(summary ? { target: { kind: 'places', places: [summary] } as const } : {}) },
    ...parts.flatMap((part): readonly Lens[] => {
      if (part === 'uses') return [{ offset, title: 'uses', target: { kind: 'uses', name: entry.variable } }];
      const found = targets[part];
      return found.length === 0
        ? []
        : [{ offset, title: part === 'hooks' && found.length === 1 ? 'hook' : part, target: { kind: 'places', places: found } }];
    }),
  ];
}

/** Type, context and default, for example `int \u00b7 4096 kB \u00b7 PGC_USERSET`. */
function summaryOf(entry: GucEntry): string {
  const unit = unitName(entry.flags.find(isUnit) ?? '');
  const boot = entry.boot.length > 24 ? `${entry.boot.slice(0, 23)}\u2026` : entry.boot;
  return [entry.type, [boot, unit].filter(Boolean).join(' '), entry.context].join(' \u00b7 ');
}
