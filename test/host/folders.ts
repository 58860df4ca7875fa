import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentHash, type TreeEdit, type TreePath } from '../../src/core/api.ts';
import { diskTree } from '../../src/host/disk-tree.ts';

/** Writes files into a new directory inside of `scratch` and returns it. */
export function folderOf(scratch: string, files: Readonly<Record<TreePath, string | Buffer>>): string {
  const folder = mkdtempSync(join(scratch, 'tree-'));
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  return folder;
}

/** Everything in a folder: text of files by one character per byte, targets of links after an arrow. */
export function contentsOf(folder: string, prefix = ''): Readonly<Record<TreePath, string>> {
  const entries = readdirSync(join(folder, prefix)).sort();
  return Object.fromEntries(
    entries.flatMap((name): [string, string][] => {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const stats = lstatSync(join(folder, path));
      if (stats.isDirectory()) return Object.entries(contentsOf(folder, path));
      return [[path, stats.isSymbolicLink() ? `-> ${readlinkSync(join(folder, path))}` : readFileSync(join(folder, path), 'latin1')]];
    }),
  );
}

/** An edit of files on disk: each named one gets `line` at its end, new ones their text. */
export function appendEdit(
  folder: string,
  paths: readonly TreePath[],
  line: string,
  created: Readonly<Record<TreePath, string>> = {},
): TreeEdit {
  const tree = diskTree(folder);
  return {
    title: 'test',
    steps: [],
    notes: [],
    files: paths.map((path) => {
      const file = tree.read(path);
      if (!file) throw new Error(`no ${path}`);
      const end = file.text.length;
      return { path, baseHash: contentHash(file.text), encoding: file.encoding, edits: [{ step: 'test', start: end, end, text: line }] };
    }),
    newFiles: Object.entries(created).map(([path, text]) => ({ path, text, step: 'test' })),
  };
}
