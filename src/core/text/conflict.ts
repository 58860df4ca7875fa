import type { Place, Problem } from '../base/result.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** The lines that `git merge` and `git rebase` put around two sides; a heading that is underlined with `=======` begins with no such line. */
const CONFLICT = /^<{7}(?: .*)?\r?\n(?=[\s\S]*?^={7}\r?\n[\s\S]*?^>{7}(?: |\r?$))/m;

/** Offset of the first conflict that git left in a text for somebody to resolve; undefined where there is none. */
export function conflictIn(text: string): number | undefined {
  return CONFLICT.exec(text)?.index;
}

/** A problem that a conflict in its file explains becomes one that says so; any other stays as it is. */
export function orConflict(tree: SourceTree, problem: Problem): Problem {
  const path = problem.where?.path;
  const offset = path === undefined ? undefined : conflictIn(tree.read(path)?.text ?? '');
  return path === undefined || offset === undefined ? problem : conflictProblem({ path, offset });
}

/** That a file cannot be read or edited, with the place of its conflict. */
export function conflictProblem(where: Place): Problem {
  return {
    code: 'tree/conflict',
    message: `${where.path} has a merge conflict that is not resolved`,
    where,
    hint: 'Resolve it, then try again.',
  };
}
