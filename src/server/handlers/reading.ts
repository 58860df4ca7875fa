import {
  type CompletionItem,
  CompletionItemKind,
  type DocumentSymbol,
  FoldingRangeKind,
  InsertTextFormat,
  MarkupKind,
  SymbolKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Completion,
  completionsAt,
  definitionAt,
  foldingsOf,
  hoverAt,
  type OutlineItem,
  outlineOf,
  referencesAt,
} from '../../core/api.ts';
import { guarded } from '../guard.ts';
import { openFile, rangeIn, type Services } from '../services.ts';
import { toLocation } from '../to-protocol.ts';

const COMPLETION_KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  type: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  parameter: CompletionItemKind.Property,
  constant: CompletionItemKind.Constant,
  snippet: CompletionItemKind.Snippet,
};

const SYMBOL_KINDS: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  record: SymbolKind.Struct,
  field: SymbolKind.Field,
  section: SymbolKind.Namespace,
  entry: SymbolKind.EnumMember,
  setting: SymbolKind.Property,
};

/** Hover, definition and references. */
export function registerLookups(services: Services): void {
  const { connection, workspace } = services;
  const log = connection.console;
  connection.onHover(
    guarded(log, 'hover', ({ textDocument, position }) => {
      const open = openFile(services, textDocument.uri);
      const hover = open && hoverAt(open.context, open.path, open.document.offsetAt(position));
      return open && hover
        ? { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: rangeIn(open.document, hover) }
        : null;
    }),
  );
  connection.onDefinition(
    guarded(log, 'definition', ({ textDocument, position }) => {
      const open = openFile(services, textDocument.uri);
      const tree = open?.file?.tree ?? workspace.trees[0];
      const found = open && definitionAt(open.context, open.path, open.document.offsetAt(position));
      if (!open || !tree || !found) return null;
      const origin = rangeIn(open.document, found);
      const locations = found.places.map((place) => toLocation(workspace, tree, place));
      if (!services.client.capabilities.textDocument?.definition?.linkSupport) return locations;
      return locations.map(({ uri, range }) => ({
        originSelectionRange: origin,
        targetUri: uri,
        targetRange: range,
        targetSelectionRange: range,
      }));
    }),
  );
  connection.onReferences(
    guarded(log, 'references', ({ textDocument, position }) => {
      const open = openFile(services, textDocument.uri);
      const tree = open?.file?.tree ?? workspace.trees[0];
      if (!open || !tree) return [];
      return referencesAt(open.context, open.path, open.document.offsetAt(position)).map((place) => toLocation(workspace, tree, place));
    }),
  );
}

/** Outline and folding of our languages. */
export function registerOutline(services: Services): void {
  const { connection } = services;
  connection.onDocumentSymbol(
    guarded(connection.console, 'outline', ({ textDocument }) => {
      const open = openFile(services, textDocument.uri);
      return open ? outlineOf(open.path, open.document.getText()).map((item) => toSymbol(open.document, item)) : [];
    }),
  );
  connection.onFoldingRanges(
    guarded(connection.console, 'folding', ({ textDocument }) => {
      const open = openFile(services, textDocument.uri);
      if (!open) return [];
      return foldingsOf(open.path, open.document.getText()).map(({ start, end, kind }) => ({
        startLine: open.document.positionAt(start).line,
        endLine: open.document.positionAt(end).line,
        kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region,
      }));
    }),
  );
}

function toSymbol(document: TextDocument, item: OutlineItem): DocumentSymbol {
  return {
    name: item.name,
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    kind: SYMBOL_KINDS[item.kind],
    range: rangeIn(document, item),
    selectionRange: rangeIn(document, { start: item.nameStart, end: item.nameEnd }),
    children: item.children.map((child) => toSymbol(document, child)),
  };
}

/** Completion in our languages, and of idioms in C. */
export function registerCompletion(services: Services): void {
  const { connection } = services;
  connection.onCompletion(
    guarded(connection.console, 'completion', ({ textDocument, position }): CompletionItem[] => {
      const open = openFile(services, textDocument.uri);
      if (!open) return [];
      return completionsAt(open.context, open.path, open.document.offsetAt(position)).map((one) => toItem(open.document, one));
    }),
  );
}

function toItem(document: TextDocument, one: Completion): CompletionItem {
  return {
    label: one.label,
    kind: COMPLETION_KINDS[one.kind],
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    ...(one.markdown === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: one.markdown } }),
    ...(one.rank === undefined ? {} : { sortText: `${one.rank} ${one.label}` }),
    textEdit: { range: rangeIn(document, one), newText: one.insert ?? one.label },
    ...(one.kind === 'snippet' ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  };
}
