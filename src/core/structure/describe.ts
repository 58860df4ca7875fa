import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, dirname, type SourceTree, type TreePath } from '../tree/source-tree.ts';
import { fileSays, makefileSays, mesonSays } from './comments.ts';
import { subdirectories } from './directories.ts';
import { purposeSays, titleSays } from './manual.ts';
import { readmeSays, readmeSaysOf } from './readme.ts';
import { shortened } from './text.ts';

/** What a directory is for, in its own words, and where they stand. */
export interface Description {
  readonly text: string;
  readonly place: Place;
}

type Said = { readonly text: string; readonly path: TreePath } | undefined;

/**
 * One line on a directory, read from the tree: the comment of an extension's control file, the list of a README above it, the documentation
 * of the program, its README, the comment at the top of the Makefile, the documentation of the module, what a README above it tells in passing,
 * the comments at the top of meson.build and of the C file that stands for the directory. Headers are for what the code of the same name is for. Undefined where
 * none says anything.
 */
export function describeDirectory(context: TreeContext, directory: TreePath): Description | undefined {
  return remember(context, `description of ${directory}`, (inner) => {
    const said = saidOf(inner.tree, directory, subdirectories(inner, directory).length === 0);
    if (said) return { text: shortened(said.text), place: { path: said.path, offset: 0 } };
    const [, declared] = /^src\/include\/(.+)$/.exec(directory) ?? [];
    const home = [`src/backend/${declared}`, `src/${declared}`].find((path) => declared !== undefined && inner.tree.list(path));
    return home === undefined ? undefined : describeDirectory(inner, home);
  });
}

/** One line on a C file: its comment at the top, without its own name. */
export function describeFile(context: TreeContext, path: TreePath): string | undefined {
  return remember(context, `description of file ${path}`, ({ tree }) => {
    const text = fileSays(textOf(tree, path), path);
    return text === undefined ? undefined : shortened(text);
  });
}

function saidOf(tree: SourceTree, directory: TreePath, isLeaf: boolean): Said {
  const names = (tree.list(directory) ?? []).filter((entry) => entry.kind === 'file').map((entry) => entry.name);
  const name = basename(directory);
  const from = (file: string | undefined, read: (text: string) => string | undefined): Said => {
    const text = file === undefined ? undefined : read(textOf(tree, `${directory}/${file}`));
    return text === undefined || file === undefined ? undefined : { text, path: `${directory}/${file}` };
  };
  const parentReadme = `${dirname(directory)}/README`;
  const above = readmeSaysOf(textOf(tree, parentReadme), name);
  const inParent = (text: string | undefined): Said => (text === undefined ? undefined : { text, path: parentReadme });
  return (
    from(controlFile(names, name), controlComment) ??
    inParent(above.listed) ??
    purposeSays(tree, name) ??
    from(programFile(tree, directory, names), (text) => fileSays(text, `${directory}/${name}.c`)) ??
    from(
      names.find((one) => /^README(?:\.md)?$/.test(one)),
      (text) => readmeSays(text, name, names),
    ) ??
    from(
      names.find((one) => /^(?:GNU)?Makefile(?:\.in)?$/.test(one)),
      makefileSays,
    ) ??
    titleSays(tree, name) ??
    inParent(above.told) ??
    from(
      names.find((one) => one === 'meson.build'),
      mesonSays,
    ) ??
    mainFileSays(tree, directory, names, isLeaf)
  );
}

function textOf(tree: SourceTree, path: TreePath): string {
  return tree.read(path)?.text ?? '';
}

/** The control file of a directory that has but one, or of whose several one bears its name. */
function controlFile(names: readonly string[], directory: string): string | undefined {
  const files = names.filter((name) => name.endsWith('.control'));
  return files.length === 1 ? files[0] : files.find((name) => name.startsWith(directory));
}

function controlComment(text: string): string | undefined {
  return /^\s*comment\s*=\s*'((?:[^']|'')*)'/m.exec(text)?.[1]?.replaceAll("''", "'");
}

/** The file of a directory's own name where it holds `main`. */
function programFile(tree: SourceTree, directory: TreePath, names: readonly string[]): string | undefined {
  const name = `${basename(directory)}.c`;
  return names.includes(name) && /^main\s*\(/m.test(textOf(tree, `${directory}/${name}`)) ? name : undefined;
}

/**
 * The C file that stands for a directory: the one of its name, the main file of a program, the only one where there is nothing below it, or
 * the largest where it alone bears the directory's name in its own.
 */
function mainFileSays(tree: SourceTree, directory: TreePath, names: readonly string[], isLeaf: boolean): Said {
  const name = basename(directory);
  const files = names.filter(
    (one) => one.endsWith('.c') && !names.includes(one.replace(/c$/, 'y')) && !names.includes(one.replace(/c$/, 'l')),
  );
  const said = (file: string | undefined): Said => {
    const path = `${directory}/${file}`;
    const text = file === undefined ? undefined : fileSays(textOf(tree, path), path);
    return text === undefined ? undefined : { text, path };
  };
  const plainly = files.find((one) => one === `${name}.c`) ?? (isLeaf && files.length === 1 ? files[0] : undefined);
  if (plainly !== undefined) return said(plainly);
  const ending = files.filter((one) => one.endsWith(`${name}.c`));
  const bearing = [...files.filter((one) => one.startsWith(name)), ...(ending.length === 1 ? ending : [])];
  const size = (file: string) => textOf(tree, `${directory}/${file}`).length;
  const largest = bearing.find((one) => files.every((other) => size(other) <= size(one)));
  return said(largest ?? files.find((one) => one === 'main.c' || one === 'startup.c'));
}
