import { constantsOfRecord } from '../catalog/constants.ts';
import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { recordsOf } from '../catalog/records.ts';
import type { Link } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { functionPlace, functionsOf } from '../index/c-functions.ts';
import type { IndexEntry, Kind } from '../index/entry.ts';
import { manualEvent } from '../index/manual-events.ts';
import { lineAt, mentionsInCode, mentionsInTests } from '../index/mentions.ts';
import { conditionOf, stateOf } from '../index/script-names.ts';
import { treeIndex } from '../index/tree-index.ts';
import { serverProcesses } from '../startup/processes.ts';
import type { TreeContext } from '../tree/context.ts';
import { dirname, type TreePath } from '../tree/source-tree.ts';
import { hookLinks } from './hook.ts';

type LinksOf = (context: TreeContext, entry: IndexEntry) => readonly Link[];

/** How the entries of kinds that cannot be registered are linked. */
const BY_KIND: Partial<Record<Kind, LinksOf>> = {
  hook: hookLinks,
  'custom-guc': (context, { fields }) => uses(context, fields['variable']),
  type: (context, entry) => [
    ...functions(context, { input: entry.fields['input'], output: entry.fields['output'] }),
    ...constantUses(context, entry),
  ],
  operator: (context, entry) => [...functions(context, { function: entry.fields['function'] }), ...constantUses(context, entry)],
  cast: (context, { fields }) => functions(context, { function: fields['function'] }),
  aggregate: (context, { fields }) =>
    functions(context, { transition: fields['transition'], final: fields['final'], combine: fields['combine'] }),
  catalog: (context, { name, fields }) => {
    const data = `${CATALOG_DIRECTORY}/${name}.dat`;
    return [
      ...(context.tree.stamp(data) === undefined ? [] : [{ role: 'data', place: { path: data, offset: 0 } }]),
      ...uses(context, fields['symbol']),
    ];
  },
  lwlock: (context, { name, fields }) => [...documented(context, fields['event']), ...uses(context, name)],
  tranche: (context, { name, fields }) => [...documented(context, name), ...uses(context, fields['id'])],
  'wait-event': (context, { name, fields }) => [...documented(context, name), ...uses(context, fields['symbol'])],
  errcode: (context, { name, fields }) => [...uses(context, name), ...handlers(context, fields)],
  node: (context, { name }) => uses(context, `T_${name}`),
  rmgr: (context, { fields }) => {
    const { id: _, ...callbacks } = fields;
    return codeLinks(context, callbacks);
  },
  process: (context, entry) => [
    ...codeLinks(context, { 'main function': entry.fields['main'] }),
    ...serverProcesses(context)
      .filter((one) => one.name === entry.name && one.listed.offset === entry.place.offset)
      .flatMap((one) => one.startedBy.map(({ name, place }) => ({ role: 'started by', place, text: name }))),
  ],
  bgworker: (context, { name, fields, place }) =>
    codeLinks(context, { 'entry function': name, 'registered by': fields['registeredBy'] }, place.path),
  'callback-table': (context, { name }) => uses(context, name),
  extension: ({ tree }, { name, place }) => {
    const directory = dirname(place.path);
    const own = (tree.list(directory) ?? []).filter(
      (one) => one.kind === 'file' && (one.name.endsWith('.c') || one.name.startsWith(`${name}--`)),
    );
    return own.map((one) => ({
      role: one.name.endsWith('.c') ? 'code' : 'script',
      place: { path: `${directory}/${one.name}`, offset: 0 },
    }));
  },
  test: ({ tree }, { place }) => {
    const expected = place.path.replace(/\/(?:sql|specs|input)\/([\w.-]+)\.\w+$/, '/expected/$1.out');
    return expected !== place.path && tree.stamp(expected) !== undefined
      ? [{ role: 'expected', place: { path: expected, offset: 0 } }]
      : [];
  },
};

/** Everything in the tree that is linked to an entry, in the order in which one would look at it. Reads the files that it has to. */
export function linksOf(context: TreeContext, entry: IndexEntry): readonly Link[] {
  const feature = features.find((one) => one.kind === entry.kind);
  if (feature) {
    const links = feature.links(context, entry);
    return links.ok ? links.value : [];
  }
  return BY_KIND[entry.kind]?.(context, entry) ?? [];
}

/** Mentions of a C identifier in code. */
function uses(context: TreeContext, name: unknown): readonly Link[] {
  if (typeof name !== 'string') return [];
  return mentionsInCode(context, name).map((one) => ({ role: 'use', place: { path: one.path, offset: one.offset }, text: lineAt(one) }));
}

/** Mentions of the identifiers that C code knows a record of a catalog by. */
function constantUses(context: TreeContext, { place }: IndexEntry): readonly Link[] {
  const record = recordsOf(context, place.path).find((one) => one.start === place.offset);
  const names = record ? constantsOfRecord(context, place.path, record) : [];
  return names.flatMap((name) => uses(context, name));
}

/** The row of the manual about a wait event. */
function documented(context: TreeContext, event: unknown): readonly Link[] {
  const found = typeof event === 'string' ? manualEvent(context, event) : undefined;
  return found ? [{ role: 'documentation', place: found.place, text: found.text }] : [];
}

/** Tests that handle or raise an error by its condition or its SQLSTATE. */
function handlers(context: TreeContext, { condition, state }: IndexEntry['fields']): readonly Link[] {
  const mentions = [
    ...(typeof condition === 'string' ? mentionsInTests(context, condition, conditionOf(condition)) : []),
    ...(typeof state === 'string' ? mentionsInTests(context, state, stateOf(state)) : []),
  ];
  return mentions.map((one) => ({ role: 'test', place: { path: one.path, offset: one.offset }, text: lineAt(one) }));
}

/** Rows of SQL functions that catalog fields name, by role; an argument list in a field is seen through. */
function functions(context: TreeContext, byRole: Readonly<Record<string, unknown>>): readonly Link[] {
  return Object.entries(byRole).flatMap(([role, value]) => {
    if (typeof value !== 'string') return [];
    const name = value.replace(/\(.*$/, '');
    return treeIndex(context)
      .named(name)
      .filter((one) => one.kind === 'function')
      .map((one) => ({ role, place: one.place, text: value }));
  });
}

/** C functions by role: those of a file, which may be one of a module, else those of the server. */
function codeLinks(context: TreeContext, byRole: Readonly<Record<string, unknown>>, file?: TreePath): readonly Link[] {
  const own = file === undefined ? [] : functionsOf(context, file);
  return Object.entries(byRole).flatMap(([role, name]) => {
    if (typeof name !== 'string') return [];
    const found = own.find((one) => one.name === name);
    const place = file !== undefined && found ? { path: file, offset: found.offset } : functionPlace(context, name);
    return place ? [{ role, place, text: name }] : [];
  });
}
