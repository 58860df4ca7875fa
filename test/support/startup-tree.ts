// A small server in the shape of 19 and later, written for the tests of what starts it: modes, a list of process types, a hook.

const main = `/*-------------------------------------------------------------------------
 *
 * main.c
 *	  where the small server begins
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

int
main(int argc, char *argv[])
{
	DispatchOption mode = DISPATCH_POSTMASTER;

	MemoryContextInit();

	switch (mode)
	{
		case DISPATCH_BOOT:
			BootstrapModeMain(argc, argv);
			break;
		case DISPATCH_SINGLE:
			PostgresSingleUserMain(argc, argv);
			break;
		case DISPATCH_POSTMASTER:
			PostmasterMain(argc, argv);
			break;
	}

	abort();
}
`;

const postmaster = `/* postmaster.c: watches over all other processes */
#include "postgres.h"

static void ServerLoop(void);

void
PostmasterMain(int argc, char *argv[])
{
	InitializeOptions();
	RegisterBuiltinShmemCallbacks();
	CreateSharedMemoryAndSemaphores();
	ServerLoop();
}

static void
ServerLoop(void)
{
	for (;;)
	{
		if (KeeperPID == 0)
			KeeperPID = StartChildProcess(B_KEEPER);
	}
}
`;

const launcher = `/* launch_backend.c: makes new processes */
#include "postgres.h"

static child_process_kind child_process_kinds[] = {
#define PG_PROCTYPE(bktype, bkcategory, description, main_func, shmem_attach) \\
	[bktype] = {description, main_func, shmem_attach},
#include "postmaster/proctypelist.h"
#undef PG_PROCTYPE
};

pid_t
postmaster_child_launch(BackendType child_type, const void *startup_data)
{
	pid_t		pid;

	pid = fork_process();
	if (pid == 0)
	{
		InitPostmasterChild();
		child_process_kinds[child_type].main_fn(startup_data);
	}
	return pid;
}
`;

const keeper = `/*-------------------------------------------------------------------------
 *
 * keeper.c
 *	  a process that keeps things in order
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "postmaster/keeper.h"

keeper_hook_type keeper_hook = NULL;

void
KeeperMain(const void *startup_data)
{
	InitAuxiliaryProcess();
	BaseInit();
	for (int round = 0;; round++)
	{
		/* Modules may look on, once in each round */
		if (keeper_hook)
			keeper_hook(round);
	}
}
`;

const watcher = `/* watch.c: looks on */
#include "postgres.h"

#include "postmaster/keeper.h"

static keeper_hook_type prev_keeper_hook = NULL;

static void
watch_round(int round)
{
	if (prev_keeper_hook)
		prev_keeper_hook(round);
}

void
_PG_init(void)
{
	prev_keeper_hook = keeper_hook;
	keeper_hook = watch_round;
}
`;

/** A function without arguments, as a file of its own has it. */
const lone = (name: string, calls: readonly string[] = []) =>
  `#include "postgres.h"\n\nvoid\n${name}(void)\n{\n${calls.map((call) => `\t${call}();\n`).join('')}}\n`;

/** Its files, to be laid over those of another tree that has the backend's usual directories. */
export const startupTree: Readonly<Record<string, string>> = {
  'src/backend/main/main.c': main,
  'src/backend/postmaster/README': 'Processes\n=========\n\nHow the small server makes its processes.\n',
  'src/backend/postmaster/postmaster.c': postmaster,
  'src/backend/postmaster/launch_backend.c': launcher,
  'src/backend/postmaster/keeper.c': keeper,
  'src/backend/bootstrap/bootstrap.c': lone('BootstrapModeMain', ['CreateSharedMemoryAndSemaphores', 'BaseInit']),
  'src/backend/tcop/postgres.c': lone('PostgresSingleUserMain', ['CreateSharedMemoryAndSemaphores', 'BaseInit']),
  'src/backend/storage/ipc/shmem.c': lone('CreateSharedMemoryAndSemaphores'),
  'src/backend/utils/mmgr/mcxt.c': lone('MemoryContextInit'),
  'src/backend/utils/init/postinit.c': lone('BaseInit'),
  'src/backend/utils/init/options.c': lone('InitializeOptions'),
  'src/backend/storage/lmgr/proc.c': lone('InitAuxiliaryProcess'),
  'src/include/miscadmin.h':
    '#ifndef MISCADMIN_H\n#define MISCADMIN_H\n\nextern PGDLLIMPORT int MaxConnections;\n\ntypedef enum BackendType\n{\n\tB_INVALID = 0,\n\tB_KEEPER,\n} BackendType;\n\n#endif\t\t\t\t\t\t\t/* MISCADMIN_H */\n',
  'src/include/postmaster/keeper.h':
    'typedef void (*keeper_hook_type) (int round);\nextern PGDLLIMPORT keeper_hook_type keeper_hook;\n\nextern void KeeperMain(const void *startup_data);\n',
  'src/include/postmaster/proctypelist.h':
    '/* there is no include guard here */\nPG_PROCTYPE(B_INVALID, "postmaster", gettext_noop("unrecognized"), NULL, false)\nPG_PROCTYPE(B_KEEPER, "keeper", gettext_noop("keeper of order"), KeeperMain, true)\n',
  'contrib/watch/watch.c': watcher,
  'contrib/watch/Makefile': 'MODULES = watch\n',
};
