import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  Location,
  Range,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { Place, Problem, TreeEdit, TreePath } from '../core/api.ts';
import type { WirePlan, WireProblem } from '../protocol/requests.ts';
import { purposeOf } from './purpose.ts';
import type { OpenTree, Workspace } from './workspace.ts';

/** The range `[start, end)` of a file of the tree; the beginning of a file that is gone. */
export function toRange(workspace: Workspace, tree: OpenTree, path: TreePath, start: number, end: number): Range {
  const lines = workspace.linesOf(tree, path);
  const origin = { line: 0, character: 0 };
  return lines ? { start: lines.positionAt(start), end: lines.positionAt(end) } : { start: origin, end: origin };
}

/** A place as an empty range of its file. */
export function toLocation(workspace: Workspace, tree: OpenTree, { path, offset }: Place): Location {
  return { uri: workspace.uriOf(tree, path), range: toRange(workspace, tree, path, offset, offset) };
}

/** From `offset` to the end of the word, the string or the bracket that begins there, on one line: what a squiggle underlines. */
export function toMarkedRange(workspace: Workspace, tree: OpenTree, { path, offset }: Place): Range {
  const text = workspace.linesOf(tree, path)?.getText() ?? '';
  const rest = /^(?:\{\s*|')?[\w.]+|^[^\n]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return toRange(workspace, tree, path, offset, offset + rest.replace(/\n[\s\S]*/, '').length);
}

/** A refusal with its place as an editor shows it. */
export function toWireProblem(workspace: Workspace, tree: OpenTree | undefined, problem: Problem): WireProblem {
  const { code, message, hint, where, field } = problem;
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(field === undefined ? {} : { field }),
    ...(where === undefined || !tree ? {} : { where: toLocation(workspace, tree, where) }),
  };
}

/**
 * A tree edit for a preview: versioned documents, a change annotation for each step whose label begins with its purpose and gives its
 * reason; that of a new file gives the reasons for all that it holds. Whether somebody has to confirm it is the editor's business.
 */
export function toWirePlan(workspace: Workspace, tree: OpenTree, edit: TreeEdit): WirePlan {
  const steps = edit.steps.map(({ what, file, why, required }) => ({ group: purposeOf(what, file), why, file, required }));
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  const annotated = (step: string, path: TreePath, reasons: readonly string[]) => {
    const label = `${purposeOf(step, path)}: ${[...new Set(reasons)].join('; ') || step}`;
    changeAnnotations[label] = { label };
    return label;
  };
  const annotationOf = (step: string, path: TreePath) => {
    const summary = edit.steps.find((one) => one.what === step && one.file === path) ?? edit.steps.find((one) => one.what === step);
    return annotated(step, path, summary ? [summary.why] : []);
  };
  const newFileOf = (step: string, path: TreePath) => {
    const here = edit.steps.filter(({ file }) => file === path);
    return annotated(
      step,
      path,
      here.map(({ why }) => why),
    );
  };
  // All new files come before all texts: VS Code makes one thing to undo of each run of either, and forgets some where they alternate.
  const documentChanges: (TextDocumentEdit | CreateFile)[] = edit.newFiles.map((file) => ({
    kind: 'create',
    uri: workspace.uriOf(tree, file.path),
    annotationId: newFileOf(file.step, file.path),
    options: { overwrite: false, ignoreIfExists: false },
  }));
  const base: Record<string, string> = {};
  for (const file of edit.newFiles) {
    const annotationId = newFileOf(file.step, file.path);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const textDocument = { uri: workspace.uriOf(tree, file.path), version: null };
    documentChanges.push({ textDocument, edits: [{ range, newText: file.text, annotationId }] });
  }
  for (const file of edit.files) {
    const uri = workspace.uriOf(tree, file.path);
    const edits = file.edits.map(({ start, end, text, step }): AnnotatedTextEdit => {
      return { range: toRange(workspace, tree, file.path, start, end), newText: text, annotationId: annotationOf(step, file.path) };
    });
    const version = workspace.versionOf(tree, file.path);
    documentChanges.push({ textDocument: { uri, version }, edits });
    base[uri] = file.baseHash;
  }
  return { title: edit.title, steps, notes: edit.notes, edit: { documentChanges, changeAnnotations } satisfies WorkspaceEdit, base };
}
