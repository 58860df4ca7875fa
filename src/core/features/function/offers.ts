import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Offer } from '../feature.ts';
import { callableAround, readCandidate } from './from-code.ts';
import type { FunctionSite } from './locate.ts';

/** "Register as SQL function\u2026" on a C function that is none yet, and "Add a SQL function here\u2026" in pg_proc.dat. */
export function offers(context: TreeContext, site: FunctionSite, path: TreePath, start: number, _end: number): readonly Offer[] {
  if (path === paths.pgProc) {
    const near = site.rows.findLast((row) => row.record.start <= start);
    const values = near ? { near: near.oid === undefined ? near.name : String(near.oid) } : {};
    return [{ title: 'Add a SQL function here\u2026', target: { kind: 'register', feature: 'function', values } }];
  }
  if (!/^src\/backend\/.*\.c$/.test(path)) return [];
  const found = callableAround(context, path, start);
  if (!found || site.bySource.has(found.name)) return [];
  const values = readCandidate(context, site, path, found);
  return values ? [{ title: 'Register as SQL function\u2026', target: { kind: 'register', feature: 'function', values } }] : [];
}
