import { duplicateOids } from '../catalog/oids.ts';
import type { Finding } from '../features/feature.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { oidSpace } from './space.ts';

/** OIDs that are used more than once, reported at each use, as the tree's duplicate_oids finds them. */
export function oidFindings(context: TreeContext): readonly Finding[] {
  return remember(context, 'oid findings', (inner) => {
    const space = oidSpace(inner);
    if (!space.ok) return [];
    return duplicateOids(space.value).flatMap((uses) =>
      uses.map((use) => {
        const others = uses.filter((one) => one !== use);
        return {
          code: 'oid/duplicate',
          message: `OID ${use.oid} of ${use.name} is in use by ${others.map((one) => one.name).join(' and ')} too`,
          where: use.place,
          related: others.map((one) => ({ place: one.place, message: `OID ${one.oid} of ${one.name}` })),
        };
      }),
    );
  });
}
