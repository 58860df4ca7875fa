import { treeOf } from '../../core/features/shmem/trees.ts';
import { functionTree } from '../../support/function-trees.ts';
import { recordTree } from '../../support/guc-trees.ts';

/** A small tree of our own in the shape of 19 and later: parameters as records, a list of subsystems, functions. */
export const laterTree: Readonly<Record<string, string>> = { ...functionTree, ...treeOf('subsystem-list'), ...recordTree };
