import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, window as editors, extensions, Uri, workspace } from 'vscode';
import { until, window } from './window.ts';

/** The folder that the window has open. */
export const root = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/nowhere');

/** Activates pgsmith and waits until it has read the tree. */
export async function ready(): Promise<void> {
  const extension = extensions.getExtension('pgsmith.pgsmith');
  assert.ok(extension, 'the extension is installed');
  const api = await extension.activate();
  await api.ready();
}

/** A file of the folder as bytes on disk. */
export function bytesOf(path: string): Buffer {
  return readFileSync(join(root.fsPath, path));
}

/** A file as it was: its bytes, and when it was changed last, so that one that nobody touched since need not be read again. */
interface Kept {
  readonly bytes: Buffer;
  readonly changed: number;
}

/** Every file below the directories that registrations touch. */
export function everything(): ReadonlyMap<string, Kept> {
  return new Map(['src', 'doc'].flatMap(filesBelow).map((path) => [path, { bytes: bytesOf(path), changed: changeOf(path) }]));
}

/** When a file was changed last, in milliseconds; whatever writes to it changes this. */
function changeOf(path: string): number {
  return statSync(join(root.fsPath, path)).ctimeMs;
}

/** Paths whose bytes differ from what they were, that are new or gone. */
export function changedSince(before: ReadonlyMap<string, Kept>): readonly string[] {
  const paths = new Set(['src', 'doc'].flatMap(filesBelow));
  const gone = [...before.keys()].filter((path) => !paths.has(path));
  const changed = [...paths].filter((path) => {
    const known = before.get(path);
    return !known || (changeOf(path) !== known.changed && !bytesOf(path).equals(known.bytes));
  });
  return [...gone, ...changed].sort();
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(join(root.fsPath, path), { withFileTypes: true }).flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(below) : entry.isFile() ? [below] : [];
  });
}

/** Puts files back to what they were, and removes those that were not there. */
export function restore(before: ReadonlyMap<string, Kept>, paths: readonly string[]): void {
  for (const path of paths) {
    const kept = before.get(path);
    if (kept) writeFileSync(join(root.fsPath, path), kept.bytes);
    else rmSync(join(root.fsPath, path));
  }
}

/** Closes all editors without a question. */
export async function closeAll(): Promise<void> {
  await commands.executeCommand('workbench.action.files.saveAll');
  await commands.executeCommand('workbench.action.closeAllEditors');
}

/** Waits until the editor shows what came of an edit that was applied: until then, it may take the focus from anything else. */
export function newCodeShown(text: string): Promise<unknown> {
  return until(`"${text}" is shown`, () => {
    const editor = editors.activeTextEditor;
    return editor?.document.lineAt(editor.selection.active.line).text.includes(text);
  });
}

/** Waits until a notification has `text`. They are read in their list, since this window shows no toasts while a suite drives it. */
export function notified(text: string): Promise<unknown> {
  return until(`"${text}" is told`, async () => {
    await commands.executeCommand('notifications.showList');
    return (await window.texts('.notifications-center')).some((shown) => shown.includes(text));
  });
}
