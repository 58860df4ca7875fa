import type { Place } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** A C function of the server and whether the function manager can call it. */
export interface FoundFunction {
  readonly place: Place;
  readonly callable: boolean;
}

/** The definition of a non-static C function under src/backend by that name, found by its text: name in column 0 before `(`. */
export function findCFunction(context: TreeContext, name: string): FoundFunction | undefined {
  const pattern = new RegExp(`^${name}[ \\t]*\\(([^)]*)\\)\\s*\\{`, 'm');
  for (const path of cFiles(context, 'src/backend')) {
    const text = context.tree.read(path)?.text;
    if (!text?.includes(name)) continue;
    const match = pattern.exec(text);
    if (match && !/\bstatic\b[^;{}]*$/.test(text.slice(Math.max(0, match.index - 200), match.index))) {
      return { place: { path, offset: match.index }, callable: match[1]?.trim() === 'PG_FUNCTION_ARGS' };
    }
  }
  return undefined;
}

function* cFiles(context: TreeContext, directory: TreePath): Generator<TreePath> {
  for (const entry of context.tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* cFiles(context, path);
    else if (entry.name.endsWith('.c')) yield path;
  }
}
