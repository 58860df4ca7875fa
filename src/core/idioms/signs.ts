import { dirname, type SourceTree, type TreePath } from '../tree/source-tree.ts';

/** Where a tree shows which form of an idiom it wants: a text of its own, and what stands in it. */
interface Probe {
  readonly path: TreePath;
  readonly has: RegExp;
}

const probes = {
  /** A module can give its name and version with its magic block. */
  magicWithFields: { path: 'src/include/fmgr.h', has: /^#define PG_MODULE_MAGIC_EXT\b/m },
  /** Modules need no prototype of _PG_init of their own. */
  initDeclared: { path: 'src/include/fmgr.h', has: /\b_PG_init\(void\);/ },
  /** Functions that do not return say so in front of their declaration. */
  noreturnInFront: { path: 'src/include/c.h', has: /^#define pg_noreturn\b/m },
  /** One call sets up the tuplestore of a set-returning function. */
  materializedSrf: { path: 'src/include/funcapi.h', has: /\bInitMaterializedSRF\(FunctionCallInfo\b/ },
  /** The same call under the name that it had at first. */
  singleFuncCall: { path: 'src/include/funcapi.h', has: /\bSetSingleFuncCall\(FunctionCallInfo\b/ },
  /** pqsignal() runs handlers in a wrapper that restores errno. */
  errnoRestored: { path: 'src/port/pqsignal.c', has: /\bsave_errno\b/ },
  /** Shared memory is asked for through callbacks. */
  shmemCallbacks: { path: 'src/include/storage/shmem.h', has: /^extern void RegisterShmemCallbacks\(/m },
  /** Extensions ask for shared memory in a hook, not in _PG_init. */
  shmemRequestHook: { path: 'src/include/miscadmin.h', has: /\bshmem_request_hook;/ },
  /** ShmemInitHash() takes the size that a table has at first and the greatest one. */
  shmemHashTwoSizes: { path: 'src/include/storage/shmem.h', has: /\bShmemInitHash\(const char \*name, \w+ init_size,/ },
  /** A tranche gets its name when its ID is made. */
  trancheNamedAtOnce: { path: 'src/include/storage/lwlock.h', has: /\bLWLockNewTrancheId\(const char \*/ },
  /** The names of wait events have a header of their own. */
  waitEventHeader: { path: 'src/include/utils/wait_event.h', has: /\bpgstat_report_wait_start\b/ },
  /** Extensions can name their wait events. */
  customWaitEvents: { path: 'src/include/utils/wait_event.h', has: /\bWaitEventExtensionNew\(const char \*/ },
  /** Shared memory can be had after the start of the server, by name. */
  dsmRegistry: { path: 'src/include/storage/dsm_registry.h', has: /\bGetNamedDSMSegment\(/ },
  /** The function that initializes such a segment gets an argument. */
  dsmInitArgument: { path: 'src/include/storage/dsm_registry.h', has: /\(\*init_callback\) \(void \*ptr, void \*arg\)/ },
  /** So can hash tables. */
  dsmHash: { path: 'src/include/storage/dsm_registry.h', has: /\bGetNamedDSHash\(/ },
  /** Input functions can report errors without throwing them. */
  softErrors: { path: 'src/include/nodes/miscnodes.h', has: /\bErrorSaveContext;/ },
  /** Lists can be walked without a ListCell. */
  foreachTyped: { path: 'src/include/nodes/pg_list.h', has: /^#define foreach_ptr\(/m },
  /** Allocation by type. */
  pallocObject: { path: 'src/include/utils/palloc.h', has: /^#define palloc_object\(/m },
  /** Memory that guc.c may free comes from a function of its own. */
  gucMalloc: { path: 'src/include/utils/guc.h', has: /\bguc_malloc\(int elevel\b/ },
  /** A prefix of custom parameters can be reserved. */
  gucPrefixReserved: { path: 'src/include/utils/guc.h', has: /^extern void MarkGUCPrefixReserved\(/m },
  /** Resource owners keep resources of extensions. */
  resourceKinds: { path: 'src/include/utils/resowner.h', has: /\bResourceOwnerDesc;/ },
  /** WAL data is taken from any pointer. */
  walDataOfAnyType: { path: 'src/include/access/xloginsert.h', has: /\bXLogRegisterData\(const void \*/ },
  /** Scans of tables take flags. */
  tableScanFlags: { path: 'src/include/access/tableam.h', has: /\btable_beginscan\(Relation rel, Snapshot snapshot,[^)]*\bflags\)/ },
} as const satisfies Readonly<Record<string, Probe>>;

/** The name of something that a tree's own texts say or do not say. */
export type Sign = keyof typeof probes;

/** The names of all signs. */
export const signs = Object.keys(probes) as readonly Sign[];

/** Whether a tree shows a sign; undefined where the directory that would say so is missing, as in a partial checkout. */
export function sign(tree: SourceTree, name: Sign): boolean | undefined {
  const { path, has } = probes[name];
  const text = tree.read(path)?.text;
  if (text !== undefined) return has.test(text);
  return tree.list(dirname(path)) === undefined ? undefined : false;
}
