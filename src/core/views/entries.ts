import type { IndexEntry, Kind } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import { linksOf } from '../links/links.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename } from '../tree/source-tree.ts';
import type { ViewNode } from './node.ts';
import { ICONS } from './structure.ts';

/** Icons of what a place is to an entry. */
const ROLE_ICONS: Readonly<Record<string, string>> = {
  declaration: 'symbol-interface',
  type: 'symbol-class',
  definition: 'symbol-variable',
  call: 'call-incoming',
  installer: 'plug',
  'kept for chaining': 'link',
  test: 'beaker',
  documentation: 'book',
  request: 'symbol-structure',
};

/** Entries of one kind in the order of the tree; below each, everything that is linked to it. */
export function entryNodes(
  kind: Kind,
  describe: (entry: IndexEntry) => string,
): (context: TreeContext, id: string | undefined) => readonly ViewNode[] {
  return (context, id) => {
    const entries = treeIndex(context).ofKind(kind);
    if (id === undefined) {
      return entries.map((entry) => ({
        id: idOf(entry),
        label: entry.name,
        description: describe(entry),
        tooltip: tooltipOf(entry),
        icon: ICONS[kind] ?? 'symbol-misc',
        place: entry.place,
        hasChildren: true,
      }));
    }
    const entry = entries.find((one) => idOf(one) === id);
    if (!entry) return [];
    return linksOf(context, entry).map(({ role, place, text }, index) => ({
      id: `${id}|${index}`,
      label: role,
      description: [basename(place.path), text].filter(Boolean).join('  \u00b7  '),
      tooltip: `${place.path}${text === undefined ? '' : `\n${text}`}`,
      icon: ROLE_ICONS[role] ?? 'symbol-reference',
      place,
      hasChildren: false,
    }));
  };
}

function idOf(entry: IndexEntry): string {
  return `${entry.name}@${entry.place.path}`;
}

function tooltipOf(entry: IndexEntry): string {
  const fields = Object.entries(entry.fields).map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  return [entry.name, ...fields].join('\n');
}
