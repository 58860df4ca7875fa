import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { entryNodes } from './entries.ts';
import type { ViewNode } from './node.ts';
import { processNodes, startupNodes } from './startup.ts';
import { structureNodes, structurePath, structureSearch, structureWay } from './structure.ts';

type NodesOf = (context: TreeContext, id: string | undefined) => readonly ViewNode[];

/** Every view of a tree by its name: the nodes at its top, or those below a node. */
const VIEWS: Readonly<Record<string, NodesOf>> = {
  structure: structureNodes,
  startup: startupNodes,
  processes: processNodes,
  hooks: entryNodes('hook', ({ fields }) => String(fields['signature'] ?? '')),
  shmem: entryNodes('shmem', ({ fields }) =>
    [
      fields['size'] ?? fields['maxEntries'],
      fields['structName'] ?? fields['entryType'],
      Array.isArray(fields['gucs']) ? fields['gucs'].join(', ') : undefined,
      Array.isArray(fields['locks']) ? fields['locks'].join(', ') : undefined,
    ]
      .filter((one) => one !== undefined)
      .join('  \u00b7  '),
  ),
};

/** The nodes at the top of a view, or those below the node `id`; empty for a view or a node that is not there. */
export function viewNodes(context: TreeContext, view: string, id: string | undefined): readonly ViewNode[] {
  return VIEWS[view]?.(context, id) ?? [];
}

/** The nodes that lead to a file in a view, outermost first; empty where the view does not show files. */
export function viewPath(context: TreeContext, view: string, path: TreePath): readonly ViewNode[] {
  return view === 'structure' ? structurePath(context, path) : [];
}

/** Everything that a view shows, wherever it stands; empty for a view that shows all of it at once. */
export function viewSearch(context: TreeContext, view: string): readonly ViewNode[] {
  return view === 'structure' ? structureSearch(context) : [];
}

/** The nodes that lead to one of a view, outermost first, itself last. */
export function viewWay(context: TreeContext, view: string, id: string): readonly ViewNode[] {
  return view === 'structure' ? structureWay(context, id) : [];
}
