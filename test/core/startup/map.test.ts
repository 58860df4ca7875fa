import { expect, test } from 'vitest';
import { serverProcesses, startupMap, viewNodes } from '../../../src/core/api.ts';
import { memoryContext } from '../../support/context.ts';
import { laterTree } from '../../vscode/support/later-tree.ts';

const context = memoryContext(laterTree);

test('modes and processes start as the code says, in order', () => {
  const ways = startupMap(context).map(({ name, origin, steps }) => [name, origin, steps.map((step) => `${step.depth} ${step.name}`)]);
  expect(ways).toEqual([
    [
      'postmaster',
      'case DISPATCH_POSTMASTER',
      [
        '0 MemoryContextInit',
        '0 PostmasterMain',
        '1 InitializeOptions',
        '1 RegisterBuiltinShmemCallbacks',
        '1 CreateSharedMemoryAndSemaphores',
        '1 ServerLoop',
      ],
    ],
    [
      'single',
      'case DISPATCH_SINGLE',
      ['0 MemoryContextInit', '0 PostgresSingleUserMain', '1 CreateSharedMemoryAndSemaphores', '1 BaseInit'],
    ],
    ['boot', 'case DISPATCH_BOOT', ['0 MemoryContextInit', '0 BootstrapModeMain', '1 CreateSharedMemoryAndSemaphores', '1 BaseInit']],
    ['keeper of order', 'started by ServerLoop', ['0 KeeperMain', '1 InitAuxiliaryProcess', '1 BaseInit']],
  ]);
});

test('what exists at a step is what the steps before it made', () => {
  const [postmaster] = startupMap(context);
  const step = postmaster?.steps.find(({ name }) => name === 'CreateSharedMemoryAndSemaphores');
  expect(step?.milestone).toBe('shared memory');
  expect(step?.missing).toContain('shared memory');
  expect(postmaster?.steps.at(-1)?.missing).not.toContain('shared memory');
});

test('a process of proctypelist.h has its function, who starts it, and its line', () => {
  const [keeper, ...others] = serverProcesses(context);
  expect(others).toEqual([]);
  expect(keeper).toMatchObject({
    name: 'keeper of order',
    type: 'B_KEEPER',
    main: 'KeeperMain',
    mainPlace: { path: 'src/backend/postmaster/keeper.c' },
    listed: { path: 'src/include/postmaster/proctypelist.h' },
    startedBy: [{ name: 'ServerLoop', place: { path: 'src/backend/postmaster/postmaster.c' } }],
    attaches: true,
  });
});

test('below a hook stand its call, with the comment that says when it runs, and the module that installs it', () => {
  const [hook] = viewNodes(context, 'hooks', undefined);
  expect(hook).toMatchObject({ label: 'keeper_hook', description: 'void (int round)' });
  const links = viewNodes(context, 'hooks', hook?.id).map(({ label, description, place }) => `${label} ${description} ${place?.path}`);
  expect(links).toEqual([
    'declaration keeper.h  \u00b7  void (int round) src/include/postmaster/keeper.h',
    'type keeper.h  \u00b7  typedef void (*keeper_hook_type) (int round); src/include/postmaster/keeper.h',
    'definition keeper.c  \u00b7  keeper_hook_type keeper_hook = NULL; src/backend/postmaster/keeper.c',
    'call keeper.c  \u00b7  Modules may look on, once in each round src/backend/postmaster/keeper.c',
    'kept for chaining watch.c  \u00b7  prev_keeper_hook = keeper_hook; contrib/watch/watch.c',
    'installer watch.c  \u00b7  keeper_hook = watch_round; contrib/watch/watch.c',
  ]);
});
