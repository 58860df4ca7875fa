import type { Place } from '../base/result.ts';
import { functionPlace } from '../index/c-functions.ts';
import { parameterVariable, variablePlace } from '../index/c-variables.ts';
import type { IndexEntry, Kind } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { dirname, type TreePath } from '../tree/source-tree.ts';

/** Kinds that say something about the directory whose code they belong to. */
const TOLD: readonly Kind[] = [
  'guc',
  'custom-guc',
  'function',
  'shmem',
  'addin-shmem',
  'tranche',
  'hook',
  'callback-table',
  'process',
  'bgworker',
  'rmgr',
  'node',
  'view',
  'program',
  'extension',
  'test',
];

/** Where the code of an entry is: the C function of a SQL function, the variable of a parameter or hook; else where it is registered. */
export function homeOf(context: TreeContext, entry: IndexEntry): Place {
  const { kind, fields, name, place } = entry;
  const code = (field: unknown) => (typeof field === 'string' ? functionPlace(context, field) : undefined);
  if (kind === 'function') return (fields['language'] === 'internal' ? code(fields['cName']) : undefined) ?? place;
  if (kind === 'guc' && typeof fields['variable'] === 'string') return parameterVariable(context, fields['variable']) ?? place;
  if (kind === 'hook') return variablePlace(context, name) ?? place;
  if (kind === 'rmgr') return code(fields['redo']) ?? place;
  if (kind === 'process') return code(fields['main']) ?? place;
  return place;
}

/** What the code of each directory registers, its own files only, by directory and kind. */
export function registeredBy(context: TreeContext): ReadonlyMap<TreePath, ReadonlyMap<Kind, readonly IndexEntry[]>> {
  return remember(context, 'registered by directory', (inner) => {
    const found = new Map<TreePath, Map<Kind, IndexEntry[]>>();
    const index = treeIndex(inner);
    for (const kind of TOLD) {
      for (const entry of index.ofKind(kind)) {
        const directory = dirname(homeOf(inner, entry).path);
        const kinds = found.get(directory) ?? new Map<Kind, IndexEntry[]>();
        found.set(directory, kinds);
        kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
      }
    }
    return found;
  });
}
