import { ok, type Result } from '../base/result.ts';
import type { Surroundings, TreeContext } from './context.ts';
import { recall, settle } from './memo.ts';
import { type Match, matchIn, probeShape, type TreeShape } from './shape.ts';
import type { SourceTree } from './source-tree.ts';

/** Opens a snapshot of a tree: probes its shapes, refuses what is no PostgreSQL source tree. */
export function openTree(tree: SourceTree, surroundings: Surroundings): Result<TreeContext> {
  const { memo } = surroundings;
  // Most edits of a file leave its shape alone, and what is remembered with it.
  const remembered: Match = (own, path, pattern) =>
    settle(memo, own, `match of ${pattern} ${path}`, undefined, (inner) => matchIn(inner, path, pattern), 'identity');
  const probed = recall(memo, tree, 'shape', undefined, (own) => probeShape(own, remembered));
  if (!probed.ok) return probed;
  // What is remembered holds for one shape by identity, so an equal one must not replace it.
  const shape = memo.shape && isSame(memo.shape, probed.value) ? memo.shape : probed.value;
  memo.shape = shape;
  return ok({ ...surroundings, tree, shape });
}

function isSame(a: TreeShape, b: TreeShape): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
