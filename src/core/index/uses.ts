import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { cFilesBelow, SERVER_DIRECTORIES } from './c-functions.ts';

/** Where C code of the server mentions an identifier outside of comments and strings, in order of path. Reads every file. */
export function usesOf(context: TreeContext, name: string): readonly Place[] {
  const places: Place[] = [];
  for (const path of SERVER_DIRECTORIES.flatMap((directory) => [...cFilesBelow(context.tree, directory)])) {
    const text = context.tree.read(path)?.text;
    if (text?.includes(name)) for (const offset of usesIn(text, name)) places.push(place(path, offset));
  }
  return places;
}

function place(path: TreePath, offset: number): Place {
  return { path, offset };
}

/** Offsets of an identifier in C code, comments and literals left out. */
export function usesIn(text: string, name: string): readonly number[] {
  const offsets: number[] = [];
  const token = new RegExp(`/\\*[\\s\\S]*?\\*/|"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\\b${name}\\b`, 'g');
  for (const match of text.matchAll(token)) if (match[0] === name) offsets.push(match.index);
  return offsets;
}
