import { fail, ok, type Result } from '../base/result.ts';
import { lineStart } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';

/** A build file that lists the sources of a directory. */
export interface BuildList {
  readonly what: 'makefile' | 'meson';
  readonly path: TreePath;
}

/** An entry of a list with its place. */
interface ListEntry {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The build files that must name a new C source file: the Makefile of its directory, and meson.build beside it. A directory without a
 * Makefile needs none; one whose Makefile has no OBJS list is refused.
 */
export function buildListFiles(context: TreeContext, path: TreePath): Result<readonly BuildList[]> {
  if (!path.endsWith('.c')) return ok([]);
  const directory = dirname(path);
  const found: BuildList[] = [];
  const make = context.tree.read(`${directory}/Makefile`);
  if (make) {
    if (!makeList(make.text)) {
      return fail({
        code: 'build/no-list',
        message: `${make.path} has no OBJS list that could name ${basename(path)}`,
        where: { path: make.path, offset: 0 },
        hint: 'Put the file into a directory whose Makefile lists OBJS.',
      });
    }
    found.push({ what: 'makefile', path: make.path });
  }
  const meson = context.tree.read(`${directory}/meson.build`);
  if (meson && context.shape.buildSystems.includes('meson')) {
    if (!mesonList(meson.text)) {
      return fail({
        code: 'build/no-list',
        message: `${meson.path} has no files(…) list that could name ${basename(path)}`,
        where: { path: meson.path, offset: 0 },
        hint: 'Put the file into a directory whose meson.build lists its sources.',
      });
    }
    found.push({ what: 'meson', path: meson.path });
  }
  return ok(found);
}

/** Adds a new C source file to the lists of its directory: before the first greater entry, as sorted lists want it. */
export function addToBuildLists(context: TreeContext, path: TreePath): Result<readonly Change[]> {
  const lists = buildListFiles(context, path);
  if (!lists.ok) return lists;
  return ok(
    lists.value.map(({ what, path: list }) => {
      const text = context.tree.read(list)?.text ?? '';
      const edit = what === 'makefile' ? addToMake(text, basename(path).replace(/\.c$/, '.o')) : addToMeson(text, basename(path));
      return { kind: 'edit', step: what, path: list, start: edit.at, end: edit.at, text: edit.text };
    }),
  );
}

/** Entries of the first `OBJS =` list of a Makefile, continuation lines followed; undefined where there is none. */
function makeList(text: string): readonly ListEntry[] | undefined {
  const assignment = /^OBJS[ \t]*(?:\+|:)?=[ \t]*/m.exec(text);
  if (!assignment) return undefined;
  const from = assignment.index + assignment[0].length;
  const value = /(?:[^\\\n]|\\\r?\n|\\.)*/y;
  value.lastIndex = from;
  const body = value.exec(text)?.[0] ?? '';
  const entries = [...body.matchAll(/[^\s\\]+/g)].map((match) => ({
    text: match[0],
    start: from + match.index,
    end: from + match.index + match[0].length,
  }));
  return entries.some((entry) => entry.text.endsWith('.o')) ? entries : undefined;
}

function addToMake(text: string, name: string): { readonly at: number; readonly text: string } {
  const entries = makeList(text) ?? [];
  const greater = entries.find((entry) => entry.text.endsWith('.o') && entry.text > name);
  const last = entries.at(-1);
  const at = greater?.start ?? last?.end ?? text.length;
  const line = lineStart(text, at);
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '\t';
  const alone =
    text.slice(line, at).trim() === (greater ? '' : last?.text.slice(0, at - line).trim()) || text.slice(line, at).trim() === last?.text;
  if (greater) return alone ? { at: line, text: `${indent}${name} \\\n` } : { at, text: `${name} ` };
  return alone ? { at, text: ` \\\n${indent}${name}` } : { at, text: ` ${name}` };
}

/** Quoted C files of the first `files(…)` list of a meson.build; undefined where there is none. */
function mesonList(text: string): readonly ListEntry[] | undefined {
  for (const match of text.matchAll(/\bfiles\(([^)]*)\)/g)) {
    const from = match.index + 'files('.length;
    const entries = [...(match[1] ?? '').matchAll(/^[^#\n]*?'([^'\n]+\.c)'/gm)].map((entry) => {
      const start = from + entry.index + entry[0].lastIndexOf(`'${entry[1]}'`);
      return { text: entry[1] ?? '', start, end: start + (entry[1]?.length ?? 0) + 2 };
    });
    if (entries.length > 0) return entries;
  }
  return undefined;
}

function addToMeson(text: string, name: string): { readonly at: number; readonly text: string } {
  const entries = mesonList(text) ?? [];
  const greater = entries.find((entry) => entry.text > name);
  const last = entries.at(-1);
  const at = greater?.start ?? last?.end ?? text.length;
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '  ';
  if (greater) return { at, text: `'${name}',\n${indent}` };
  return text[at] === ',' ? { at: at + 1, text: `\n${indent}'${name}',` } : { at, text: `,\n${indent}'${name}'` };
}
