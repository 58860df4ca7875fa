import { ok, type Result } from '../base/result.ts';
import { unreadRecords } from '../catalog/records.ts';
import { tolerant } from '../catalog/tolerant.ts';
import type { Finding } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { oidFindings } from '../oids/findings.ts';
import { oidSpace } from '../oids/space.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { languageOf } from './languages.ts';
import { recordFaults } from './record-faults.ts';
import { takenNames } from './taken-names.ts';

/**
 * What is wrong in one file. A kind whose area is missing in this tree finds nothing. What cannot be read is a finding itself, and hides
 * nothing else.
 */
export function findingsIn(context: TreeContext, path: TreePath): readonly Finding[] {
  const checks = [...features.map((feature) => feature.check), oidCheck];
  const found = checks.flatMap((check) => {
    const findings = tolerant(context, check);
    return findings.ok ? findings.value : [];
  });
  const isCatalog = languageOf(path) === 'catalog';
  const broken = isCatalog ? unreadRecords(context, path) : [];
  return [
    ...broken.map(({ code, message, where = { path, offset: 0 } }) => ({ code, message, where })),
    ...(isCatalog ? recordFaults(context, path) : []),
    ...found.filter((finding) => finding.where.path === path),
    ...takenNames(context, path),
  ];
}

function oidCheck(context: TreeContext): Result<readonly Finding[]> {
  const space = oidSpace(context);
  return space.ok ? ok(oidFindings(context)) : space;
}
