import type { Recipe, Shows } from './idiom.ts';

/** Waiting: latches, sockets, condition variables, and handlers of signals that end a wait. */
export const waitRecipes: readonly Recipe[] = [
  (shows) => ({
    prefix: 'pglatch',
    label: 'latch loop',
    description: 'A loop that sleeps on the latch of the process until there is work or a shutdown is asked for',
    scope: 'function',
    includes: ['miscadmin.h', 'postmaster/interrupt.h', 'storage/latch.h', ...waitEventIncludes(shows)],
    body: [
      'while (!${1:ShutdownRequestPending})',
      '{',
      ...waitEventSetUp(shows, 1, '${3:MyExtensionMain}'),
      '\t(void) WaitLatch(MyLatch,',
      '\t\t\t\t\t WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,',
      '\t\t\t\t\t ${2:10} * 1000L,',
      `\t\t\t\t\t ${waitEventArgument(shows)});`,
      '\tResetLatch(MyLatch);',
      '',
      '\tCHECK_FOR_INTERRUPTS();',
      '',
      '\t${0:/* the work of one round */}',
      '}',
    ],
  }),
  (shows) => ({
    prefix: 'pglatchsocket',
    label: 'latch loop with a socket',
    description: 'A loop that waits for the latch of the process and for data of a socket that does not block',
    scope: 'function',
    includes: ['<sys/socket.h>', 'miscadmin.h', 'postmaster/interrupt.h', 'storage/latch.h', ...waitEventIncludes(shows)],
    body: [
      'while (!${1:ShutdownRequestPending})',
      '{',
      ...waitEventSetUp(shows, 1, '${4:MyExtensionReceive}', ['\tchar\t\tbuffer[${3:1024}];', '\tssize_t\t\tnbytes;']),
      '\t(void) WaitLatchOrSocket(MyLatch,',
      '\t\t\t\t\t\t\t WL_LATCH_SET | WL_SOCKET_READABLE |',
      '\t\t\t\t\t\t\t WL_EXIT_ON_PM_DEATH,',
      '\t\t\t\t\t\t\t ${2:sock}, -1L,',
      `\t\t\t\t\t\t\t ${waitEventArgument(shows)});`,
      '\tResetLatch(MyLatch);',
      '',
      '\tCHECK_FOR_INTERRUPTS();',
      '',
      '\t/* Read all that has come before waiting again. */',
      '\twhile ((nbytes = recv($2, buffer, sizeof(buffer), 0)) > 0)',
      '\t{',
      '\t\t${0:/* use the first nbytes of buffer */}',
      '\t}',
      '',
      '\t/* The other side may have closed the connection. */',
      '\tif (nbytes == 0)',
      '\t\tbreak;',
      '\tif (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)',
      '\t\tereport(ERROR,',
      '\t\t\t\t(errcode_for_socket_access(),',
      '\t\t\t\t errmsg("could not receive data from socket: %m")));',
      '}',
    ],
  }),
  (shows) => ({
    prefix: 'pgcondvar',
    label: 'condition variable',
    description: 'Wait on a condition variable in shared memory until a condition holds',
    scope: 'function',
    includes: ['storage/condition_variable.h', ...waitEventIncludes(shows)],
    body: [
      'ConditionVariablePrepareToSleep(${1:&state->cv});',
      'while (!${2:state->done})',
      '\tConditionVariableSleep($1, ${3:PG_WAIT_EXTENSION});',
      'ConditionVariableCancelSleep();',
    ],
  }),
  (shows) => ({
    prefix: 'pgsignal',
    label: 'signal handler',
    description: 'A signal handler that sets a flag and wakes up the main loop',
    scope: 'file',
    includes: ['<signal.h>', 'miscadmin.h', 'storage/latch.h'],
    body: [
      'static volatile sig_atomic_t got_${1|sigterm,sighup,sigint,sigusr1,sigusr2|} = false;',
      '',
      '/*',
      ' * Signal handler: sets a flag for the main loop, and wakes it up.',
      ' */',
      'static void',
      'handle_$1(SIGNAL_ARGS)',
      '{',
      ...(shows('errnoRestored')
        ? ['\tgot_$1 = true;', '\tSetLatch(MyLatch);']
        : ['\tint\t\t\tsave_errno = errno;', '', '\tgot_$1 = true;', '\tSetLatch(MyLatch);', '', '\terrno = save_errno;']),
      '}',
    ],
  }),
  (shows) =>
    shows('customWaitEvents')
      ? {
          prefix: 'pgwaitevent',
          label: 'wait event of an extension',
          description: 'Give a wait event of an extension its name, once in each process',
          scope: 'function',
          includes: ['utils/wait_event.h'],
          body: ['if (${1:wait_event_info} == 0)', '\t$1 = WaitEventExtensionNew("${2:MyExtensionMain}");'],
        }
      : undefined,
];

/** Headers that declare wait events. */
export function waitEventIncludes(shows: Shows): readonly string[] {
  return [shows('waitEventHeader') ? 'utils/wait_event.h' : 'pgstat.h'];
}

/** The wait event of a wait that `waitEventSetUp` prepares. */
export function waitEventArgument(shows: Shows): string {
  return shows('customWaitEvents') ? 'wait_event_info' : 'PG_WAIT_EXTENSION';
}

/** Declarations at the head of the block of a wait, `declarations` among them, and what names the wait event where it can be named. */
export function waitEventSetUp(shows: Shows, depth: number, name: string, declarations: readonly string[] = []): readonly string[] {
  const tabs = '\t'.repeat(depth);
  if (!shows('customWaitEvents')) return declarations.length > 0 ? [...declarations, ''] : [];
  return [
    `${tabs}static uint32 wait_event_info = 0;`,
    ...declarations,
    '',
    `${tabs}/* The name of the wait event is looked up once in each process. */`,
    `${tabs}if (wait_event_info == 0)`,
    `${tabs}\twait_event_info = WaitEventExtensionNew("${name}");`,
    '',
  ];
}
