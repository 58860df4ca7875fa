import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, dirname, type SourceTree, type TreePath } from '../tree/source-tree.ts';

/** What a directory is for, in its own words, and where they stand. */
export interface Description {
  readonly text: string;
  readonly place: Place;
}

/**
 * One line on a directory, read from the tree: the comment of an extension's control file, the heading of a README, the comment at the
 * top of the Makefile or of meson.build, or that of the C file which bears the directory's name. Where the directory is a program's, its
 * main file comes before the README, which then tells how to work on it. Undefined where none says anything.
 */
export function describeDirectory(context: TreeContext, directory: TreePath): Description | undefined {
  return remember(context, `description of ${directory}`, ({ tree }) => {
    const names = (tree.list(directory) ?? []).filter((entry) => entry.kind === 'file').map((entry) => entry.name);
    const readers: readonly (readonly [name: string | undefined, read: (text: string, path: TreePath) => string | undefined])[] = [
      [names.find((name) => name.endsWith('.control')), controlComment],
      [programFile(tree, directory, names), fileComment],
      [names.find((name) => /^README(?:\.md)?$/.test(name)), heading],
      [makefileOf(names), makefileComment],
      [names.includes('meson.build') ? 'meson.build' : undefined, mesonComment],
      [mainFile(names, basename(directory)), fileComment],
    ];
    for (const [name, read] of readers) {
      const path = `${directory}/${name}`;
      const text = name === undefined ? undefined : read(textOf(tree, path), path);
      if (text !== undefined) return { text: shortened(text), place: { path, offset: 0 } };
    }
    return undefined;
  });
}

/** One line on a C file: its comment at the top, without its own name. */
export function describeFile(context: TreeContext, path: TreePath): string | undefined {
  return remember(context, `description of file ${path}`, ({ tree }) => {
    const text = fileComment(textOf(tree, path), path);
    return text === undefined ? undefined : shortened(text);
  });
}

function textOf(tree: SourceTree, path: TreePath): string {
  return tree.read(path)?.text ?? '';
}

function makefileOf(names: readonly string[]): string | undefined {
  return names.find((name) => name === 'Makefile' || name === 'GNUmakefile' || name === 'GNUmakefile.in');
}

/** The file of a directory's own name where it holds `main`. */
function programFile(tree: SourceTree, directory: TreePath, names: readonly string[]): string | undefined {
  const name = `${basename(directory)}.c`;
  return names.includes(name) && /^main\s*\(/m.test(textOf(tree, `${directory}/${name}`)) ? name : undefined;
}

/** The C file of a directory's own name, or of its program, or the only one. */
function mainFile(names: readonly string[], directory: string): string | undefined {
  const files = names.filter((name) => name.endsWith('.c'));
  const stem = (name: string) => name.replace(/\.c$/, '');
  return (
    files.find((name) => stem(name) === directory) ??
    files.find((name) => stem(name).endsWith(directory)) ??
    (files.length === 1 ? files[0] : files.find((name) => name === 'main.c' || name === 'startup.c'))
  );
}

function controlComment(text: string): string | undefined {
  return /^\s*comment\s*=\s*'((?:[^']|'')*)'/m.exec(text)?.[1]?.replaceAll("''", "'");
}

/** The first heading: a line that is underlined or begins with `#`; without one, the first line of text that is no path. */
function heading(text: string): string | undefined {
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (/^#+ \S/.test(line)) return line.replace(/^#+ /, '').trim();
    if (/^(?:={3,}|-{3,})\s*$/.test(lines[index + 1] ?? '') && line.trim() !== '') return line.trim();
  }
  return paragraph(lines.filter((line) => !/^\S*\/\S*README\S*$/.test(line.trim())));
}

/** What a Makefile says that it builds, unless that is only the directory's path; then the paragraph after it. */
function makefileComment(text: string): string | undefined {
  const comment = leadingComment(text.split(/\r?\n/), '#');
  for (const part of paragraphs(comment)) {
    const said = part.replace(/^(?:Makefile\s*-*\s*)?(?:Makefile|makefile) for\s*/i, '').replace(/^Makefile\s*-*\s*/, '');
    const inBrackets = /^src\/\S+\s+\((.*)\)$/.exec(said)?.[1];
    if (inBrackets !== undefined) return inBrackets;
    if (/^IDENTIFICATION\b|'make install'/.test(said)) continue;
    if (/^(?:\S*\/\S*|(?:GNU)?[Mm]akefile\S*|src|contrib|[\w-]+\/?)$/.test(said) || /^Portions Copyright|^Copyright/.test(said)) continue;
    return said;
  }
  return undefined;
}

function mesonComment(text: string): string | undefined {
  return paragraphs(leadingComment(text.split(/\r?\n/), '#')).find((part) => !/^(?:(?:Portions )?Copyright|NB:|Note|See )/.test(part));
}

/** The first sentence of the comment at the top of a C file, without the file's name. */
function fileComment(text: string, path: TreePath): string | undefined {
  const comment = /^\s*\/\*[\s\S]*?\*\//.exec(text)?.[0];
  if (comment === undefined) return undefined;
  const lines = comment.split(/\r?\n/).map((line) =>
    line
      .replace(/^\s*\/?\*+-*\/?\s?/, '')
      .replace(/-*\*\/$/, '')
      .replace(/\s*\\brief\b/, '')
      .trim(),
  );
  const name = `(?:${basename(path).replace(/\.\w+$/, '')}|${basename(dirname(path))})`;
  for (const part of paragraphs(lines)) {
    if (/^(?:Portions )?Copyright|^IDENTIFICATION|^src\/|^contrib\//.test(part)) continue;
    const said = part
      .replace(new RegExp(`^${name}(?:\\.[chly]\\s*(?:-+|:)?\\s*|\\s+-+\\s*|:\\s*|\\s*$|\\s+(?=[A-Z]))`), '')
      .replace(/^-+\s*/, '');
    if (said !== '') return said;
  }
  return undefined;
}

/** The comment lines at the top of a file, without their marks. */
function leadingComment(lines: readonly string[], mark: string): readonly string[] {
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith(mark));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/^#+-*\s*/, '').trim());
}

/** Runs of lines that are not empty, each on one line. */
function paragraphs(lines: readonly string[]): readonly string[] {
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
}

function paragraph(lines: readonly string[]): string | undefined {
  return paragraphs(lines)[0];
}

/** The first sentence, at most about a hundred characters. */
function shortened(text: string): string {
  const sentence = /^.{12,}?[.:](?=\s+[A-Z]|$)/.exec(text)?.[0].replace(/[.:]$/, '') ?? text.replace(/[.:]$/, '');
  return sentence.length > 110 ? `${sentence.slice(0, 109).replace(/\s+\S*$/, '')}\u2026` : sentence;
}
