import { fail, type Result, type TreeContext } from '../core/api.ts';
import type { Answer } from '../protocol/requests.ts';
import { toWireProblem } from './to-protocol.ts';
import type { OpenTree, Workspace } from './workspace.ts';

/** Answers a request about the tree with the URI `uri`; a refusal becomes a problem with a place that an editor can show. */
export function answer<T>(workspace: Workspace, uri: string, give: (context: TreeContext, tree: OpenTree) => Result<T>): Answer<T> {
  const tree = workspace.treeNamed(uri);
  const context = tree ? workspace.contextOf(tree) : noTree(uri);
  const result = tree && context.ok ? give(context.value, tree) : context;
  if (result.ok) return { ok: true, value: result.value as T };
  return { ok: false, problem: toWireProblem(workspace, tree, result.problem) };
}

/** The refusal for a document or folder that belongs to no tree. */
export function noTree(uri: string) {
  return fail({
    code: 'server/no-tree',
    message: `No PostgreSQL source tree around ${decodeURIComponent(uri)}`,
    hint: 'Open a folder with a checkout of PostgreSQL.',
  });
}
