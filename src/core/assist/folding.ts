import type { TreePath } from '../tree/source-tree.ts';
import type { Folding } from './answers.ts';
import { languageOf } from './languages.ts';
import { outlineOf } from './outline.ts';

/** What can be folded in a file of one of our languages: records and sections of more than one line, and runs of comment lines. */
export function foldingsOf(path: TreePath, text: string): readonly Folding[] {
  const language = languageOf(path);
  if (language === undefined || language === 'c' || language === 'script') return [];
  const items = outlineOf(path, text).filter(({ start, end }) => text.slice(start, end).includes('\n'));
  const comments = [...text.matchAll(/(?:^#(?!\w+[ \t]*=).*\r?\n){3,}/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length - 1,
    kind: 'comment' as const,
  }));
  return [...items.map(({ start, end }) => ({ start, end, kind: 'region' as const })), ...comments];
}
