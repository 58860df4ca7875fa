import type { Result } from '../base/result.ts';
import { withoutBrokenRecords } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { overlayTree } from '../tree/memory-tree.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** Code of the refusal of a record file. */
const BROKEN_RECORDS = 'records/syntax';

/**
 * What `read` answers. Where records that somebody is typing prevent it, what it answers without them: offsets stay the same, since they
 * count as blanks. For what is shown only; an edit is never made from it.
 */
export function tolerant<T>(context: TreeContext, read: (context: TreeContext) => Result<T>, mended: readonly TreePath[] = []): Result<T> {
  const result = read(context);
  const path = result.ok || result.problem.code !== BROKEN_RECORDS ? undefined : result.problem.where?.path;
  if (path === undefined || mended.includes(path)) return result;
  const rest = withoutBrokenRecords(context.tree.read(path)?.text ?? '');
  if (rest === undefined) return result;
  return tolerant({ ...context, tree: overlayTree(context.tree, new Map([[path, rest]])) }, read, [...mended, path]);
}
