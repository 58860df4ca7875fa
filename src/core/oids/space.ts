import type { Result } from '../base/result.ts';
import { readHeaderPatterns } from '../catalog/headers.ts';
import { type OidSpace, oidSpaceOf, oidsOfCatalog } from '../catalog/oids.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** Every OID that the tree assigns by hand; a catalog whose header and data have not changed is not read again. */
export function oidSpace(context: TreeContext): Result<OidSpace> {
  return remember(context, 'oids', (inner) => {
    const patterns = remember(inner, 'header patterns', ({ tree }) => readHeaderPatterns(tree));
    return oidSpaceOf(inner.tree, (path) => remember(inner, `oids ${path}`, ({ tree }) => oidsOfCatalog(tree, path, patterns)));
  });
}
