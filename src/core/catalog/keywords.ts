import type { SourceTree } from '../tree/source-tree.ts';

const KEYWORD_LIST = 'src/include/parser/kwlist.h';

/**
 * How SQL spells a name of a function or an argument: in double quotes where the grammar would take it for a key word. Which words
 * those are stands in kwlist.h: the reserved ones and those that only name columns.
 */
export function nameSpelling(tree: SourceTree): (name: string) => string {
  const list = tree.read(KEYWORD_LIST)?.text ?? '';
  const words = [...list.matchAll(/^PG_KEYWORD\("(\w+)",\s*\w+,\s*(?:RESERVED|COL_NAME)_KEYWORD\b/gm)];
  const keywords = new Set(words.map((match) => match[1] ?? ''));
  return (name) => (keywords.has(name) || !/^[a-z_][a-z0-9_$]*$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
}
