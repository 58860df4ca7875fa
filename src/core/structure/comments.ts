import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import { paragraphs } from './text.ts';

/** How paragraphs about rights begin. */
const LEGAL = /^(?:(?:Portions )?Copyright|Licensed under|Unless required by|https?:)/;

/** What a Makefile says that it builds, unless that is only the directory's path; then the paragraph after it. */
export function makefileSays(text: string): string | undefined {
  for (const part of leadingComment(text)) {
    const said = part
      .replace(/^Makefile\s*-*\s+(?:Makefile\s+)?(?:for\s+)?/i, '')
      .replace(/\s+(?:top-level\s+)?makefile$/i, '')
      .trim();
    const inBrackets = /^src\/\S+\s+\((.*)\)$/.exec(said)?.[1];
    if (inBrackets !== undefined) return inBrackets;
    if (LEGAL.test(said) || /^IDENTIFICATION\b|'make install'/.test(said)) continue;
    if (!/^(?:\S*\/\S*|[\w-]*)$/.test(said) && !/^\S+ makefile$/i.test(part)) return said;
  }
  return undefined;
}

/** What a meson.build says of itself, beside its licence. */
export function mesonSays(text: string): string | undefined {
  return leadingComment(text).find((part) => !LEGAL.test(part) && !/^(?:NB:|Note|See )/.test(part));
}

/** The first sentence of the comment at the top of a C file, without the file's name. */
export function fileSays(text: string, path: TreePath): string | undefined {
  const comment = /^\s*\/\*[\s\S]*?\*\//.exec(text)?.[0];
  if (comment === undefined || /^\s*\/\* A (?:Bison parser|lexical scanner)/.test(comment)) return undefined;
  const lines = comment.split(/\r?\n/).map((line) =>
    line
      .replace(/^\s*\/?\*+-*\/?\s?/, '')
      .replace(/-*\*\/$/, '')
      .replace(/\s*\\brief\b/, '')
      .trim(),
  );
  const name = `(?:${basename(path).replace(/\.\w+$/, '')}|${basename(dirname(path))})`;
  for (const part of paragraphs(lines)) {
    if (LEGAL.test(part) || /^IDENTIFICATION|^(?:src|contrib)\/|^Authors?:/.test(part)) continue;
    const said = part
      .replace(new RegExp(`^${name}(?:\\.[chly]\\s*(?:-+|:)?\\s*|\\s+-+\\s*|:\\s*|\\s*$|\\s+(?=[A-Z]))`), '')
      .replace(/^-+\s*/, '');
    if (said !== '' && said !== 'main source file') return said;
  }
  return undefined;
}

/** Paragraphs of the comment at the top of a build file; one that stands right above code is about that code, unless there is nothing else. */
function leadingComment(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const above = lines.slice(0, end < 0 ? lines.length : end);
  const found = paragraphs(above.map((line) => line.replace(/^#+-*\s*/, '').trim()));
  return found.length > 1 && end > 0 && /^#.*\w/.test(above.at(-1) ?? '') ? found.slice(0, -1) : found;
}
