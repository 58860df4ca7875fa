import { fail, ok, type Result } from '../base/result.ts';
import { type MakeVariable, type MakeWord, readMake } from '../syntax/make.ts';
import { type MesonList, type MesonString, readMeson } from '../syntax/meson.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import { sortedSlot } from './sorted.ts';

/** A build file that lists the sources of a directory. */
export interface BuildList {
  readonly what: 'makefile' | 'meson';
  readonly path: TreePath;
}

/** An insertion in offsets of the build file. */
export interface ListInsertion {
  readonly at: number;
  readonly text: string;
}

/**
 * The build files that must name a new C source file: the Makefile of its directory, and meson.build beside it. A header needs none.
 * Refused where the directory is not built at all, or where its build file keeps no list of sources.
 */
export function buildListFiles(context: TreeContext, path: TreePath): Result<readonly BuildList[]> {
  if (!path.endsWith('.c')) return ok([]);
  const directory = dirname(path);
  const found: BuildList[] = [];
  const make = context.tree.read(`${directory}/Makefile`);
  if (make) {
    if (!objectList(make.text)) return fail(noList(make.path, path, 'OBJS list'));
    found.push({ what: 'makefile', path: make.path });
  }
  const meson = context.shape.buildSystems.includes('meson') ? context.tree.read(`${directory}/meson.build`) : undefined;
  if (meson) {
    if (!sourceList(meson.text)) return fail(noList(meson.path, path, 'files(…) list'));
    found.push({ what: 'meson', path: meson.path });
  }
  return found.length > 0 || !context.tree.list(directory) ? ok(found) : fail(noList(`${directory}/Makefile`, path, 'file'));
}

function noList(list: TreePath, path: TreePath, what: string) {
  return {
    code: 'build/no-list',
    message:
      what === 'file'
        ? `There is no ${list} that could name ${basename(path)}`
        : `${list} has no ${what} that could name ${basename(path)}`,
    where: { path: list, offset: 0 },
    hint: 'Name a file that exists, or put the new one into a directory whose Makefile lists OBJS.',
  };
}

/** Adds a new C source file to the lists of its directory, in byte order: so did 98 % of the commits that added a backend file. */
export function addToBuildLists(context: TreeContext, path: TreePath): Result<readonly Change[]> {
  const lists = buildListFiles(context, path);
  if (!lists.ok) return lists;
  const changes: Change[] = [];
  for (const { what, path: list } of lists.value) {
    const text = context.tree.read(list)?.text ?? '';
    const edit = what === 'makefile' ? addObject(text, basename(path).replace(/\.c$/, '.o')) : addSource(text, basename(path));
    if (edit) changes.push({ kind: 'edit', step: what, path: list, start: edit.at, end: edit.at, text: edit.text });
  }
  return ok(changes);
}

/** Names of object files that are made in the directory itself. */
const OBJECT = /^[\w.+-]+\.o$/;

/** The variable that lists what the directory builds: of those whose name begins with OBJS and that always hold, the longest. */
function objectList(text: string): MakeVariable | undefined {
  const size = (variable: MakeVariable) => variable.words.filter((word) => OBJECT.test(word.text)).length;
  return readMake(text)
    .filter((variable) => /^OBJS/.test(variable.name) && !variable.conditional && size(variable) > 0)
    .reduce<MakeVariable | undefined>((best, variable) => (best && size(best) >= size(variable) ? best : variable), undefined);
}

/** Where a Makefile names a new object; undefined where it does so already or has no list. */
export function addObject(text: string, name: string): ListInsertion | undefined {
  const words = objectList(text)?.words ?? [];
  const objects = words.filter((word) => OBJECT.test(word.text));
  if (objects.length === 0 || words.some((word) => word.text === name)) return undefined;
  const slot = sortedSlot(
    objects.map((word) => word.text),
    name,
  );
  const [previous, next] = [objects[slot - 1], objects[slot]];
  if (next) return isAlone(text, next) ? ownLine(text, next, `${name} \\`) : { at: next.start, text: `${name} ` };
  if (!previous) return undefined;
  if (!isAlone(text, previous)) return { at: previous.end, text: ` ${name}` };
  const isLast = !/^[ \t]*\\\r?\n/.test(text.slice(previous.end));
  if (!isLast) return { at: lineEnd(text, previous.end), text: `${indentOf(text, previous)}${name} \\\n` };
  return { at: previous.end, text: ` \\\n${indentOf(text, previous)}${name}` };
}

/** Whether a word has a line for itself, the continuation and a comment aside. */
function isAlone(text: string, word: MakeWord | MesonString): boolean {
  const after = text.slice(word.end, lineEnd(text, word.end));
  return text.slice(lineStart(text, word.start), word.start).trim() === '' && /^[ \t]*,?[ \t]*(?:\\|#.*)?\r?\n?$/.test(after);
}

function indentOf(text: string, word: MakeWord | MesonString): string {
  return text.slice(lineStart(text, word.start), word.start);
}

function ownLine(text: string, next: MakeWord | MesonString, line: string): ListInsertion {
  return { at: lineStart(text, next.start), text: `${indentOf(text, next)}${line}\n` };
}

/** The list of C files that the directory builds: of those that are a variable and always hold, the longest. */
function sourceList(text: string): MesonList | undefined {
  return readMeson(text)
    .lists.filter((list) => list.variable !== undefined && !list.conditional && sourcesOf(list).length > 0)
    .reduce<MesonList | undefined>((best, list) => (best && sourcesOf(best).length >= sourcesOf(list).length ? best : list), undefined);
}

function sourcesOf(list: MesonList): readonly MesonString[] {
  return list.elements.filter((element) => /^[\w.+-]+\.c$/.test(element.value));
}

/** Where a meson.build names a new source file; undefined where it does so already or has no list. */
export function addSource(text: string, name: string): ListInsertion | undefined {
  const list = sourceList(text);
  if (!list || list.elements.some((element) => element.value === name)) return undefined;
  const sources = sourcesOf(list);
  const slot = sortedSlot(
    sources.map((source) => source.value),
    name,
  );
  const [previous, next] = [sources[slot - 1], sources[slot]];
  if (next) return isAlone(text, next) ? ownLine(text, next, `'${name}',`) : { at: next.start, text: `'${name}', ` };
  if (!previous) return undefined;
  const comma = /^[ \t]*,/.exec(text.slice(previous.end, list.close));
  if (!isAlone(text, previous)) return { at: previous.end, text: `, '${name}'` };
  if (comma) return { at: lineEnd(text, previous.end), text: `${indentOf(text, previous)}'${name}',\n` };
  return { at: previous.end, text: `,\n${indentOf(text, previous)}'${name}'` };
}
