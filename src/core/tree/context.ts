import type { CSyntax } from '../syntax/c/syntax.ts';
import type { Memo } from './memo.ts';
import type { TreeShape } from './shape.ts';
import type { SourceTree } from './source-tree.ts';

/** What the core cannot know by itself, given by the host. */
export interface Surroundings {
  /** The C parser; loading its grammar is the host's work, and only when somebody asks for it. */
  readonly c: CSyntax;
  /** Local date, for copyright years and CATALOG_VERSION_NO. */
  readonly today: { readonly year: number; readonly month: number; readonly day: number };
  /** Uniform in [0, 1): where the search for an unused OID starts. */
  readonly random: () => number;
  /** OIDs to stay away from beside those of the tree, for example those used on other branches. */
  readonly reservedOids: ReadonlySet<number>;
  /** What earlier operations on the same tree computed. */
  readonly memo: Memo;
}

/** One snapshot of a tree with everything a feature needs to work on it. */
export interface TreeContext extends Surroundings {
  readonly tree: SourceTree;
  readonly shape: TreeShape;
}
