import { memoryTree } from '../../../src/core/tree/memory-tree.ts';
import type { SourceTree } from '../../../src/core/tree/source-tree.ts';

const headers = {
  'src/include/c.h': '#define pg_attribute_noreturn() __attribute__((noreturn))\n',
  'src/include/fmgr.h': '#define PG_MODULE_MAGIC int magic\n',
  'src/include/funcapi.h': 'extern TypeFuncClass get_call_result_type(FunctionCallInfo fcinfo);\n',
  'src/include/miscadmin.h': 'extern bool process_shared_preload_libraries_in_progress;\n',
  'src/include/access/tableam.h':
    'static inline TableScanDesc\ntable_beginscan(Relation rel, Snapshot snapshot,\n\t\t\t\tint nkeys, ScanKeyData *key)\n{\n}\n',
  'src/include/access/xloginsert.h': 'extern void XLogRegisterData(char *data, int len);\n',
  'src/include/nodes/pg_list.h': '#define foreach(cell, lst) for (;;)\n',
  'src/include/storage/lwlock.h': 'extern int\tLWLockNewTrancheId(void);\n',
  'src/include/storage/shmem.h':
    'extern HTAB *ShmemInitHash(const char *name, long init_size, long max_size,\n\t\t\t\t\t\t   HASHCTL *infoP, int hash_flags);\n',
  'src/include/utils/guc.h': 'extern void EmitWarningsOnPlaceholders(const char *className);\n',
  'src/include/utils/palloc.h': 'extern void *palloc(Size size);\n',
  'src/include/utils/resowner.h': 'typedef struct ResourceOwnerData *ResourceOwner;\n',
  'src/port/pqsignal.c': 'pqsigfunc\npqsignal(int signo, pqsigfunc func)\n{\n}\n',
};

/** What a tree says that wants every idiom in its new form. */
const signsOfAll = {
  'src/include/c.h': '#define pg_noreturn _Noreturn\n',
  'src/include/fmgr.h': '#define PG_MODULE_MAGIC_EXT(...) int magic\nextern PGDLLEXPORT void _PG_init(void);\n',
  'src/include/funcapi.h': 'extern void InitMaterializedSRF(FunctionCallInfo fcinfo, uint32 flags);\n',
  'src/include/miscadmin.h': 'extern PGDLLIMPORT shmem_request_hook_type shmem_request_hook;\n',
  'src/include/access/tableam.h':
    'static inline TableScanDesc\ntable_beginscan(Relation rel, Snapshot snapshot,\n\t\t\t\tint nkeys, ScanKeyData *key, uint32 flags)\n{\n}\n',
  'src/include/access/xloginsert.h': 'extern void XLogRegisterData(const void *data, uint32 len);\n',
  'src/include/nodes/miscnodes.h': 'typedef struct ErrorSaveContext\n{\n} ErrorSaveContext;\n',
  'src/include/nodes/pg_list.h': '#define foreach_ptr(type, var, lst) for (;;)\n',
  'src/include/storage/dsm_registry.h':
    'extern void *GetNamedDSMSegment(const char *name, size_t size,\n\t\t\t\t\t\t\t\tvoid (*init_callback) (void *ptr, void *arg),\n\t\t\t\t\t\t\t\tbool *found, void *arg);\nextern dshash_table *GetNamedDSHash(const char *name);\n',
  'src/include/storage/lwlock.h': 'extern int\tLWLockNewTrancheId(const char *name);\n',
  'src/include/storage/shmem.h': 'extern void RegisterShmemCallbacks(const ShmemCallbacks *callbacks);\n',
  'src/include/utils/guc.h':
    'extern void MarkGUCPrefixReserved(const char *className);\nextern void *guc_malloc(int elevel, size_t size);\n',
  'src/include/utils/palloc.h': '#define palloc_object(type) ((type *) palloc(sizeof(type)))\n',
  'src/include/utils/resowner.h': 'typedef struct ResourceOwnerDesc\n{\n} ResourceOwnerDesc;\n',
  'src/include/utils/wait_event.h':
    'extern uint32 WaitEventExtensionNew(const char *wait_event_name);\nextern void pgstat_report_wait_start(uint32 wait_event_info);\n',
  'src/port/pqsignal.c': 'static void\nwrapper_handler(int signo)\n{\n\tint\t\t\tsave_errno = errno;\n}\n',
};

/** A tree whose headers declare nothing but what every tree has, with `files` in the place of some of them. */
export function oldTree(files: Readonly<Record<string, string>> = {}): SourceTree {
  return memoryTree(new Map(Object.entries({ ...headers, ...files })));
}

/** A tree that shows every sign, with `files` in the place of some of its headers. */
export function newTree(files: Readonly<Record<string, string>> = {}): SourceTree {
  return oldTree({ ...signsOfAll, ...files });
}
