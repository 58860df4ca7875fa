import type { TreeContext } from '../tree/context.ts';
import { settled } from '../tree/memo.ts';
import { rememberParts } from '../tree/parts.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** Calls that make areas of shared memory. */
export const AREA_CALL = /\b(?:Shmem(?:Init|Request)(?:Struct|Hash)|shmem_hash_create|SimpleLru(?:Init|Request))\s*\(/;

/** Calls that take a lock. */
export const LOCK_CALL = /LWLockAcquire\(/;

/** The type of the options of enum parameters. */
export const OPTION_TYPE = /config_enum_entry/;

/** What the index looks for in all C files of the server: together, so that a file is read once for all of it. */
const STANDING: readonly RegExp[] = [AREA_CALL, LOCK_CALL, OPTION_TYPE];

/** Whether a C file has a match of one of the expressions above; undefined for another expression. */
export function hasStanding(context: TreeContext, path: TreePath, word: string | RegExp): boolean | undefined {
  const index = word instanceof RegExp ? STANDING.indexOf(word) : -1;
  return index < 0 ? undefined : standingIn(context, path)[index] === '1';
}

/** For each of the expressions, in order, `1` where the file has a match and `0` where it has none. */
function standingIn(context: TreeContext, path: TreePath): string {
  const key = `standing words ${path}`;
  const look = ({ tree, memo }: TreeContext) => {
    const parts = rememberParts(memo, key, tree.read(path)?.text ?? '', (part) => STANDING.map((one) => one.test(part)));
    return STANDING.map((_, index) => (parts.some(({ found }) => found[index]) ? '1' : '0')).join('');
  };
  return settled(context, key, look, 'identity');
}
