import type { TreePath } from '../core/api.ts';

/** What edits can be for. */
export const PURPOSES = ['Build', 'Code', 'Documentation', 'Sample file', 'Tables', 'Tests'] as const;

/** What an edit is for, as the Refactor Preview groups edits: by where the file stands and by what it is. */
export function purposeOf(what: string, path: TreePath): (typeof PURPOSES)[number] {
  if (path.startsWith('doc/')) return 'Documentation';
  if (path.startsWith('src/test/') || /\/(?:t|sql|expected|specs)\//.test(path)) return 'Tests';
  if (/\.sample$/.test(path)) return 'Sample file';
  if (/(?:^|\/)(?:Makefile|GNUmakefile|meson\.build)$/.test(path)) return 'Build';
  if (what === 'row' || what === 'record' || /\.(?:dat|txt|list)$/.test(path)) return 'Tables';
  return 'Code';
}
