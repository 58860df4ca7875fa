import type { Recipe, Shows } from './idiom.ts';
import { waitEventArgument, waitEventIncludes, waitEventSetUp } from './wait.ts';

/** Background workers, started with the server and from a SQL function. */
export const workerRecipes: readonly Recipe[] = [
  (shows) => ({
    prefix: 'pgworker',
    label: 'background worker',
    description: 'A background worker that starts with the server: registration in _PG_init and main function',
    scope: 'file',
    includes: workerIncludes(shows),
    body: [
      ...(shows('initDeclared') ? [] : ['void\t\t_PG_init(void);']),
      mainPrototype(shows),
      '',
      '/*',
      ' * Module load callback',
      ' */',
      'void',
      '_PG_init(void)',
      '{',
      '\tBackgroundWorker worker;',
      '',
      '\t/* Such workers can be registered only while the server starts. */',
      '\tif (!process_shared_preload_libraries_in_progress)',
      '\t\treturn;',
      '',
      ...fillWorker('${4:10}'),
      '',
      '\tRegisterBackgroundWorker(&worker);',
      '}',
      '',
      ...mainHead([]),
      '\tBackgroundWorkerInitializeConnection("${5:postgres}", NULL, 0);',
      '',
      ...mainLoop(shows, 6),
    ],
  }),
  (shows) => ({
    prefix: 'pgworkerdynamic',
    label: 'dynamic background worker',
    description: 'A SQL function that launches a background worker with arguments in bgw_extra, and the worker',
    scope: 'file',
    includes: workerIncludes(shows),
    body: [
      '/* What a worker is told through bgw_extra */',
      'typedef struct ${4:MyWorkerArgs}',
      '{',
      '\tOid\t\t\tdatabase;',
      '\tOid\t\t\trole;',
      '} $4;',
      '',
      'StaticAssertDecl(sizeof($4) <= BGW_EXTRALEN,',
      '\t\t\t\t "$4 does not fit into bgw_extra");',
      '',
      mainPrototype(shows),
      '',
      'PG_FUNCTION_INFO_V1($1_launch);',
      '',
      '/*',
      ' * Launch a worker in the current database, and return its process ID.',
      ' */',
      'Datum',
      '$1_launch(PG_FUNCTION_ARGS)',
      '{',
      '\tBackgroundWorker worker;',
      '\tBackgroundWorkerHandle *handle;',
      '\t$4 args;',
      '\tpid_t\t\tpid;',
      '',
      ...fillWorker('BGW_NEVER_RESTART'),
      '',
      '\tmemset(&args, 0, sizeof(args));',
      '\targs.database = MyDatabaseId;',
      '\targs.role = GetUserId();',
      '\tmemcpy(worker.bgw_extra, &args, sizeof(args));',
      '',
      '\t/* The postmaster tells this process when the worker has started. */',
      '\tworker.bgw_notify_pid = MyProcPid;',
      '',
      '\tif (!RegisterDynamicBackgroundWorker(&worker, &handle))',
      '\t\tereport(ERROR,',
      '\t\t\t\t(errcode(ERRCODE_INSUFFICIENT_RESOURCES),',
      '\t\t\t\t errmsg("could not register background worker"),',
      '\t\t\t\t errhint("Consider increasing the configuration parameter \\"max_worker_processes\\".")));',
      '',
      '\tif (WaitForBackgroundWorkerStartup(handle, &pid) != BGWH_STARTED)',
      '\t\tereport(ERROR,',
      '\t\t\t\t(errcode(ERRCODE_INSUFFICIENT_RESOURCES),',
      '\t\t\t\t errmsg("could not start background worker"),',
      '\t\t\t\t errhint("More details may be available in the server log.")));',
      '',
      '\tPG_RETURN_INT32(pid);',
      '}',
      '',
      ...mainHead(['\t$4 args;', '']),
      '\tmemcpy(&args, MyBgworkerEntry->bgw_extra, sizeof(args));',
      '\tBackgroundWorkerInitializeConnectionByOid(args.database, args.role, 0);',
      '',
      ...mainLoop(shows, 5),
    ],
  }),
];

function workerIncludes(shows: Shows): readonly string[] {
  return [
    'fmgr.h',
    'miscadmin.h',
    'postmaster/bgworker.h',
    'postmaster/interrupt.h',
    'storage/latch.h',
    'tcop/tcopprot.h',
    'utils/guc.h',
    ...waitEventIncludes(shows),
  ];
}

/** Where the tree has pg_noreturn it stands in front; else an attribute stands at the end. */
function mainPrototype(shows: Shows): string {
  const prototype = 'PGDLLEXPORT void ${1:my_worker}_main(Datum main_arg)';
  return shows('noreturnInFront') ? `pg_noreturn ${prototype};` : `${prototype} pg_attribute_noreturn();`;
}

/** Statements that fill the BackgroundWorker `worker`. */
function fillWorker(restartTime: string): readonly string[] {
  return [
    '\tmemset(&worker, 0, sizeof(worker));',
    '\tworker.bgw_flags = BGWORKER_SHMEM_ACCESS |',
    '\t\tBGWORKER_BACKEND_DATABASE_CONNECTION;',
    '\tworker.bgw_start_time = BgWorkerStart_RecoveryFinished;',
    `\tworker.bgw_restart_time = ${restartTime};`,
    '\tsnprintf(worker.bgw_library_name, sizeof(worker.bgw_library_name),',
    '\t\t\t "${2:$TM_FILENAME_BASE}");',
    '\tsnprintf(worker.bgw_function_name, BGW_MAXLEN, "$1_main");',
    '\tsnprintf(worker.bgw_name, BGW_MAXLEN, "${3:my worker}");',
    '\tsnprintf(worker.bgw_type, BGW_MAXLEN, "$3");',
  ];
}

/** The main function up to where it connects to a database, with `declarations` at its head. */
function mainHead(declarations: readonly string[]): readonly string[] {
  return [
    '/*',
    ' * Main function of the worker',
    ' */',
    'void',
    '$1_main(Datum main_arg)',
    '{',
    ...declarations,
    '\t/* Signals are blocked until their handlers are in place. */',
    '\tpqsignal(SIGHUP, SignalHandlerForConfigReload);',
    '\tpqsignal(SIGTERM, die);',
    '\tBackgroundWorkerUnblockSignals();',
    '',
  ];
}

/** The loop in which a worker waits for work, its tab stops counted from `stop`; SIGTERM ends it in CHECK_FOR_INTERRUPTS. */
function mainLoop(shows: Shows, stop: number): readonly string[] {
  return [
    '\tfor (;;)',
    '\t{',
    ...waitEventSetUp(shows, 2, `\${${stop + 1}:MyWorkerMain}`),
    '\t\t(void) WaitLatch(MyLatch,',
    '\t\t\t\t\t\t WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,',
    `\t\t\t\t\t\t \${${stop}:10} * 1000L,`,
    `\t\t\t\t\t\t ${waitEventArgument(shows)});`,
    '\t\tResetLatch(MyLatch);',
    '',
    '\t\tCHECK_FOR_INTERRUPTS();',
    '',
    '\t\tif (ConfigReloadPending)',
    '\t\t{',
    '\t\t\tConfigReloadPending = false;',
    '\t\t\tProcessConfigFile(PGC_SIGHUP);',
    '\t\t}',
    '',
    '\t\t${0:/* the work of one round */}',
    '\t}',
    '}',
  ];
}
