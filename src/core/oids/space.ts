import type { Result } from '../base/result.ts';
import { collectOids, type OidSpace } from '../catalog/oids.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** Every OID that the tree assigns by hand, read once per state of the catalogs. */
export function oidSpace(context: TreeContext): Result<OidSpace> {
  return remember(context, 'oids', ({ tree }) => collectOids(tree));
}
