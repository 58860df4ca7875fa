import * as vscode from 'vscode';

/** Directories that every PostgreSQL source tree has and hardly any other folder. */
const MARKS = ['src/backend', 'src/include/catalog'];

/** How far below a workspace folder a tree is looked for. */
const DEPTH = 2;

/** Whether a tree holds, is, or lies below a workspace folder, or holds an open document. Looks at directories only. */
export async function hasTree(): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  for (const uri of [...folders, ...vscode.workspace.textDocuments.map((document) => document.uri)]) if (await isInTree(uri)) return true;
  for (const folder of folders) if (await hasTreeBelow(folder, DEPTH)) return true;
  return false;
}

/** Whether a tree is or holds a file or a folder: a look at the directories above it. */
export async function isInTree(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  for (let at = uri; ; at = vscode.Uri.joinPath(at, '..')) {
    if (await isTop(at)) return true;
    if (vscode.Uri.joinPath(at, '..').path === at.path) return false;
  }
}

async function hasTreeBelow(folder: vscode.Uri, depth: number): Promise<boolean> {
  if (depth === 0) return false;
  for (const [name, type] of await entriesOf(folder)) {
    if ((type & vscode.FileType.Directory) === 0 || name.startsWith('.') || name === 'node_modules') continue;
    const below = vscode.Uri.joinPath(folder, name);
    if ((await isTop(below)) || (await hasTreeBelow(below, depth - 1))) return true;
  }
  return false;
}

async function isTop(directory: vscode.Uri): Promise<boolean> {
  for (const mark of MARKS) if (!(await isDirectory(vscode.Uri.joinPath(directory, mark)))) return false;
  return true;
}

/** A directory that is gone or may not be read has no entries. */
async function entriesOf(directory: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(directory);
  } catch {
    return [];
  }
}

async function isDirectory(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
