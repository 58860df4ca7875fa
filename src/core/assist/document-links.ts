import type { TreeContext } from '../tree/context.ts';
import { dirname, type TreePath } from '../tree/source-tree.ts';
import { languageOf } from './languages.ts';
import { testSource } from './schedule.ts';

/** A range of a file that names another file. */
export interface FileLink {
  readonly start: number;
  readonly end: number;
  readonly target: TreePath;
}

/** Where quoted includes are looked for after the file's own directory. */
const INCLUDE_DIRECTORIES: readonly TreePath[] = ['src/include', 'src/interfaces/libpq', 'src/backend', 'src'];

/** Names of files of the tree in one file: includes and paths in C, tests of a schedule, paths in anything else. */
export function fileLinks(context: TreeContext, path: TreePath): readonly FileLink[] {
  const text = context.tree.read(path)?.text ?? '';
  const found: FileLink[] = [];
  const add = (start: number, end: number, candidates: readonly TreePath[]) => {
    const target = candidates.find((one) => one !== path && context.tree.stamp(one) !== undefined);
    if (target !== undefined) found.push({ start, end, target });
  };
  if (languageOf(path) === 'schedule') {
    for (const line of text.matchAll(/^test:(.*)$/gm)) {
      for (const { 0: name, index } of (line[1] ?? '').matchAll(/[\w./-]+/g)) {
        const start = line.index + 'test:'.length + index;
        const source = testSource(context, path, name);
        add(start, start + name.length, source === undefined ? [] : [source]);
      }
    }
    return found;
  }
  if (/\.[chly]$/.test(path)) {
    for (const match of text.matchAll(/^([ \t]*#[ \t]*include[ \t]+")([^"\n]+)"/gm)) {
      const [, before = '', header = ''] = match;
      const start = match.index + before.length;
      add(
        start,
        start + header.length,
        [dirname(path), ...INCLUDE_DIRECTORIES].map((directory) => `${directory}/${header}`),
      );
    }
  }
  for (const match of text.matchAll(/(?<![\w/.-])(?:src|contrib|doc)\/[\w+-]+(?:\/[\w.+-]+)*[\w+-]/g))
    add(match.index, match.index + match[0].length, [match[0]]);
  return found.sort((a, b) => a.start - b.start);
}
