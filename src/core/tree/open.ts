import { ok, type Result } from '../base/result.ts';
import type { Surroundings, TreeContext } from './context.ts';
import { recall } from './memo.ts';
import { probeShape, type TreeShape } from './shape.ts';
import type { SourceTree } from './source-tree.ts';

/** Opens a snapshot of a tree: probes its shapes, refuses what is no PostgreSQL source tree. */
export function openTree(tree: SourceTree, surroundings: Surroundings): Result<TreeContext> {
  const { memo } = surroundings;
  const probed = recall(memo, tree, 'shape', undefined, probeShape);
  if (!probed.ok) return probed;
  // What is remembered holds for one shape by identity, so an equal one must not replace it.
  const shape = memo.shape && isSame(memo.shape, probed.value) ? memo.shape : probed.value;
  memo.shape = shape;
  return ok({ ...surroundings, tree, shape });
}

function isSame(a: TreeShape, b: TreeShape): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
