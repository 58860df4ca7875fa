import { ok, type Result } from '../base/result.ts';
import type { Finding } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { oidFindings } from '../oids/findings.ts';
import { oidSpace } from '../oids/space.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { takenNames } from './taken-names.ts';
import { BROKEN_RECORDS, tolerant } from './tolerant.ts';

/**
 * What is wrong in one file. A kind whose area is missing in this tree finds nothing. A record that cannot be read is a finding itself,
 * and hides nothing else.
 */
export function findingsIn(context: TreeContext, path: TreePath): readonly Finding[] {
  const checks = [...features.map((feature) => feature.check), oidCheck];
  const broken = new Map<number, Finding>();
  const found = checks.flatMap((check) => {
    const strict = check(context);
    const where = strict.ok || strict.problem.code !== BROKEN_RECORDS ? undefined : strict.problem.where;
    if (!strict.ok && where) broken.set(where.offset, { code: BROKEN_RECORDS, message: strict.problem.message, where });
    const findings = strict.ok ? strict : tolerant(context, check);
    return findings.ok ? findings.value : [];
  });
  return [...[...broken.values(), ...found].filter((finding) => finding.where.path === path), ...takenNames(context, path)];
}

function oidCheck(context: TreeContext): Result<readonly Finding[]> {
  const space = oidSpace(context);
  return space.ok ? ok(oidFindings(context)) : space;
}
