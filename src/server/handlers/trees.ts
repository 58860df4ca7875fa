import { features, ok, type TreeContext, usesOf } from '../../core/api.ts';
import { reportRequest, treeOfRequest, treesRequest, usesRequest } from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { onRequest } from '../guard.ts';
import type { Services } from '../services.ts';
import { toLocation } from '../to-protocol.ts';
import type { TreeStates } from '../warm-up.ts';
import { pathOf } from '../workspace.ts';

/** Which trees are open, and what each of them is. */
export function registerTrees({ connection, workspace }: Services, states: TreeStates): void {
  onRequest(connection, treesRequest, 'trees', () => states.all());
  onRequest(connection, treeOfRequest, 'tree', ({ uri }) => {
    const path = pathOf(uri);
    const tree = path === undefined ? undefined : workspace.treeAround(path);
    if (!tree) return null;
    states.open(tree);
    return states.of(tree);
  });
  onRequest(connection, reportRequest, 'report', ({ tree: uri }) =>
    answer(workspace, uri, (context, tree) => ok({ markdown: reportOf(context, tree.root) })),
  );
}

/** Uses of a C identifier. */
export function registerUses({ connection, workspace }: Services): void {
  onRequest(connection, usesRequest, 'uses', ({ tree: uri, name }) =>
    answer(workspace, uri, (context, tree) => ok(usesOf(context, name).map((place) => toLocation(workspace, tree, place)))),
  );
}

/** The tree in Markdown: version, shapes, what is registered, what is wrong. */
function reportOf(context: TreeContext, root: string): string {
  const { versionHint, buildSystems, ...shapes } = context.shape;
  const counts = features.map((feature) => {
    const entries = feature.list(context);
    return `| ${feature.label} | ${entries.ok ? entries.value.length : entries.problem.message} |`;
  });
  const findings = features.flatMap((feature) => {
    const found = feature.check(context);
    return found.ok ? found.value : [];
  });
  return [
    `# PostgreSQL ${versionHint ?? 'source tree'}`,
    '',
    `\`${root}\`, built by ${buildSystems.join(' and ') || 'neither make nor meson'}.`,
    '',
    '## Registered',
    '',
    '| What | How many |',
    '|---|---|',
    ...counts,
    '',
    '## How this tree keeps it',
    '',
    '| Area | Shape |',
    '|---|---|',
    ...Object.entries(shapes).map(([area, shape]) => `| ${area} | ${shape ?? 'not found'} |`),
    '',
    `## Findings (${findings.length})`,
    '',
    ...findings.map(({ code, message, where }) => `- ${message} (\`${code}\`, [${where.path}](${encodeURI(`${root}/${where.path}`)}))`),
    findings.length === 0 ? 'None.' : '',
    '',
  ].join('\n');
}
