import type { Place } from '../../base/result.ts';
import { definesFunction } from '../../index/c-functions.ts';
import { hasVariable, variablesOf } from '../../index/c-variables.ts';
import { unitName } from '../../index/parameter-units.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember, rememberEach } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Lens, Target } from '../feature.ts';
import { type GucEntry, isUnit } from './entry.ts';
import type { GucSite } from './locate.ts';
import { hooksOf, manualPlace, samplePlace } from './places.ts';
import { sampleLines } from './sample.ts';

/** Lenses on the rows or records of parameters, on the lines of the sample file, and on the variables behind parameters. */
export function lenses(context: TreeContext, site: GucSite, path: TreePath): readonly Lens[] {
  const found: Lens[] = [];
  if (path === site.path) {
    const marked = site.entries.map((entry) => ({ entry, offset: entry.start }));
    found.push(...entryLenses(context, marked, ['variable', 'sample', 'documentation', 'hooks', 'uses']));
  }
  if (path === paths.sample) {
    const lines = sampleLines(context) ?? new Map<string, number>();
    const marked = site.entries.flatMap((entry) => {
      const offset = lines.get(entry.name.toLowerCase());
      return offset === undefined ? [] : [{ entry, offset }];
    });
    found.push(...entryLenses(context, marked, ['row', 'variable', 'documentation', 'hooks', 'uses']));
  }
  if (/^src\/.*\.c$/.test(path)) {
    const byVariable = entriesByVariable(context, site);
    const marked = variablesOf(context, path).flatMap(({ name, offset }) =>
      (byVariable.get(name) ?? []).map((entry) => ({ entry, offset })),
    );
    found.push(...entryLenses(context, marked, ['row', 'sample', 'documentation', 'hooks', 'uses']));
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

/** A parameter and where its lenses stand. */
interface Marked {
  readonly entry: GucEntry;
  readonly offset: number;
}

/** A lens without its place; one that leads to the row of its parameter names it. */
type Caption = Pick<Lens, 'title'> & { readonly target: Target | 'row' | undefined };

function entryLenses(context: TreeContext, marked: readonly Marked[], parts: readonly Part[]): readonly Lens[] {
  const texts = marked.map(({ entry }) => entry.text);
  const captions = rememberEach(context, `captions of parameters ${parts}`, texts, (inner, _, index) => {
    const entry = marked[index]?.entry;
    return entry ? captionsOf(inner, entry, parts) : [];
  });
  return marked.flatMap(({ entry, offset }, index) =>
    (captions[index] ?? []).map(({ title, target }): Lens => {
      if (target === undefined) return { offset, title };
      return { offset, title, target: target === 'row' ? { kind: 'places', places: [{ path: entry.path, offset: entry.start }] } : target };
    }),
  );
}

function captionsOf(context: TreeContext, entry: GucEntry, parts: readonly Part[]): readonly Caption[] {
  const row = parts.includes('row');
  return [
    { title: summaryOf(context, entry), target: row ? 'row' : targetOf(context, entry, 'variable') },
    ...parts.flatMap((part): readonly Caption[] => {
      const target = targetOf(context, entry, part);
      const isOne = part === 'hooks' && typeof target === 'object' && target.kind === 'definitions' && target.names.length === 1;
      return target === undefined ? [] : [{ title: isOne ? 'hook' : part, target }];
    }),
  ];
}

/** Where a part of a parameter's lenses leads, undefined where it has none; it rests on nothing that moves with an edit of its own file. */
function targetOf(context: TreeContext, entry: GucEntry, part: Part): Caption['target'] {
  switch (part) {
    case 'row':
      return 'row';
    case 'variable':
      return hasVariable(context, entry.variable) ? { kind: 'definitions', of: 'variable', names: [entry.variable] } : undefined;
    case 'sample':
      return toPlace(samplePlace(context, entry));
    case 'documentation':
      return toPlace(manualPlace(context, entry));
    case 'hooks': {
      const names = hooksOf(entry).filter((name) => definesFunction(context, name));
      return names.length === 0 ? undefined : { kind: 'definitions', of: 'function', names };
    }
    case 'uses':
      return { kind: 'uses', name: entry.variable };
  }
}

function toPlace(place: Place | undefined): Target | undefined {
  return place && { kind: 'places', places: [place] };
}

/** Type, context and default, for example `int \u00b7 4096 kB \u00b7 PGC_USERSET`. */
function summaryOf(context: TreeContext, entry: GucEntry): string {
  const flag = entry.flags.find(isUnit);
  const unit = flag === undefined ? undefined : unitName(context, flag);
  const boot = entry.boot.length > 24 ? `${entry.boot.slice(0, 23)}\u2026` : entry.boot;
  return [entry.type, [boot, unit].filter(Boolean).join(' '), entry.context].join(' \u00b7 ');
}
