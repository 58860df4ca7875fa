/** Small trees of the four shapes, in the form of PostgreSQL's files. One module, `cache`, has a struct area. */
export type Shape = 'create-only' | 'calculate-size' | 'create-or-attach' | 'subsystem-list';
export const SHAPES: readonly Shape[] = ['create-only', 'calculate-size', 'create-or-attach', 'subsystem-list'];

const sizes = (indent: string) => `${indent}size = 1000;
${indent}size = add_size(size, hash_estimate_size(16, 64));
${indent}size = add_size(size, CacheShmemSize());
${indent}size = add_size(size, StoreShmemSize());
#ifdef EXEC_BACKEND
${indent}size = add_size(size, ChildArraySize());
#endif

${indent}/* what loadable modules asked for */
${indent}size = add_size(size, total_addin_request);
`;

const inits = `	/*
	 * Locks first
	 */
	CreateLocks();

	/*
	 * Set up the rest
	 */
	if (!IsUnderPostmaster)
		CacheShmemInit();
	StoreShmemInit();
`;

const before = `/* ipci.c: who uses shared memory */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/shmem.h"
#include "store/cache.h"

shmem_startup_hook_type shmem_startup_hook = NULL;
static Size total_addin_request = 0;

`;

const hooks = `	dsm_postmaster_startup(shim);
	if (shmem_startup_hook)
		shmem_startup_hook();
`;

const ipci: Readonly<Record<Shape, string>> = {
  'create-only': `${before}void
CreateSharedMemoryAndSemaphores(void)
{
	if (!IsUnderPostmaster)
	{
		Size		size;

${sizes('\t\t')}
		PGSharedMemoryCreate(size);
	}

${inits}
#ifdef EXEC_BACKEND
	ChildArrayAllocation();
#endif

${hooks}}
`,
  'calculate-size': `${before}Size
CalculateShmemSize(int *num_semaphores)
{
	Size		size;

${sizes('\t')}
	return size;
}

void
CreateSharedMemoryAndSemaphores(void)
{
${inits}
${hooks}}
`,
  'create-or-attach': `${before}static void CreateOrAttachShmemStructs(void);

Size
CalculateShmemSize(void)
{
	Size		size;

${sizes('\t')}
	return size;
}

void
CreateSharedMemoryAndSemaphores(void)
{
	CreateOrAttachShmemStructs();
${hooks}}

static void
CreateOrAttachShmemStructs(void)
{
${inits}}
`,
  'subsystem-list': `${before}void
RegisterBuiltinShmemCallbacks(void)
{
#define PG_SHMEM_SUBSYSTEM(one) RegisterShmemCallbacks(&(one));
#include "storage/subsystemlist.h"
#undef PG_SHMEM_SUBSYSTEM
}
`,
};

const subsystemList = `/* there is no include guard here */

/* locks first */
PG_SHMEM_SUBSYSTEM(LockShmemCallbacks)

/* the rest */
PG_SHMEM_SUBSYSTEM(CacheShmemCallbacks)
#ifdef USE_EXTRA
PG_SHMEM_SUBSYSTEM(ExtraShmemCallbacks)
#endif
PG_SHMEM_SUBSYSTEM(StoreShmemCallbacks)

/* this one wants all others */
PG_SHMEM_SUBSYSTEM(AioShmemCallbacks)
`;

const cacheOld = `/* cache.c: a cache for all */
#include "postgres.h"

#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "store/cache.h"

static CacheData *Cache;

/* Report shared memory space needed by CacheShmemInit */
Size
CacheShmemSize(void)
{
	Size		size;

	size = sizeof(CacheData);

	return size;
}

/* Allocate and initialize the cache */
void
CacheShmemInit(void)
{
	bool		found;

	Cache = (CacheData *)
		ShmemInitStruct("Cache Data", CacheShmemSize(), &found);

	if (!found)
		LWLockInitialize(&Cache->lock, LWTRANCHE_CACHE);
}
`;

const cacheNew = `/* cache.c: a cache for all */
#include "postgres.h"

#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "storage/subsystems.h"
#include "store/cache.h"

static CacheData *Cache;

static void CacheShmemRequest(void *arg);

const ShmemCallbacks CacheShmemCallbacks = {
	.request_fn = CacheShmemRequest,
};

/* Register the shared memory of the cache */
static void
CacheShmemRequest(void *arg)
{
	ShmemRequestStruct(.name = "Cache Data",
					   .size = sizeof(CacheData),
					   .ptr = (void **) &Cache,
		);
}
`;

const others = ['Lock', 'Store', 'Aio'];

function otherModules(shape: Shape): readonly (readonly [string, string])[] {
  return others.map((name) => {
    const file = `src/backend/store/${name.toLowerCase()}.c`;
    const text =
      shape === 'subsystem-list'
        ? `#include "postgres.h"\n\nstatic void *${name}Area;\n\nstatic void ${name}ShmemRequest(void *arg);\n\nconst ShmemCallbacks ${name}ShmemCallbacks = {\n\t.request_fn = ${name}ShmemRequest,\n};\n\nstatic void\n${name}ShmemRequest(void *arg)\n{\n\tShmemRequestStruct(.name = "${name} Area",\n\t\t\t\t\t   .size = 8,\n\t\t\t\t\t   .ptr = &${name}Area,\n\t\t);\n}\n`
        : `#include "postgres.h"\n\nstatic void *${name}Area;\n\nSize\n${name}ShmemSize(void)\n{\n\treturn 8;\n}\n\nvoid\n${name}ShmemInit(void)\n{\n\tbool\t\tfound;\n\n\t${name}Area = ShmemInitStruct("${name} Area", 8, &found);\n}\n`;
    return [file, text] as const;
  });
}

const monitoring = `<chapter>
  <table id="wait-event-lwlock-table">
   <tgroup cols="2">
    <tbody>
     <row>
      <entry><literal>Cache</literal></entry>
      <entry>Waiting for the cache.</entry>
     </row>
     <row>
      <entry><literal>OidGen</literal></entry>
      <entry>Waiting to allocate a new OID, which takes a long time whenever there are
       few left.</entry>
     </row>
    </tbody>
   </tgroup>
  </table>
</chapter>
`;

const waitEvents = (tranches: readonly string[]) => `Section: ClassName - WaitEventTimeout

NAP	"Waiting for a nap."

ABI_compatibility:

Section: ClassName - WaitEventLWLock

OidGen	"Waiting to allocate a new OID."
XidGen	"Waiting to allocate a new transaction ID."

#
# END OF PREDEFINED LWLOCKS (DO NOT CHANGE THIS LINE)
#

${tranches.map((name) => `${name}\t"Waiting for the ${name}."\n`).join('')}
# no region here

Section: ClassName - WaitEventLock

relation	"Waiting to acquire a lock on a relation."
`;

const lwlockHeader = `#ifndef LWLOCK_H
#define LWLOCK_H

typedef struct LWLock
{
	int			state;
} LWLock;

typedef enum BuiltinTrancheIds
{
	LWTRANCHE_CACHE = NUM_INDIVIDUAL_LWLOCKS,
	LWTRANCHE_STORE,
	LWTRANCHE_FIRST_USER_DEFINED
}			BuiltinTrancheIds;

extern void LWLockInitialize(LWLock *lock, int tranche_id);

#endif							/* LWLOCK_H */
`;

/** Where locks are listed: as in 13 to 16, in 17 and 18, and since 19. */
function lockFiles(shape: Shape): readonly (readonly [string, string])[] {
  const names = 'src/backend/utils/activity/wait_event_names.txt';
  const list = 'src/include/storage/lwlocklist.h';
  const header = ['src/include/storage/lwlock.h', lwlockHeader] as const;
  const source = 'src/backend/storage/lmgr/lwlock.c';
  if (shape === 'subsystem-list') {
    return [
      header,
      [
        list,
        '/* 1 was none */\nPG_LWLOCK(2, OidGen)\nPG_LWLOCK(3, XidGen)\n\nPG_LWLOCKTRANCHE(CACHE, Cache)\nPG_LWLOCKTRANCHE(STORE, Store)\n',
      ],
      [names, waitEvents(['Cache', 'Store'])],
    ];
  }
  if (shape === 'create-or-attach') {
    return [
      header,
      [list, '/* 1 was none */\nPG_LWLOCK(2, OidGen)\nPG_LWLOCK(3, XidGen)\n'],
      [names, waitEvents(['Cache', 'Store'])],
      [source, 'static const char *const BuiltinTrancheNames[] = {\n\t[LWTRANCHE_CACHE] = "Cache",\n\t[LWTRANCHE_STORE] = "Store",\n};\n'],
    ];
  }
  return [
    header,
    ['src/backend/storage/lmgr/lwlocknames.txt', '# 1 is free\nOidGenLock\t\t\t\t\t\t\t2\nXidGenLock\t\t\t\t\t\t\t3\n'],
    ['doc/src/sgml/monitoring.sgml', monitoring],
    ['src/include/pgstat.h', 'typedef enum\n{\n\tWAIT_EVENT_NAP\n} WaitEventTimeout;\n'],
    [
      source,
      `static const char *const BuiltinTrancheNames[] = {\n\t/* LWTRANCHE_CACHE: */\n\t"Cache",\n\t/* LWTRANCHE_STORE: */\n\t"Store"${shape === 'create-only' ? '' : ','}\n};\n`,
    ],
  ];
}

/** The files of a tree of a shape. */
export function treeOf(shape: Shape): Record<string, string> {
  const isNew = shape === 'subsystem-list';
  return Object.fromEntries([
    ['COPYRIGHT', 'Portions Copyright (c) 1996-2025, PostgreSQL Global Development Group\n'],
    ['src/include/postgres.h', '#include "c.h"\n'],
    ['src/include/c.h', '#define NAMEDATALEN 64\ntypedef unsigned int Oid;\ntypedef size_t Size;\n'],
    [
      'src/include/miscadmin.h',
      '#ifndef MISCADMIN_H\n#define MISCADMIN_H\n\nextern PGDLLIMPORT int MaxConnections;\n\n#endif\t\t\t\t\t\t\t/* MISCADMIN_H */\n',
    ],
    [
      'src/include/storage/shmem.h',
      isNew
        ? 'extern HTAB *ShmemInitHash(const char *name, int64 nelems,\n\t\t\t\t\t\t   HASHCTL *infoP, int hash_flags);\n'
        : 'extern HTAB *ShmemInitHash(const char *name, long init_size, long max_size,\n\t\t\t\t\t\t   HASHCTL *infoP, int hash_flags);\n#define SHMEM_INDEX_KEYSIZE\t\t (48)\n',
    ],
    [
      'src/include/utils/hsearch.h',
      shape === 'create-only' ? '#define HASH_BLOBS 0x20\n' : '#define HASH_BLOBS 0x20\n#define HASH_STRINGS 0x10\n',
    ],
    [
      'src/include/store/cache.h',
      `#ifndef CACHE_H\n#define CACHE_H\n\n#include "storage/lwlock.h"\n\ntypedef struct CacheData\n{\n\tLWLock\t\tlock;\n} CacheData;\n${isNew ? '' : '\nextern Size CacheShmemSize(void);\nextern void CacheShmemInit(void);\n'}\n#endif\t\t\t\t\t\t\t/* CACHE_H */\n`,
    ],
    ['src/backend/store/cache.c', isNew ? cacheNew : cacheOld],
    ...otherModules(shape),
    ['src/backend/store/Makefile', 'OBJS = \\\n\taio.o \\\n\tcache.o \\\n\tstore.o\n'],
    ['src/backend/store/meson.build', "backend_sources += files(\n  'aio.c',\n  'cache.c',\n  'store.c',\n)\n"],
    ['meson.build', "project('postgresql', ['c'])\n"],
    ['src/backend/storage/ipc/ipci.c', ipci[shape]],
    ...(isNew ? [['src/include/storage/subsystemlist.h', subsystemList]] : []),
    ...lockFiles(shape),
    ['src/tools/pgindent/typedefs.list', 'AV\nCacheData\nZip\n'],
  ]);
}
