import type { Problem, Result } from '../base/result.ts';
import { withoutBrokenRecords } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { overlayTree } from '../tree/memory-tree.ts';

/** Code of the refusal of a record file. */
export const BROKEN_RECORDS = 'records/syntax';

/**
 * What `read` answers. Where a record that somebody is typing prevents it, what it answers without that record: offsets stay the same,
 * since the record counts as blanks. For what is shown only; an edit is never made from it.
 */
export function tolerant<T>(context: TreeContext, read: (context: TreeContext) => Result<T>): Result<T> {
  const result = read(context);
  const mended = result.ok ? undefined : mend(context, result.problem);
  return mended ? read(mended) : result;
}

function mend(context: TreeContext, { code, where }: Problem): TreeContext | undefined {
  const text = code === BROKEN_RECORDS && where ? context.tree.read(where.path)?.text : undefined;
  const rest = text === undefined || !where ? undefined : withoutBrokenRecords(where.path, text);
  return where && rest !== undefined ? { ...context, tree: overlayTree(context.tree, new Map([[where.path, rest]])) } : undefined;
}
