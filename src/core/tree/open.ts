import { ok, type Result } from '../base/result.ts';
import type { Surroundings, TreeContext } from './context.ts';
import { probeShape } from './shape.ts';
import type { SourceTree } from './source-tree.ts';

/** Opens a snapshot of a tree: probes its shapes, refuses what is no PostgreSQL source tree. */
export function openTree(tree: SourceTree, surroundings: Surroundings): Result<TreeContext> {
  const shape = probeShape(tree);
  return shape.ok ? ok({ ...surroundings, tree, shape: shape.value }) : shape;
}
