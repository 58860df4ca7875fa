import type { Completion } from '../assist/answers.ts';
import { skipOpaque } from '../syntax/c/lex.ts';
import { lineStart } from '../text/lines.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Idiom } from './idiom.ts';
import { idiomsOf } from './idioms.ts';

/**
 * The idioms of the tree that can be meant at an offset of a C file: in code, where a word that begins like `pg` is typed, or where a
 * line has not begun.
 */
export function idiomsAt(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  if (!/\.[ch]$/.test(path)) return [];
  const text = context.tree.read(path)?.text ?? '';
  const line = text.slice(lineStart(text, offset), offset);
  const word = /\w*$/.exec(line)?.[0] ?? '';
  if (word === '' ? line.trim() !== '' : !(word.startsWith('pg') || 'pg'.startsWith(word))) return [];
  const start = offset - word.length;
  if (isOpaque(text, start)) return [];
  const end = offset + (/^\w*/.exec(text.slice(offset))?.[0].length ?? 0);
  return remember(context, 'idioms', ({ tree }) => idiomsOf(tree)).map((idiom) => ({
    start,
    end,
    label: idiom.prefix,
    kind: 'snippet',
    detail: idiom.label,
    markdown: explain(idiom),
    insert: idiom.body,
  }));
}

/** What an idiom gives, and the includes it needs. */
function explain({ description, includes }: Idiom): string {
  if (includes.length === 0) return `${description}.`;
  const lines = includes.map((header) => `#include ${header.startsWith('<') ? header : `"${header}"`}`);
  return [`${description}. It needs:`, '', '```c', ...lines, '```'].join('\n');
}

/** Whether an offset lies in a comment or a literal. */
function isOpaque(text: string, offset: number): boolean {
  const opening = /["']|\/[*/]/g;
  for (let match = opening.exec(text); match && match.index < offset; match = opening.exec(text)) {
    const end = skipOpaque(text, match.index);
    if (offset < end) return true;
    opening.lastIndex = Math.max(end, match.index + 1);
  }
  return false;
}
