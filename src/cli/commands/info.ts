import { features } from '../../core/api.ts';
import type { Call } from '../call.ts';
import { openContext } from '../open.ts';
import { type CliProblem, type Outcome, refused } from '../outcome.ts';
import { columns } from '../table.ts';

type Count = { readonly kind: string; readonly count: number } | { readonly kind: string; readonly problem: CliProblem };

/** `pgsmith info`: what the tree is and what it holds. */
export async function info(call: Call): Promise<Outcome> {
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const { context, root } = opened;
  const { versionHint, buildSystems, ...shapes } = context.shape;
  const counts = features.map((feature): Count => {
    const entries = feature.list(context);
    return entries.ok
      ? { kind: feature.kind, count: entries.value.length }
      : { kind: feature.kind, problem: refused(entries.problem, context.tree).problem };
  });
  return {
    ok: true,
    json: () => ({
      tree: root,
      versionHint: versionHint ?? null,
      buildSystems,
      shapes: Object.fromEntries(Object.entries(shapes).map(([area, shape]) => [area, shape ?? null])),
      counts: Object.fromEntries(counts.map((one) => [one.kind, 'count' in one ? one.count : null])),
      problems: counts.flatMap((one) => ('problem' in one ? [one.problem] : [])),
    }),
    text: () =>
      [
        columns([
          ['tree', root],
          ['version', versionHint ?? 'unknown'],
          ['build systems', buildSystems.join(', ') || 'none found'],
        ]),
        columns(Object.entries(shapes).map(([area, shape]) => [area, String(shape ?? 'none found')])),
        columns(counts.map((one) => [one.kind, 'count' in one ? String(one.count) : one.problem.message])),
      ].join('\n'),
  };
}
