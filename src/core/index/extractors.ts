import { ok, type Result } from '../base/result.ts';
import { listOids } from '../catalog/oids.ts';
import type { Entry } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember, settled } from '../tree/memo.ts';
import { withLocks } from './area-locks.ts';
import type { IndexEntry, Kind } from './entry.ts';
import { isKind } from './entry.ts';
import { catalogRows, catalogs, views } from './extract/catalogs.ts';
import { callbackTables, hooks } from './extract/hooks.ts';
import { builtInTranches, listedLocks, namedTranches, numberedLocks } from './extract/locks.ts';
import { addinAreas, customOptions, extensions, resourceManagers, sqlstates } from './extract/modules.ts';
import { nodes } from './extract/nodes.ts';
import { processes } from './extract/processes.ts';
import { programs } from './extract/programs.ts';
import { tests } from './extract/tests.ts';
import { codedWaitEvents, listedWaitEvents } from './extract/wait-events.ts';
import { backgroundWorkers } from './extract/workers.ts';
import type { FileExtractor, TreeExtractor } from './extractor.ts';
import { withSizeDrivers } from './size-drivers.ts';

/** Everything that looks into single files. */
export const fileExtractors: readonly FileExtractor[] = [
  catalogRows,
  catalogs,
  views,
  numberedLocks,
  listedLocks,
  namedTranches,
  listedWaitEvents,
  codedWaitEvents,
  hooks,
  callbackTables,
  backgroundWorkers,
  customOptions,
  addinAreas,
  extensions,
  resourceManagers,
  sqlstates,
  tests,
  programs,
];

/** Kinds of registration that are listed from tables and their initializers alone. */
const PARSED_NOT = new Set(['function', 'guc']);

/** Everything that needs several files at once; the kinds that can be registered list themselves. */
export const treeExtractors: readonly TreeExtractor[] = [
  ...features.flatMap((feature) =>
    isKind(feature.kind)
      ? [listed(feature.kind, !PARSED_NOT.has(feature.kind), (context) => entriesOf(registeredOf(context, feature.kind)))]
      : [],
  ),
  listed('oid', false, ({ tree }) => entriesOf(listOids(tree))),
  builtInTranches,
  nodes,
  processes,
];

/**
 * What is registered of a kind that can be registered, with what other kinds tell of it. Where somebody is typing in a table, it is what can be
 * read, and `unread` of the feature says that it is not all.
 */
export function registeredOf(context: TreeContext, kind: string): Result<readonly Entry[]> {
  const entries = features.find((feature) => feature.kind === kind)?.list(context) ?? ok([]);
  if (kind !== 'shmem' || !entries.ok) return entries;
  return ok(withLocks(context, withSizeDrivers(context, entries.value, namesByVariable)));
}

/** Names of what is registered by the C variables that hold it. */
function namesByVariable(context: TreeContext): ReadonlyMap<string, string> {
  return remember(context, 'names by variable', (inner) => {
    const pairs = settled(inner, 'entries by variable', (own) =>
      features.flatMap((feature) => {
        const found = feature.variables(own);
        return found.ok ? found.value : [];
      }),
    );
    return new Map(pairs);
  });
}

function listed(kind: Kind, parses: boolean, list: (context: TreeContext) => readonly Entry[]): TreeExtractor {
  const entry = (one: Entry): IndexEntry => ({ ...one, kind, end: one.place.offset });
  return { kind, parses, extract: (context) => list(context).map(entry) };
}

/** Entries of a tree that can be read; one that cannot be read has none, and the kind's own list says why. */
function entriesOf(listing: { readonly ok: true; readonly value: readonly Entry[] } | { readonly ok: false }): readonly Entry[] {
  return listing.ok ? listing.value : [];
}
