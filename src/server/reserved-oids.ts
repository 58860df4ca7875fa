import { oidsOnOtherBranches } from '../host/branches.ts';
import type { Settings } from '../protocol/settings.ts';
import type { OpenTree } from './workspace.ts';

/**
 * OIDs that no suggestion for a tree touches: those that the settings keep, and those of other local git branches where the user wants
 * that and trusts the workspace, since it runs git. `tell` gets what git refused.
 */
export function reservedOids(
  tree: OpenTree,
  settings: Settings,
  isTrusted: boolean,
  tell: (sentence: string) => void,
): ReadonlySet<number> {
  const reserved = new Set(settings.reservedOids.flatMap(rangeOf));
  if (!settings.avoidOidsOfBranches || !isTrusted) return reserved;
  const elsewhere = oidsOnOtherBranches(tree.root);
  if (elsewhere.ok) for (const oid of elsewhere.value) reserved.add(oid);
  else tell(elsewhere.problem.message);
  return reserved;
}

/** The numbers of `8100` or `8100-8109`; none of anything else, or of a range that no block of OIDs can have. */
function rangeOf(text: string): readonly number[] {
  const [, first = '', last = first] = /^\s*(\d{1,6})(?:\s*-\s*(\d{1,6}))?\s*$/.exec(text) ?? [];
  const length = Number(last) - Number(first) + 1;
  return first === '' || length < 1 || length > 10_000 ? [] : Array.from({ length }, (_, index) => Number(first) + index);
}
