import { collectOids, duplicateOids, features, lineNumber, type OidUse, type TreeContext } from '../../core/api.ts';
import type { Call } from '../call.ts';
import { openContext } from '../open.ts';
import { type CliProblem, type Outcome, refused } from '../outcome.ts';
import { columns } from '../table.ts';

/** How many there are of a kind, and why that is not all. */
interface Count {
  readonly kind: string;
  readonly count: number | undefined;
  readonly problem: CliProblem | undefined;
}

/** `pgsmith info`: what the tree is and what it holds. */
export async function info(call: Call): Promise<Outcome> {
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const { context, root } = opened;
  const { versionHint, buildSystems, ...shapes } = context.shape;
  const counts = features.map((feature): Count => {
    const entries = feature.list(context);
    const [unread] = feature.unread(context);
    const problem = unread && refused(unread, context.tree).problem;
    return { kind: feature.kind, count: entries.ok ? entries.value.length : undefined, problem };
  });
  const oids = collectOids(context.tree);
  const all: readonly Count[] = [
    ...counts,
    {
      kind: 'oid',
      count: oids.ok ? new Set(oids.value.uses.map((use) => use.oid)).size : undefined,
      problem: oids.ok ? undefined : refused(oids.problem, context.tree).problem,
    },
  ];
  const duplicates = oids.ok ? duplicateOids(oids.value) : [];
  return {
    ok: true,
    json: () => ({
      tree: root,
      versionHint: versionHint ?? null,
      buildSystems,
      shapes: Object.fromEntries(Object.entries(shapes).map(([area, shape]) => [area, shape ?? null])),
      counts: Object.fromEntries(all.map(({ kind, count }) => [kind, count ?? null])),
      problems: all.flatMap(({ problem }) => problem ?? []),
      duplicates: duplicates.map((uses) => ({
        oid: uses[0]?.oid,
        uses: uses.map((use) => ({ name: use.name, ...placeOf(context, use) })),
      })),
    }),
    text: () =>
      [
        columns([
          ['tree', root],
          ['version', versionHint ?? 'unknown'],
          ['build systems', buildSystems.join(', ') || 'none found'],
        ]),
        columns(Object.entries(shapes).map(([area, shape]) => [area, String(shape ?? 'none found')])),
        columns(all.map(({ kind, count, problem }) => [kind, [count, problem?.message].filter((part) => part !== undefined).join('; ')])),
        duplicates.length === 0
          ? 'No duplicate OIDs.\n'
          : `Duplicate OIDs\n${columns(duplicates.flat().map((use) => duplicateRow(context, use)))}`,
      ].join('\n'),
  };
}

function placeOf(context: TreeContext, { place }: OidUse) {
  return { file: place.path, line: lineNumber(context.tree.read(place.path)?.text ?? '', place.offset) };
}

function duplicateRow(context: TreeContext, use: OidUse): readonly string[] {
  const { file, line } = placeOf(context, use);
  return [String(use.oid), use.name, `${file}:${line}`];
}
