import { type Diagnostic, DiagnosticSeverity, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { type Finding, findingsIn } from '../../core/api.ts';
import { attended, guarded } from '../guard.ts';
import { openFile, type Services } from '../services.ts';
import { toLocation, toMarkedRange } from '../to-protocol.ts';
import type { OpenTree } from '../workspace.ts';

/** Findings that break the build or the server; the others are warnings. */
const ERRORS = /^(?:records\/syntax|\w+\/(?:duplicate|unsorted))$/;

/** Diagnostics of open files: pulled by editors that can, else published after each change. */
export function registerDiagnostics(services: Services): void {
  const { connection, documents, client } = services;
  if (client.capabilities.textDocument?.diagnostic) {
    connection.languages.diagnostics.on(
      guarded(connection.console, 'diagnostics', ({ textDocument }) => {
        return { kind: DocumentDiagnosticReportKind.Full, items: diagnosticsOf(services, textDocument.uri) };
      }),
    );
    return;
  }
  const publish = attended(connection.console, 'diagnostics', ({ uri }: { uri: string }) =>
    connection.sendDiagnostics({ uri, diagnostics: diagnosticsOf(services, uri) }),
  );
  // A keystroke in one file can change what is wrong in another.
  documents.onDidChangeContent(async ({ document }) => {
    for (const one of [document, ...documents.all().filter((other) => other !== document)]) await publish({ uri: one.uri });
  });
  documents.onDidClose(
    attended(connection.console, 'closing', ({ document }) => connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })),
  );
}

function diagnosticsOf(services: Services, uri: string): Diagnostic[] {
  const open = services.settings().diagnostics ? openFile(services, uri) : undefined;
  if (!open?.file) return [];
  const { tree } = open.file;
  return findingsIn(open.context, open.path).map((finding) => toDiagnostic(services, tree, finding));
}

function toDiagnostic({ workspace }: Services, tree: OpenTree, { code, message, where, related }: Finding): Diagnostic {
  return {
    source: 'pgsmith',
    code,
    message,
    severity: ERRORS.test(code) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    range: toMarkedRange(workspace, tree, where),
    ...(related && {
      relatedInformation: related.map((one) => ({ location: toLocation(workspace, tree, one.place), message: one.message })),
    }),
  };
}
