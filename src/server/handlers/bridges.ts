import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type DocumentLink,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver';
import { callableAt, callsFrom, callsTo, fileLinks, type IndexEntry, type Link, symbolsMatching, type TreeSymbol } from '../../core/api.ts';
import { guarded } from '../guard.ts';
import { openFile, rangeIn, type Services } from '../services.ts';
import { toLocation } from '../to-protocol.ts';
import type { OpenTree } from '../workspace.ts';

const SYMBOL_KINDS: Partial<Record<TreeSymbol['kind'], SymbolKind>> = {
  guc: SymbolKind.Property,
  'custom-guc': SymbolKind.Property,
  function: SymbolKind.Function,
  aggregate: SymbolKind.Function,
  type: SymbolKind.Class,
  node: SymbolKind.Struct,
  catalog: SymbolKind.Struct,
  view: SymbolKind.Struct,
  hook: SymbolKind.Event,
  'callback-table': SymbolKind.Interface,
  operator: SymbolKind.Operator,
  errcode: SymbolKind.EnumMember,
  'wait-event': SymbolKind.EnumMember,
  process: SymbolKind.Module,
  bgworker: SymbolKind.Module,
  program: SymbolKind.Module,
  extension: SymbolKind.Package,
  test: SymbolKind.File,
};

/** Names of the whole tree, links between files, and what calls the entries of lists. */
export function registerBridges(services: Services): void {
  const { connection, workspace } = services;
  const log = connection.console;
  connection.onWorkspaceSymbol(
    guarded(log, 'symbols', ({ query }): SymbolInformation[] =>
      workspace.trees.flatMap((tree) => {
        const context = workspace.contextOf(tree);
        if (!context.ok) return [];
        return symbolsMatching(context.value, query).map(({ name, kind, what, place }) => ({
          name,
          kind: SYMBOL_KINDS[kind] ?? SymbolKind.Constant,
          containerName: what,
          location: toLocation(workspace, tree, place),
        }));
      }),
    ),
  );
  connection.onDocumentLinks(
    guarded(log, 'links', ({ textDocument }): DocumentLink[] => {
      const open = openFile(services, textDocument.uri);
      const tree = open?.file?.tree;
      if (!open || !tree) return [];
      return fileLinks(open.context, open.path).map((link) => ({
        range: rangeIn(open.document, link),
        target: workspace.uriOf(tree, link.target),
        tooltip: link.target,
      }));
    }),
  );
  connection.languages.callHierarchy.onPrepare(
    guarded(log, 'call hierarchy', ({ textDocument, position }): CallHierarchyItem[] | null => {
      const open = openFile(services, textDocument.uri);
      const tree = open?.file?.tree;
      const entry = open && callableAt(open.context, open.path, open.document.offsetAt(position));
      return tree && entry ? [itemOf(services, tree, entry)] : null;
    }),
  );
  connection.languages.callHierarchy.onIncomingCalls(
    guarded(log, 'incoming calls', ({ item }): CallHierarchyIncomingCall[] =>
      calls(services, item, callsTo).map((from) => ({ from, fromRanges: [from.selectionRange] })),
    ),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    guarded(log, 'outgoing calls', ({ item }): CallHierarchyOutgoingCall[] =>
      calls(services, item, callsFrom).map((to) => ({ to, fromRanges: [item.selectionRange] })),
    ),
  );
}

function itemOf({ workspace }: Services, tree: OpenTree, entry: IndexEntry): CallHierarchyItem {
  const { uri, range } = toLocation(workspace, tree, entry.place);
  return {
    name: entry.name,
    kind: SYMBOL_KINDS[entry.kind] ?? SymbolKind.Constant,
    uri,
    range,
    selectionRange: range,
    data: entry.place.offset,
  };
}

/** Links of the entry that an item stands for, each as an item of its own. */
function calls(services: Services, item: CallHierarchyItem, linksOf: typeof callsTo): readonly CallHierarchyItem[] {
  const { workspace } = services;
  const open = workspace.fileAt(item.uri);
  const context = open && workspace.contextOf(open.tree);
  const entry = open && context?.ok ? callableAt(context.value, open.path, Number(item.data)) : undefined;
  if (!open || !context?.ok || !entry) return [];
  return linksOf(context.value, entry).map((link: Link) => {
    const { uri, range } = toLocation(workspace, open.tree, link.place);
    const name = link.text ?? link.place.path;
    return {
      name,
      detail: link.role,
      kind: link.role === 'test' ? SymbolKind.File : SymbolKind.Function,
      uri,
      range,
      selectionRange: range,
    };
  });
}
