// The code that a snippet of ours is typed into: what its user has already declared, and what the user puts at the last tab stop.

/**
 * @typedef {object} Context
 * @property {'function' | 'file'} [at] inside of a function, or between functions, for a snippet that does not say it itself
 * @property {string} [head] the function around a snippet up to its first statement, where it is a special one
 * @property {string} [parameters] variables that the user has, as parameters of the function around
 * @property {string} [before] what stands above, between functions
 * @property {string} [use] what the user writes at the last tab stop, where its default does not use what the snippet declares
 * @property {string} [after] what stands below; calls static functions, which nobody else would
 * @property {boolean} [whole] whether the snippet is a whole file
 */

/** A function that calls a static one, so that the compiler sees a use of it. */
const caller = (statement, parameters = 'void') => `
extern void caller(${parameters});

void
caller(${parameters})
{
	${statement}
}
`;

/** @type {Readonly<Record<string, Context>>} */
export const contexts = {
  // Snippets that are the same in every tree.
  pgereport: { at: 'function' },
  pgereportdetail: { at: 'function' },
  pgereportfile: { at: 'function', parameters: 'const char *path' },
  pgelog: { at: 'function', parameters: 'int state' },
  pgerrcontext: {
    at: 'file',
    after: caller(
      `ErrorContextCallback callback;

	callback.callback = my_error_callback;
	callback.arg = arg;
	callback.previous = error_context_stack;
	error_context_stack = &callback;
	elog(LOG, "x");
	error_context_stack = callback.previous;`,
      'char *arg',
    ),
  },
  pgerrcontextpush: { at: 'function', parameters: 'char *name', before: 'extern void my_error_callback(void *arg);' },
  pgfunction: { at: 'file' },
  pgfunctionnull: { at: 'file' },
  pgsrf: { at: 'file' },
  pgcomposite: { at: 'file' },
  pgtrigger: { at: 'file' },
  pgforeach: { at: 'function', parameters: 'List *list, ListCell *lc', use: '(void) nodeTag(node);' },
  pgforboth: {
    at: 'function',
    parameters: 'List *list1, ListCell *lc1, List *list2, ListCell *lc2',
    use: 'if (nodeTag(a) == nodeTag(b))\n\tcontinue;',
  },
  pgcastnode: { at: 'function', before: '#include "nodes/primnodes.h"', parameters: 'Node *node, Var *var' },
  pgisa: { at: 'function', parameters: 'Node *node', use: 'elog(LOG, "%d", var->varattno);' },
  pgmakenode: { at: 'function', before: '#include "nodes/parsenodes.h"', parameters: 'DefElem *node' },
  pgcontext: { at: 'function' },
  pgcontextswitch: { at: 'function', parameters: 'MemoryContext oldcontext' },
  pgtry: { at: 'function' },
  pgtrycatch: { at: 'function' },
  pglwlock: { at: 'function' },
  pgspinlock: {
    at: 'function',
    before: 'typedef struct MyState\n{\n\tslock_t\t\tmutex;\n\tint64\t\tcounter;\n} MyState;',
    parameters: 'MyState *state',
  },
  pgatomic: {
    at: 'function',
    before: 'typedef struct MyState\n{\n\tpg_atomic_uint64 value;\n} MyState;',
    parameters: 'MyState *state, uint64 oldvalue, uint64 newvalue',
  },
  pgsighup: { at: 'function' },
  pgbgwextra: { at: 'file' },
  pgsyscache: { at: 'function', parameters: 'HeapTuple tuple, Form_pg_proc form, Oid funcid' },
  pgsystable: {
    at: 'function',
    before: '#include "utils/rel.h"',
    parameters: 'Relation rel, ScanKeyData key, SysScanDesc scan, HeapTuple tuple, Oid classid',
    use: 'elog(LOG, "%u", form->objid);',
  },
  pgspi: { at: 'function', parameters: 'int ret' },
  pgspiworker: { at: 'function', parameters: 'int ret, const char *query' },
  pgstringinfo: { at: 'function', parameters: 'StringInfoData buf' },
  pghash: {
    at: 'function',
    before: 'typedef struct MyEntry\n{\n\tOid\t\t\tkey;\n\tint64\t\tcounter;\n} MyEntry;',
    parameters: 'HASHCTL ctl, HTAB *table',
  },
  pghashenter: {
    at: 'function',
    before: 'typedef struct MyEntry\n{\n\tOid\t\t\tkey;\n\tint64\t\tcounter;\n} MyEntry;',
    parameters: 'HTAB *table, Oid key, MyEntry *entry, bool found',
  },
  pgguccheck: { at: 'file', before: 'extern bool check_my_setting(int *newval, void **extra, GucSource source);' },
  pggucassign: { at: 'file', before: 'extern void assign_my_setting(int newval, void *extra);' },
  pggucshow: { at: 'file', before: 'extern int\tmy_setting;\nextern const char *show_my_setting(void);' },
  pgonexit: { at: 'file', after: caller('before_shmem_exit(my_exit_callback, (Datum) 0);') },
  pgxactcallback: { at: 'file', after: caller('RegisterXactCallback(my_xact_callback, NULL);') },
  pggenericwal: { at: 'function', parameters: 'GenericXLogState *xlogstate, Relation rel, Buffer buffer, Page page' },
  pgstaticassert: { at: 'file' },
  pgcomment: { at: 'file' },
  pglappend: { at: 'function', parameters: 'List *list, Node *node' },
  pgnewhook: { at: 'file' },
  pgnewhookvariable: {
    at: 'file',
    before: 'typedef void (*my_function_hook_type) (int flags);\nextern my_function_hook_type my_function_hook;',
  },
  pgnewhookcall: {
    at: 'function',
    before: 'typedef void (*my_function_hook_type) (int flags);\nextern my_function_hook_type my_function_hook;',
    parameters: 'int flags',
  },
  pgfile: { at: 'file', whole: true, use: '/* code */' },
  pgheader: { at: 'file', whole: true, use: 'extern int\tmy_setting;' },

  // Idioms whose form depends on the tree; they say themselves where they belong.
  pgmagic: {},
  pginit: { use: 'elog(DEBUG1, "loaded");' },
  pgsrfmaterialize: {},
  pgereturn: {
    head: 'extern Datum my_type_in(PG_FUNCTION_ARGS);\n\nDatum\nmy_type_in(PG_FUNCTION_ARGS)\n{\n\tchar\t   *str = PG_GETARG_CSTRING(0);\n',
  },
  pgworker: {},
  pgworkerdynamic: {},
  pglatch: {},
  pglatchsocket: { parameters: 'pgsocket sock' },
  pgcondvar: {
    before: 'typedef struct MyState\n{\n\tConditionVariable cv;\n\tbool\t\tdone;\n} MyState;',
    parameters: 'MyState *state',
  },
  pgsignal: { after: caller('pqsignal(SIGTERM, handle_sigterm);\n\tif (got_sigterm)\n\t\treturn;') },
  pgwaitevent: { parameters: 'uint32 wait_event_info' },
  pgshmem: {},
  pgshmemhash: { after: caller('(void) hash_get_num_entries(my_hash);') },
  // Its declarations stand in a header, as the tree has it; a declaration that is not needed does no harm.
  pgshmembuiltin: {
    before:
      'extern Size MyShmemSize(void);\n#ifdef SUBSYSTEMS_H\nextern const ShmemCallbacks MyShmemCallbacks;\n#else\nextern void MyShmemInit(void);\n#endif',
  },
  pgdsm: { after: caller('my_state_attach();') },
  pgdsmhash: { after: caller('my_hash_count(0);') },
  pglwlockinit: {
    before: 'typedef struct MyState\n{\n\tLWLock\t\tlock;\n} MyState;',
    parameters: 'MyState *state',
  },
  pgguc: {},
  pgguccheckextra: {
    before:
      'extern bool check_my_setting(char **newval, void **extra, GucSource source);\nextern void assign_my_setting(const char *newval, void *extra);',
  },
  pgforeachptr: { parameters: 'List *list', use: '(void) nodeTag(node);' },
  pgforeachint: { parameters: 'List *list', use: 'elog(LOG, "%d", value);' },
  pgpalloc: { before: 'typedef struct MyStruct\n{\n\tint\t\t\tfield;\n} MyStruct;', parameters: 'MyStruct *ptr' },
  pgpallocarray: { parameters: 'Datum *ptr, int n' },
  pgresowner: { after: caller('my_resource_acquire(res);', 'void *res') },
  pgtablescan: {
    parameters: 'Relation rel, Oid relid, TupleTableSlot *slot, TableScanDesc scan',
    use: 'elog(LOG, "%d", slot->tts_nvalid);',
  },
  pgwalinsert: {
    before: '#include "access/heapam_xlog.h"',
    parameters: 'Relation rel, Buffer buffer, xl_heap_insert xlrec',
  },
};
