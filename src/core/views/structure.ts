import { type IndexEntry, KINDS, type Kind, pluralOf } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import { describeDirectory, describeFile } from '../structure/describe.ts';
import { readmeOf, sourcesOf, subdirectories, topDirectories } from '../structure/directories.ts';
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
  rmgr: 'history',
  node: 'symbol-class',
  view: 'table',
  program: 'terminal',
  extension: 'extensions',
  test: 'beaker',
};

/** What stands for a kind in the id of the node of a directory's sources. */
const SOURCES = 'source';

/** Directories with what they are for; below each its directories, what its code registers, by kind, and its sources. */
export function structureNodes(context: TreeContext, id: string | undefined): readonly ViewNode[] {
  if (id === undefined) return topDirectories(context).map((path) => directoryNode(context, path));
  const [directory = '', kind, entry] = id.split('|');
  if (entry !== undefined) return kind === SOURCES ? [] : programFiles(context, directory, entry);
  if (kind === SOURCES) return sourcesOf(context, directory).map((path) => sourceNode(context, path));
  if (kind !== undefined) return entriesOf(context, directory, kind as Kind).map((one) => entryNode(context, directory, one));
  const kinds = registeredBy(context).get(directory) ?? new Map<Kind, readonly IndexEntry[]>();
  const sources = sourcesOf(context, directory).length;
  return [
    ...subdirectories(context, directory).map((path) => directoryNode(context, path)),
    ...[...kinds].flatMap(([own, entries]) =>
      isShownAlone(own)
        ? entries.map((one) => entryNode(context, directory, one))
        : [groupNode(directory, own, entries.length === 1 ? KINDS[own] : pluralOf(own), entries.length, ICONS[own] ?? 'symbol-misc')],
    ),
    ...(sources > 0 ? [groupNode(directory, SOURCES, sources === 1 ? 'C source' : 'C sources', sources, 'files')] : []),
  ];
}

function isShownAlone(kind: Kind): boolean {
  return kind === 'program' || kind === 'extension';
}

function groupNode(directory: TreePath, kind: string, label: string, count: number, icon: string): ViewNode {
  return { id: `${directory}|${kind}`, label, description: String(count), icon, hasChildren: true };
}

/** The nodes from the top to a file, or to the directory that holds it, outermost first; empty where it lies outside of the structure. */
export function structurePath(context: TreeContext, path: TreePath): readonly ViewNode[] {
  const directory = dirname(path);
  return structureWay(context, sourcesOf(context, directory).includes(path) ? `${directory}|${SOURCES}|${path}` : directory);
}

/** The nodes from the top to the one of an id, outermost first, as far as they are there. */
export function structureWay(context: TreeContext, id: string): readonly ViewNode[] {
  const [directory = '', kind, entry] = id.split('|');
  const tops = topDirectories(context);
  const around: TreePath[] = [];
  for (let at = directory; at !== ''; at = dirname(at)) around.unshift(at);
  // A directory may stand at the top and below another one; it is shown where the way is shortest.
  const start = around.findLastIndex((one) => tops.includes(one));
  if (start < 0) return [];
  const directories = around.slice(start).map((one) => directoryNode(context, one));
  const ids = [...(kind === undefined || isShownAlone(kind as Kind) ? [] : [`${directory}|${kind}`]), ...(entry === undefined ? [] : [id])];
  let parent = directory;
  const below = ids.flatMap((one) => {
    const node = structureNodes(context, parent).find((child) => child.id === one);
    parent = one;
    return node ?? [];
  });
  return [...directories, ...below];
}

/** Everything that the structure shows: every directory, then what the code of each registers and its sources. */
export function structureSearch(context: TreeContext): readonly ViewNode[] {
  const all = [...new Set(topDirectories(context).flatMap((path) => withSubdirectories(context, path)))];
  const directories = all.map((path) => ({ ...directoryNode(context, path), label: path }));
  const within = (path: TreePath, node: ViewNode): ViewNode => ({
    ...node,
    description: [path, node.description].filter(Boolean).join('  \u00b7  '),
  });
  const registered = registeredBy(context);
  return [
    ...directories,
    ...all.flatMap((path) =>
      [...(registered.get(path) ?? [])].flatMap(([, entries]) => entries.map((one) => within(path, entryNode(context, path, one)))),
    ),
    ...all.flatMap((path) => sourcesOf(context, path).map((one) => within(path, sourceNode(context, one)))),
  ];
}

function withSubdirectories(context: TreeContext, directory: TreePath): readonly TreePath[] {
  return [directory, ...subdirectories(context, directory).flatMap((path) => withSubdirectories(context, path))];
}

function sourceNode(context: TreeContext, path: TreePath): ViewNode {
  const description = describeFile(context, path);
  return {
    id: `${dirname(path)}|${SOURCES}|${path}`,
    label: basename(path),
    ...(description === undefined ? {} : { description }),
    tooltip: [path, description].filter(Boolean).join('\n'),
    icon: 'file-code',
    place: { path, offset: 0 },
    hasChildren: false,
  };
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
    hasChildren: subdirectories(context, path).length > 0 || registeredBy(context).has(path) || sourcesOf(context, path).length > 0,
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
    id: `${directory}|${entry.kind}|${entryKey(entry)}`,
    label: entry.name,
    ...(description === undefined ? {} : { description }),
    tooltip: `${KINDS[entry.kind]} ${entry.name}\n${place.path}`,
    icon: ICONS[entry.kind] ?? 'symbol-misc',
    place,
    hasChildren: entry.kind === 'program',
  };
}

/** The sources of a program: its main file, and those beside it that are not the main file of another one. */
function programFiles(context: TreeContext, directory: TreePath, id: string): readonly ViewNode[] {
  const programs = treeIndex(context)
    .ofKind('program')
    .filter((one) => dirname(one.place.path) === directory);
  const program = programs.find((one) => entryKey(one) === id);
  if (!program) return [];
  const isOther = (path: TreePath) => path !== program.place.path && programs.some((one) => one.place.path === path);
  return sourcesOf(context, directory)
    .filter((path) => !isOther(path))
    .map((path) => {
      const node = { ...sourceNode(context, path), id: `${directory}|program|${id}|${basename(path)}` };
      return path === program.place.path ? { ...node, description: 'main', place: program.place } : node;
    });
}

function entryKey(entry: IndexEntry): string {
  return `${entry.name} ${entry.place.offset}`;
}
