import { type IndexEntry, KINDS, type Kind } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import { describeDirectory, describeFile } from '../structure/describe.ts';
import { readmeOf, subdirectories, topDirectories } from '../structure/directories.ts';
import { homeOf, registeredBy } from '../structure/homes.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import type { ViewNode } from './node.ts';

/** Icons of the kinds, for every view that shows entries. */
export const ICONS: Partial<Record<Kind, string>> = {
  guc: 'settings',
  'custom-guc': 'settings',
  function: 'symbol-function',
  shmem: 'symbol-structure',
  'addin-shmem': 'symbol-structure',
  tranche: 'lock',
  lwlock: 'lock',
  hook: 'plug',
  'callback-table': 'symbol-interface',
  process: 'server-process',
  bgworker: 'server-process',
  rmgr: 'book',
  node: 'symbol-class',
  view: 'table',
  program: 'terminal',
  extension: 'extensions',
  test: 'beaker',
};

/** Directories with what they are for; below each its directories, then what its code registers, by kind. */
export function structureNodes(context: TreeContext, id: string | undefined): readonly ViewNode[] {
  if (id === undefined) return topDirectories(context).map((path) => directoryNode(context, path));
  const [directory = '', kind, entry] = id.split('|');
  if (entry !== undefined) return programFiles(context, directory, entry);
  if (kind !== undefined) return entriesOf(context, directory, kind as Kind).map((one) => entryNode(context, directory, one));
  const kinds = registeredBy(context).get(directory) ?? new Map<Kind, readonly IndexEntry[]>();
  return [
    ...subdirectories(context, directory).map((path) => directoryNode(context, path)),
    ...[...kinds].flatMap(([own, entries]) =>
      own === 'program' || own === 'extension'
        ? entries.map((one) => entryNode(context, directory, one))
        : [
            {
              id: `${directory}|${own}`,
              label: `${KINDS[own]}`,
              description: String(entries.length),
              icon: ICONS[own] ?? 'symbol-misc',
              hasChildren: true,
            },
          ],
    ),
  ];
}

/** The nodes from the top to the directory of a file, outermost first; empty where the file lies outside of the structure. */
export function structurePath(context: TreeContext, path: TreePath): readonly ViewNode[] {
  const tops = topDirectories(context);
  const around: TreePath[] = [];
  for (let at = dirname(path); at !== ''; at = dirname(at)) around.unshift(at);
  // A directory may stand at the top and below another one; it is shown where the way is shortest.
  const start = around.findLastIndex((directory) => tops.includes(directory));
  return start < 0 ? [] : around.slice(start).map((directory) => directoryNode(context, directory));
}

function directoryNode(context: TreeContext, path: TreePath): ViewNode {
  const description = describeDirectory(context, path);
  const readme = readmeOf(context, path);
  return {
    id: path,
    label: topDirectories(context).includes(path) ? path : basename(path),
    ...(description ? { description: description.text } : {}),
    tooltip: [path, description ? `${description.text} (${basename(description.place.path)})` : ''].filter(Boolean).join('\n'),
    icon: 'folder',
    ...(readme === undefined ? {} : { can: 'open-readme' as const, place: { path: readme, offset: 0 } }),
    hasChildren: subdirectories(context, path).length > 0 || registeredBy(context).has(path),
  };
}

function entriesOf(context: TreeContext, directory: TreePath, kind: Kind): readonly IndexEntry[] {
  return registeredBy(context).get(directory)?.get(kind) ?? [];
}

function entryNode(context: TreeContext, directory: TreePath, entry: IndexEntry): ViewNode {
  const place = homeOf(context, entry);
  const said = entry.fields['shortDesc'] ?? entry.fields['description'] ?? entry.fields['comment'] ?? entry.fields['signature'];
  const description = typeof said === 'string' ? said : entry.kind === 'program' ? describeFile(context, place.path) : undefined;
  return {
    id: `${directory}|${entry.kind}|${entry.name} ${entry.place.offset}`,
    label: entry.name,
    ...(description === undefined ? {} : { description }),
    tooltip: `${KINDS[entry.kind]} ${entry.name}\n${place.path}`,
    icon: ICONS[entry.kind] ?? 'symbol-misc',
    place,
    hasChildren: entry.kind === 'program',
  };
}

/** The sources beside a program's main file. */
function programFiles(context: TreeContext, directory: TreePath, id: string): readonly ViewNode[] {
  const program = treeIndex(context)
    .ofKind('program')
    .find((one) => dirname(one.place.path) === directory && `${one.name} ${one.place.offset}` === id.replace(/^program\|/, ''));
  return (context.tree.list(directory) ?? [])
    .filter((entry) => program && entry.kind === 'file' && /\.[chly]$/.test(entry.name))
    .map(({ name }) => {
      const path = `${directory}/${name}`;
      const description = describeFile(context, path);
      const isMain = program?.place.path === path;
      return {
        id: `${directory}|program|${id}|${name}`,
        label: name,
        ...(isMain ? { description: 'main' } : description === undefined ? {} : { description }),
        icon: 'file-code',
        place: isMain ? program.place : { path, offset: 0 },
        hasChildren: false,
      };
    });
}
