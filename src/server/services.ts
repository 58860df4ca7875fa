import type { ClientCapabilities, Connection, Range, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Result, TreeContext, TreePath } from '../core/api.ts';
import type { ClientOptions } from '../protocol/commands.ts';
import type { Settings } from '../protocol/settings.ts';
import type { TreeFile, Workspace } from './workspace.ts';

/** What every handler works with. Settings are read where they are used, since they change. */
export interface Services {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspace: Workspace;
  readonly settings: () => Settings;
  /** Whether the workspace is trusted, so that programs may be run. */
  readonly isTrusted: boolean;
  readonly client: { readonly capabilities: ClientCapabilities; readonly options: ClientOptions };
}

/** An open document with the snapshot of the tree that it is read with. */
export interface OpenFile {
  readonly context: TreeContext;
  readonly path: TreePath;
  readonly document: TextDocument;
  /** The tree's file; undefined for a document that is outside of every tree. */
  readonly file: TreeFile | undefined;
}

/** The open document `uri`, in its tree or else beside the first one; undefined where no tree is open. */
export function openFile({ documents, workspace }: Services, uri: string): OpenFile | undefined {
  const document = documents.get(uri);
  if (!document) return undefined;
  const file = workspace.fileAt(uri);
  if (file) {
    const context = workspace.contextOf(file.tree);
    return context.ok ? { context: context.value, path: file.path, document, file } : undefined;
  }
  const beside: Result<{ context: TreeContext; path: TreePath }> | undefined = workspace.contextBeside(uri);
  return beside?.ok ? { ...beside.value, document, file: undefined } : undefined;
}

/** `[start, end)` of an open document. */
export function rangeIn(document: TextDocument, { start, end }: { readonly start: number; readonly end: number }): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
