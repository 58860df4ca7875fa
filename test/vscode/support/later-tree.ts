import { treeOf } from '../../core/features/shmem/trees.ts';
import { functionTree } from '../../support/function-trees.ts';
import { recordTree } from '../../support/guc-trees.ts';
import { startupTree } from '../../support/startup-tree.ts';

/** A small tree of our own in the shape of 19 and later: parameters as records, a list of subsystems, functions, a list of process types. */
export const laterTree: Readonly<Record<string, string>> = {
  ...functionTree,
  ...treeOf('subsystem-list'),
  ...recordTree,
  ...startupTree,
};
