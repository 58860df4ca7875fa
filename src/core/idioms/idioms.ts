import type { SourceTree } from '../tree/source-tree.ts';
import { builtInMemoryRecipes } from './built-in-memory.ts';
import { functionRecipes } from './functions.ts';
import { hookIdioms } from './hooks.ts';
import type { Draft, Idiom, Shows } from './idiom.ts';
import { memoryRecipes } from './memory.ts';
import { moduleRecipes } from './module.ts';
import { settingRecipes } from './settings.ts';
import { sharedMemoryRecipes } from './shared-memory.ts';
import { sign } from './signs.ts';
import { waitRecipes } from './wait.ts';
import { workerRecipes } from './worker.ts';

const recipes = [
  ...moduleRecipes,
  ...functionRecipes,
  ...workerRecipes,
  ...waitRecipes,
  ...sharedMemoryRecipes,
  ...builtInMemoryRecipes,
  ...settingRecipes,
  ...memoryRecipes,
];

/**
 * The idioms whose form depends on the tree, as this one wants them: what its own headers declare decides, never a version. What is
 * the same in every tree stands in `snippets/`. An idiom of which a partial checkout cannot say how it is written is left out.
 */
export function idiomsOf(tree: SourceTree): readonly Idiom[] {
  return [
    ...recipes.flatMap((recipe) => cook(tree, (shows) => [recipe(shows)].filter((draft) => draft !== undefined))),
    ...cook(tree, (shows) => hookIdioms(tree, shows)),
  ];
}

/** Runs a recipe; nothing comes out where it asks for a sign that the tree cannot show because a directory is missing. */
function cook(tree: SourceTree, recipe: (shows: Shows) => readonly Draft[]): readonly Idiom[] {
  let known = true;
  const drafts = recipe((name) => {
    const shown = sign(tree, name);
    if (shown === undefined) known = false;
    return shown ?? false;
  });
  return known ? drafts.map((draft) => ({ ...draft, includes: inOrder(draft.includes), body: draft.body.join('\n') })) : [];
}

/** Headers as files list them: those of the system first, each group by its bytes. */
function inOrder(includes: readonly string[]): readonly string[] {
  const rank = (header: string) => `${header.startsWith('<') ? 0 : 1}${header}`;
  return includes.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
