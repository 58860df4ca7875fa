import type { Draft, Recipe, Shows } from './idiom.ts';

/** Shared memory of extensions: a struct, a hash table, segments by name, and locks. */
export const sharedMemoryRecipes: readonly Recipe[] = [
  (shows) => ({
    prefix: 'pgshmem',
    label: 'shared memory of an extension: struct',
    description: 'A struct in shared memory with its lock, for a module of shared_preload_libraries',
    ...preloadedArea(shows, false),
  }),
  (shows) => ({
    prefix: 'pgshmemhash',
    label: 'shared memory of an extension: hash table',
    description: 'A hash table in shared memory with its lock, for a module of shared_preload_libraries',
    ...preloadedArea(shows, true),
  }),
  (shows) =>
    shows('dsmRegistry')
      ? {
          prefix: 'pgdsm',
          label: 'shared memory by name',
          description: 'A struct in shared memory that the first process which needs it creates; the module need not be preloaded',
          scope: 'file',
          includes: ['storage/dsm_registry.h', 'storage/lwlock.h'],
          body: [
            ...stateType(true),
            '',
            '/*',
            ' * Initialize the segment; runs in the process that creates it.',
            ' */',
            'static void',
            `\${3:my_state}_init(void *ptr${shows('dsmInitArgument') ? ', void *arg' : ''})`,
            '{',
            '\t$1 *state = ptr;',
            '',
            ...(shows('trancheNamedAtOnce')
              ? ['\tLWLockInitialize(&state->lock, LWLockNewTrancheId("${4:$TM_FILENAME_BASE}"));']
              : ['\tLWLockInitialize(&state->lock, LWLockNewTrancheId());']),
            '\tstate->counter = 0;',
            '}',
            '',
            '/*',
            ' * Make $2 point to the segment, creating it if necessary.',
            ' */',
            'static void',
            '$3_attach(void)',
            '{',
            '\tbool\t\tfound;',
            '',
            '\tif ($2 != NULL)',
            '\t\treturn;',
            '',
            '\t$2 = GetNamedDSMSegment("${4:$TM_FILENAME_BASE}", sizeof($1),',
            `\t\t\t\t\t\t\t\t  $3_init, &found${shows('dsmInitArgument') ? ', NULL' : ''});`,
            ...(shows('trancheNamedAtOnce') ? [] : ['\tLWLockRegisterTranche($2->lock.tranche, "$4");']),
            '}',
          ],
        }
      : undefined,
  (shows) =>
    shows('dsmHash')
      ? {
          prefix: 'pgdsmhash',
          label: 'shared hash table by name',
          description: 'A hash table in shared memory that grows, created by the first process which needs it',
          scope: 'file',
          includes: ['lib/dshash.h', 'storage/dsm_registry.h'],
          body: [
            'typedef struct ${1:MyEntry}',
            '{',
            '\t${2:Oid}\t\t\tkey;',
            '\tint64\t\tcounter;',
            '} $1;',
            '',
            'static const dshash_parameters ${3:my_hash}_params = {',
            '\tsizeof($2),',
            '\tsizeof($1),',
            '\tdshash_memcmp,',
            '\tdshash_memhash,',
            '\tdshash_memcpy',
            '};',
            '',
            'static dshash_table *$3 = NULL;',
            '',
            '/*',
            ' * Count a use of a key.',
            ' */',
            'static void',
            '$3_count($2 key)',
            '{',
            '\t$1    *entry;',
            '\tbool\t\tfound;',
            '',
            '\tif ($3 == NULL)',
            '\t\t$3 = GetNamedDSHash("${4:$TM_FILENAME_BASE}", &$3_params, &found);',
            '',
            '\tentry = dshash_find_or_insert($3, &key, &found);',
            '\tif (!found)',
            '\t\tentry->counter = 0;',
            '\tentry->counter++;',
            '\tdshash_release_lock($3, entry);',
            '}',
          ],
        }
      : undefined,
  (shows) => ({
    prefix: 'pglwlockinit',
    label: 'lock in shared memory',
    description: 'Initialize a lock inside of a struct in shared memory, in a tranche of its own',
    scope: 'function',
    includes: ['storage/lwlock.h'],
    body: shows('trancheNamedAtOnce')
      ? ['LWLockInitialize(&${1:state}->${2:lock}, LWLockNewTrancheId("${3:$TM_FILENAME_BASE}"));']
      : [
          'LWLockInitialize(&${1:state}->${2:lock}, LWLockNewTrancheId());',
          '/* Every process gives the tranche its name. */',
          'LWLockRegisterTranche($1->$2.tranche, "${3:$TM_FILENAME_BASE}");',
        ],
  }),
];

type Area = Pick<Draft, 'scope' | 'includes' | 'body'>;

/** An area of a module that is loaded with the server: a struct, with or without a hash table that its lock protects. */
function preloadedArea(shows: Shows, hash: boolean): Area {
  return shows('shmemCallbacks') ? byCallbacks(hash) : byHooks(shows, hash);
}

function byCallbacks(hash: boolean): Area {
  return {
    scope: 'file',
    includes: ['fmgr.h', 'miscadmin.h', 'storage/lwlock.h', 'storage/shmem.h'],
    body: [
      ...(hash ? [...entryType, ''] : []),
      ...stateType(true, !hash),
      ...(hash ? ['static HTAB *${6:my_hash} = NULL;'] : []),
      '',
      'static void ${3:my_shmem}_request(void *arg);',
      'static void $3_init(void *arg);',
      '',
      'static const ShmemCallbacks $3_callbacks = {',
      '\t.request_fn = $3_request,',
      '\t.init_fn = $3_init,',
      '};',
      '',
      '/*',
      ' * Module load callback',
      ' */',
      'void',
      '_PG_init(void)',
      '{',
      '\tif (!process_shared_preload_libraries_in_progress)',
      '\t\treturn;',
      '',
      '\tRegisterShmemCallbacks(&$3_callbacks);',
      '}',
      '',
      '/*',
      ' * Ask for shared memory.',
      ' */',
      'static void',
      '$3_request(void *arg)',
      '{',
      '\tShmemRequestStruct(.name = "${4:$TM_FILENAME_BASE}",',
      '\t\t\t\t\t   .size = sizeof($1),',
      '\t\t\t\t\t   .ptr = (void **) &$2,',
      '\t\t);',
      ...(hash
        ? [
            '\tShmemRequestHash(.name = "$4 hash",',
            '\t\t\t\t\t .nelems = ${7:1024},',
            '\t\t\t\t\t .hash_info.keysize = sizeof(Oid),',
            '\t\t\t\t\t .hash_info.entrysize = sizeof($5),',
            '\t\t\t\t\t .hash_flags = HASH_ELEM | HASH_BLOBS,',
            '\t\t\t\t\t .ptr = &$6,',
            '\t\t);',
          ]
        : []),
      '}',
      '',
      '/*',
      ' * Initialize shared memory, whenever the server has created it.',
      ' */',
      'static void',
      '$3_init(void *arg)',
      '{',
      '\tLWLockInitialize(&$2->lock, LWLockNewTrancheId("$4"));',
      ...(hash ? [] : ['\t$2->counter = 0;']),
      '}',
    ],
  };
}

function byHooks(shows: Shows, hash: boolean): Area {
  const inHook = shows('shmemRequestHook');
  const request = [
    '\tRequestAddinShmemSpace(MAXALIGN(sizeof($1)));',
    ...(hash ? ['\tRequestAddinShmemSpace(hash_estimate_size(${7:1024}, sizeof($5)));'] : []),
    '\tRequestNamedLWLockTranche("${4:$TM_FILENAME_BASE}", 1);',
  ];
  return {
    scope: 'file',
    includes: ['fmgr.h', 'miscadmin.h', 'storage/ipc.h', 'storage/lwlock.h', 'storage/shmem.h'],
    body: [
      ...(hash ? [...entryType, ''] : []),
      ...stateType(false, !hash),
      ...(hash ? ['static HTAB *${6:my_hash} = NULL;'] : []),
      '',
      ...(inHook ? ['static shmem_request_hook_type prev_shmem_request_hook = NULL;'] : []),
      'static shmem_startup_hook_type prev_shmem_startup_hook = NULL;',
      '',
      ...(shows('initDeclared') ? [] : ['void\t\t_PG_init(void);']),
      ...(inHook ? ['static void ${3:my_shmem}_request(void);'] : []),
      'static void ${3:my_shmem}_startup(void);',
      '',
      '/*',
      ' * Module load callback',
      ' */',
      'void',
      '_PG_init(void)',
      '{',
      '\tif (!process_shared_preload_libraries_in_progress)',
      '\t\treturn;',
      '',
      ...(inHook ? ['\tprev_shmem_request_hook = shmem_request_hook;', '\tshmem_request_hook = $3_request;'] : [...request, '']),
      '\tprev_shmem_startup_hook = shmem_startup_hook;',
      '\tshmem_startup_hook = $3_startup;',
      '}',
      ...(inHook
        ? [
            '',
            '/*',
            ' * shmem_request hook: ask for shared memory.',
            ' */',
            'static void',
            '$3_request(void)',
            '{',
            '\tif (prev_shmem_request_hook)',
            '\t\tprev_shmem_request_hook();',
            '',
            ...request,
            '}',
          ]
        : []),
      '',
      '/*',
      ' * shmem_startup hook: allocate shared memory, or attach to it.',
      ' */',
      'static void',
      '$3_startup(void)',
      '{',
      ...(hash ? ['\tHASHCTL\t\tinfo;'] : []),
      '\tbool\t\tfound;',
      '',
      '\tif (prev_shmem_startup_hook)',
      '\t\tprev_shmem_startup_hook();',
      '',
      '\tLWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);',
      '',
      '\t$2 = ShmemInitStruct("$4", sizeof($1), &found);',
      '\tif (!found)',
      '\t{',
      '\t\t$2->lock = &(GetNamedLWLockTranche("$4"))->lock;',
      ...(hash ? [] : ['\t\t$2->counter = 0;']),
      '\t}',
      '',
      ...(hash
        ? [
            '\tmemset(&info, 0, sizeof(info));',
            '\tinfo.keysize = sizeof(Oid);',
            '\tinfo.entrysize = sizeof($5);',
            `\t$6 = ShmemInitHash("$4 hash", ${shows('shmemHashTwoSizes') ? '$7, $7' : '$7'}, &info,`,
            '\t\t\t\t\t\t\tHASH_ELEM | HASH_BLOBS);',
            '',
          ]
        : []),
      '\tLWLockRelease(AddinShmemInitLock);',
      '}',
    ],
  };
}

/** The entries of a hash table; the key stands first, as dynahash wants it. */
const entryType = ['typedef struct ${5:MyEntry}', '{', '\tOid\t\t\tkey;', '\tint64\t\tcounter;', '} $5;'];

/** A struct for shared memory with its lock, within it or in a tranche that the server keeps, and the pointer to it. */
function stateType(lockWithin: boolean, counter = true): readonly string[] {
  return [
    'typedef struct ${1:MySharedState}',
    '{',
    lockWithin ? '\tLWLock\t\tlock;' : '\tLWLock\t   *lock;',
    ...(counter ? ['\tint64\t\tcounter;'] : []),
    '} $1;',
    '',
    'static $1 *${2:my_state} = NULL;',
  ];
}
