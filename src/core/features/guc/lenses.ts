import type { Place } from '../../base/result.ts';
import { functionPlace } from '../../index/c-functions.ts';
import { variablePlace, variablesOf } from '../../index/c-variables.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens } from '../feature.ts';
import { documentationId, type GucEntry, isUnit } from './entry.ts';
import type { GucSite } from './locate.ts';
import { CONFIG_SGML } from './manual.ts';
import { sampleLines } from './sample.ts';

/** Lenses on the rows or records of parameters, on the lines of the sample file, and on the variables behind parameters. */
export function lenses(context: TreeContext, site: GucSite, path: TreePath): readonly Lens[] {
  const places = readPlaces(context);
  const found: Lens[] = [];
  if (path === site.path) {
    for (const entry of site.entries)
      found.push(...entryLenses(context, places, entry, entry.start, ['variable', 'sample', 'documentation', 'hooks', 'uses']));
  }
  if (path === paths.sample) {
    for (const entry of site.entries) {
      const offset = places.sample.get(entry.name.toLowerCase());
      if (offset !== undefined) found.push(...entryLenses(context, places, entry, offset, ['row', 'variable', 'documentation']));
    }
  }
  if (/^src\/.*\.c$/.test(path)) {
    const byVariable = entriesByVariable(context, site);
    for (const { name, offset } of variablesOf(context, path)) {
      for (const entry of byVariable.get(name) ?? [])
        found.push(...entryLenses(context, places, entry, offset, ['row', 'sample', 'documentation', 'hooks', 'uses']));
    }
  }
  return found;
}

type Part = 'row' | 'variable' | 'sample' | 'documentation' | 'hooks' | 'uses';

/** Places of parameters in the files that list them. */
interface Places {
  /** Offsets in postgresql.conf.sample, by name in lower case. */
  readonly sample: ReadonlyMap<string, number>;
  /** Offsets in config.sgml, by id. */
  readonly manual: ReadonlyMap<string, number>;
}

function readPlaces(context: TreeContext): Places {
  return {
    sample: sampleLines(context) ?? new Map<string, number>(),
    manual: remember(context, 'guc manual', ({ tree }) => {
      const text = tree.read(CONFIG_SGML)?.text ?? '';
      return new Map([...text.matchAll(/<varlistentry\s+id="(guc-[^"]+)"/g)].map((match) => [match[1] ?? '', match.index]));
    }),
  };
}

/** Parameters by their C variable. */
export function entriesByVariable(context: TreeContext, site: GucSite): ReadonlyMap<string, readonly GucEntry[]> {
  return remember(context, 'guc variables', ({ tree }) => {
    tree.stamp(site.path);
    const found = new Map<string, GucEntry[]>();
    for (const entry of site.entries) found.set(entry.variable, [...(found.get(entry.variable) ?? []), entry]);
    return found;
  });
}

function entryLenses(context: TreeContext, places: Places, entry: GucEntry, offset: number, parts: readonly Part[]): readonly Lens[] {
  const row: Place = { path: entry.path, offset: entry.start };
  const variable = variablePlace(context, entry.variable);
  const sample = places.sample.get(entry.name.toLowerCase());
  const manual = places.manual.get(documentationId(entry.name));
  const targets: Readonly<Record<Exclude<Part, 'uses'>, readonly Place[]>> = {
    row: [row],
    variable: variable ? [variable] : [],
    sample: sample === undefined ? [] : [{ path: paths.sample, offset: sample }],
    documentation: manual === undefined ? [] : [{ path: CONFIG_SGML, offset: manual }],
    hooks: [entry.checkHook, entry.assignHook, entry.showHook].flatMap((hook) =>
      hook === undefined || hook === 'NULL' ? [] : (functionPlace(context, hook) ?? []),
    ),
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

/** Type, context and default, for example `int \u00b7 4096 KB \u00b7 PGC_USERSET`. */
function summaryOf(entry: GucEntry): string {
  const unit = entry.flags.find(isUnit)?.replace('GUC_UNIT_', '');
  const boot = entry.boot.length > 24 ? `${entry.boot.slice(0, 23)}\u2026` : entry.boot;
  return [entry.type, [boot, unit].filter(Boolean).join(' '), entry.context].join(' \u00b7 ');
}
