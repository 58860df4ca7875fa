import {
  fail,
  insertCall,
  mermaidOf,
  missingText,
  ok,
  reachedText,
  startupMap,
  type ViewNode,
  viewNodes,
  viewPath,
  viewSearch,
  viewWay,
} from '../../core/api.ts';
import {
  insertCallRequest,
  startupRequest,
  viewPathRequest,
  viewRequest,
  viewSearchRequest,
  viewWayRequest,
  type WireNode,
} from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { onRequest } from '../guard.ts';
import { runningSizes } from '../running-server.ts';
import type { Services } from '../services.ts';
import { toLocation, toWirePlan } from '../to-protocol.ts';
import type { OpenTree, Workspace } from '../workspace.ts';

/** The views of a tree, node by node, and the start-up map as a whole. */
export function registerViews(services: Services): void {
  const { connection, workspace } = services;
  onRequest(connection, viewRequest, 'view', async ({ tree: uri, view, id }) => {
    const nodes = answer(workspace, uri, (context, tree) =>
      ok(viewNodes(context, view, id).map((node) => toWireNode(workspace, tree, node))),
    );
    return view === 'shmem' && id === undefined && nodes.ok ? { ok: true, value: await withRunningSizes(services, nodes.value) } : nodes;
  });
  onRequest(connection, viewPathRequest, 'view path', ({ uri, view }) => {
    const file = workspace.fileAt(uri);
    const context = file && workspace.contextOf(file.tree);
    if (!file || !context?.ok) return null;
    const nodes = viewPath(context.value, view, file.path);
    return nodes.length === 0 ? null : { tree: file.tree.uri, nodes: nodes.map((node) => toWireNode(workspace, file.tree, node)) };
  });
  onRequest(connection, viewSearchRequest, 'search of a view', ({ tree: uri, view }) =>
    answer(workspace, uri, (context, tree) => ok(viewSearch(context, view).map((node) => toWireNode(workspace, tree, withoutPlace(node))))),
  );
  onRequest(connection, viewWayRequest, 'way to a node', ({ tree: uri, view, id }) =>
    answer(workspace, uri, (context, tree) => ok(viewWay(context, view, id).map((node) => toWireNode(workspace, tree, node)))),
  );
  onRequest(connection, startupRequest, 'start-up map', ({ tree: uri, name }) =>
    answer(workspace, uri, (context, tree) => {
      const map = startupMap(context);
      const path = map.find((one) => one.name === (name ?? 'postmaster')) ?? map[0];
      if (!path)
        return fail({
          code: 'startup/no-main',
          message: 'No function main in src/backend/main',
          hint: 'Check that the checkout is complete.',
        });
      const steps = path.steps.map((step) => ({
        name: step.name,
        depth: step.depth,
        location: toLocation(workspace, tree, step.place),
        conditions: step.conditions,
        ...(step.milestone === undefined ? {} : { milestone: `${reachedText(step.milestone)} from here on` }),
        missing: step.missing.map(missingText),
      }));
      return ok({ names: map.map((one) => one.name), path: { name: path.name, origin: path.origin, steps, mermaid: mermaidOf(path) } });
    }),
  );
  onRequest(connection, insertCallRequest, 'insert a call', ({ tree: uri, path, step, name }) =>
    answer(workspace, uri, (context, tree) => {
      const edit = insertCall(context, path, step, name);
      return edit.ok ? ok(toWirePlan(workspace, tree, edit.value)) : edit;
    }),
  );
}

/** Areas with their sizes in the running server that the settings name; without one, or without trust, as they are. */
async function withRunningSizes({ connection, settings, isTrusted }: Services, nodes: readonly WireNode[]): Promise<readonly WireNode[]> {
  const { psql } = settings();
  if (psql === '' || !isTrusted) return nodes;
  try {
    const sizes = await runningSizes(psql);
    return nodes.map((node) => {
      const size = sizes.get(node.label);
      return size === undefined
        ? node
        : { ...node, description: [`${size.toLocaleString('en')} B`, node.description].filter(Boolean).join('  \u00b7  ') };
    });
  } catch (error) {
    connection.console.warn(`No sizes of shared memory: ${error instanceof Error ? error.message : String(error)}`);
    return nodes;
  }
}

/** Of thousands of nodes, only the one that is chosen needs its place. */
function withoutPlace({ place: _, ...node }: ViewNode): ViewNode {
  return node;
}

function toWireNode(workspace: Workspace, tree: OpenTree, { place, ...node }: ViewNode): WireNode {
  return place ? { ...node, location: toLocation(workspace, tree, place) } : node;
}
