import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { CATALOG_DIRECTORY } from './headers.ts';

/** Columns that no two rows of a catalog may have in common. */
export type UniqueKey = readonly string[];

/** The unique indexes that the headers declare for a catalog, but for those on OIDs alone. */
export function uniqueKeys(context: TreeContext, catalog: string): readonly UniqueKey[] {
  return (
    remember(context, 'unique keys', ({ tree }) => {
      const found = new Map<string, UniqueKey[]>();
      for (const { name } of tree.list(CATALOG_DIRECTORY) ?? []) {
        if (!name.endsWith('.h')) continue;
        for (const match of (tree.read(`${CATALOG_DIRECTORY}/${name}`)?.text ?? '').matchAll(DECLARATION)) {
          const [, table = '', list = ''] = match;
          const columns = list.split(',').map((column) => column.trim().replace(/\s.*$/, ''));
          if (columns.join() !== 'oid') found.set(table, [...(found.get(table) ?? []), columns]);
        }
      }
      return found;
    }).get(catalog) ?? []
  );
}

/** With the table behind `on`, or as an argument of its own. */
const DECLARATION = /^DECLARE_UNIQUE_INDEX\w*\(\w+,\s*\d+,\s*(?:\w+,\s*)?(?:on\s+)?(\w+)(?:\s+using|,)\s+btree\(([^)]*)\)/gm;
