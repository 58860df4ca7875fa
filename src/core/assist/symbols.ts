import type { Place } from '../base/result.ts';
import { functionPlace } from '../index/c-functions.ts';
import { type IndexEntry, KINDS, type Kind } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';

/** A name of the whole tree, for a search over everything. */
export interface TreeSymbol {
  readonly name: string;
  readonly kind: Kind;
  /** What it is, in words. */
  readonly what: string;
  readonly place: Place;
}

/** Prefixes that narrow a search to some kinds. */
const PREFIXES: Readonly<Record<string, readonly TreeSymbol['kind'][]>> = {
  guc: ['guc', 'custom-guc'],
  fn: ['function', 'aggregate'],
  hook: ['hook', 'callback-table'],
  lock: ['lwlock', 'tranche'],
  wait: ['wait-event'],
  proc: ['process', 'bgworker'],
  err: ['errcode'],
  type: ['type'],
  node: ['node'],
  shmem: ['shmem', 'addin-shmem'],
  view: ['view', 'catalog'],
  test: ['test'],
  prog: ['program', 'extension'],
};

/** More would not be looked through; an editor asks again when the query grows. */
const MOST = 300;

/**
 * Names that hold the letters of a query, those that begin with it first. `guc:work` searches parameters only; a query without a prefix
 * searches everything but tests and OIDs.
 */
export function symbolsMatching(context: TreeContext, query: string): readonly TreeSymbol[] {
  const [, prefix, rest = ''] = /^(?:(\w+):)?\s*(.*)$/.exec(query.trim()) ?? [];
  const kinds = prefix === undefined ? undefined : PREFIXES[prefix];
  if (prefix !== undefined && !kinds) return [];
  const wanted = rest.toLowerCase();
  if (prefix === undefined && wanted.length < 2) return [];
  const isWanted = (kind: TreeSymbol['kind']) => (kinds ? kinds.includes(kind) : kind !== 'test' && kind !== 'oid');
  const symbols: TreeSymbol[] = [];
  for (const entry of treeIndex(context).all)
    if (isWanted(entry.kind) && entry.name.toLowerCase().includes(wanted))
      symbols.push({ name: entry.name, kind: entry.kind, what: KINDS[entry.kind], place: placeOf(context, entry) });
  const rank = ({ name }: TreeSymbol) => (name.toLowerCase() === wanted ? 0 : name.toLowerCase().startsWith(wanted) ? 1 : 2);
  return symbols.sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** Where to jump: for a process its function, else where the entry stands. */
function placeOf(context: TreeContext, { kind, fields, place }: IndexEntry): Place {
  const main = kind === 'process' ? fields['main'] : undefined;
  return (typeof main === 'string' ? functionPlace(context, main) : undefined) ?? place;
}
