import type { Place } from '../base/result.ts';
import { variablePlace } from '../index/c-variables.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** Hooks by which modules take part in the start of the server, with their variables: those that are told nothing, since nothing is running yet. */
export function setupHooks(context: TreeContext): ReadonlyMap<string, Place> {
  return remember(context, 'hooks of the start', (inner) => {
    const told = treeIndex(inner)
      .ofKind('hook')
      .filter((one) => one.fields['signature'] === 'void (void)');
    return new Map(told.map((one) => [one.name, variablePlace(inner, one.name) ?? one.place]));
  });
}
