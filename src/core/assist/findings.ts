import type { Finding } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { oidFindings } from '../oids/findings.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** What is wrong in one file. A kind whose area is missing in this tree, or cannot be read now, finds nothing. */
export function findingsIn(context: TreeContext, path: TreePath): readonly Finding[] {
  const found = features.flatMap((feature) => {
    const findings = feature.check(context);
    return findings.ok ? findings.value : [];
  });
  return [...found, ...oidFindings(context)].filter((finding) => finding.where.path === path);
}
