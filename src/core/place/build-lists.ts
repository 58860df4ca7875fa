import { fail, ok, type Result } from '../base/result.ts';
import { type MakeVariable, type MakeWord, readMake } from '../syntax/make.ts';
import { type MesonList, type MesonString, readMeson } from '../syntax/meson.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import { missingNote } from './missing.ts';
import { placeProblem } from './server-file.ts';
import { sortedSlot } from './sorted.ts';

/** A build file that must name a C file of its directory. */
export interface BuildList {
  readonly what: 'makefile' | 'meson';
  readonly path: TreePath;
  readonly source: TreePath;
}

/** What building a C file needs. */
export interface Building {
  /** The build files that do not name it yet and must. */
  readonly lists: readonly BuildList[];
  /** What to tell of build files that are missing, or that are to be edited by hand. */
  readonly notes: readonly string[];
}

/** An insertion in offsets of the build file. */
export interface ListInsertion {
  readonly at: number;
  readonly text: string;
}

/** The build files of a directory. */
const BUILD_FILES = { makefile: 'Makefile', meson: 'meson.build' } as const;

/**
 * The build files that must name a C source file: the Makefile of its directory, and meson.build beside it. A header needs none. A new file
 * is refused where the directory is not built at all, or where its build file keeps no list of sources. One that exists is listed where
 * nothing names it; what is built by one build system or on one platform only is somebody's decision, and becomes a note. Parts of other C
 * files and of loadable modules are not the server's to build.
 */
export function planBuild(context: TreeContext, source: TreePath): Result<Building> {
  if (!source.endsWith('.c')) return ok({ lists: [], notes: [] });
  const isNew = context.tree.read(source) === undefined;
  const found = buildFiles(context, source);
  const unlisted = isNew ? found : found.filter((list) => !names(list.text, basename(source)));
  const unfit = unlisted.find((list) => !hasList(list));
  if (isNew && unfit) return fail(noList(unfit.path, source, unfit.what === 'makefile' ? 'OBJS list' : 'files(…) list'));
  if (isNew && found.length === 0 && context.tree.list(dirname(source)))
    return fail(noList(`${dirname(source)}/${BUILD_FILES.makefile}`, source, 'file'));
  if (unlisted.length === 0 || (!isNew && placeProblem(context, 'build', source))) return ok({ lists: [], notes: [] });
  if (!isNew && (unfit || unlisted.length < found.length || isByPlatform(context, source)))
    return ok({ lists: [], notes: unlisted.map((list) => unlistedNote(list.path, source)) });
  const lists = unlisted.map(({ what, path }) => ({ what, path, source }));
  return ok({ lists, notes: missingBuildFiles(context, source).map((path) => missingNote(path, basename(source))) });
}

function unlistedNote(list: TreePath, source: TreePath): string {
  return `${list} does not list ${basename(source)}: make sure that it is built.`;
}

/** A build file with its text. */
interface BuildFile {
  readonly what: BuildList['what'];
  readonly path: TreePath;
  readonly text: string;
}

/** The build files beside a C file. */
function buildFiles({ tree }: TreeContext, source: TreePath): readonly BuildFile[] {
  return (['makefile', 'meson'] as const).flatMap((what) => {
    const file = tree.read(`${dirname(source)}/${BUILD_FILES[what]}`);
    return file ? [{ what, path: file.path, text: file.text }] : [];
  });
}

/** Build files that the directory of a C file does not have and a directory above has: those of a build system that the tree uses. */
function missingBuildFiles({ tree }: TreeContext, source: TreePath): readonly TreePath[] {
  const parts = dirname(source).split('/');
  const above = parts.map((_, index) => parts.slice(0, index).join('/'));
  return Object.values(BUILD_FILES).flatMap((name) => {
    const path = `${dirname(source)}/${name}`;
    const isUsed = above.some((directory) => tree.stamp(directory === '' ? name : `${directory}/${name}`) !== undefined);
    return isUsed && tree.stamp(path) === undefined ? [path] : [];
  });
}

/** Whether a build file names a C file, be it by its object. */
function names(text: string, file: string): boolean {
  return new RegExp(`(?<![\\w.-])${file.slice(0, -2).replaceAll('.', '\\.')}\\.[co]\\b`).test(text);
}

/** The scripts that choose what is built by platform. */
const CONFIGURATION = ['configure.ac', 'configure.in'];

/** Whether the platform decides if a C file is built, as it does of all in src/port. */
function isByPlatform({ tree }: TreeContext, source: TreePath): boolean {
  return dirname(source) === 'src/port' || CONFIGURATION.some((path) => names(tree.read(path)?.text ?? '', basename(source)));
}

function hasList({ what, text }: BuildFile): boolean {
  return (what === 'makefile' ? objectList(text) : sourceList(text)) !== undefined;
}

function objectOf(file: string): string {
  return file.replace(/\.c$/, '.o');
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

/** Adds a C source file to a list of its directory, in byte order: so did 98 % of the commits that added a backend file. */
export function addToBuildList({ tree }: TreeContext, { what, path, source }: BuildList): readonly Change[] {
  const text = tree.read(path)?.text ?? '';
  const edit = what === 'makefile' ? addObject(text, objectOf(basename(source))) : addSource(text, basename(source));
  return edit ? [{ kind: 'edit', step: what, path, start: edit.at, end: edit.at, text: edit.text }] : [];
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
