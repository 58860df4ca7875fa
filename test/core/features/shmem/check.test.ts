import { describe, expect, test } from 'vitest';
import { shmem } from '../../../../src/core/features/shmem/feature.ts';
import { memoryContext } from '../../../support/context.ts';
import { SHAPES, treeOf } from './trees.ts';

const IPCI = 'src/backend/storage/ipc/ipci.c';
const EVENTS = 'src/backend/utils/activity/wait_event_names.txt';
const LOCKS = 'src/include/storage/lwlocklist.h';
const LWLOCK_C = 'src/backend/storage/lmgr/lwlock.c';

function findings(files: Record<string, string>): readonly string[] {
  const result = shmem.check(memoryContext(files));
  if (!result.ok) throw new Error(result.problem.message);
  return result.value.map((finding) => `${finding.code} ${finding.message} @${finding.where.path}`);
}

/** The tree of a shape with one file changed. */
function changed(shape: (typeof SHAPES)[number], path: string, from: string | RegExp, to: string): Record<string, string> {
  const files = treeOf(shape);
  const text = (files[path] ?? '').replace(from, to);
  expect(text).not.toBe(files[path]);
  return { ...files, [path]: text };
}

test.each(SHAPES)('the tree %s is sound but for what it lacks', (shape) => {
  expect(findings(treeOf(shape))).toEqual(
    shape === 'subsystem-list'
      ? ['shmem/undefined-callbacks ExtraShmemCallbacks is defined in no C file of the server @src/include/storage/subsystemlist.h']
      : [],
  );
});

describe('check finds', () => {
  test.each([
    [
      'an area that two modules ask for',
      changed('calculate-size', 'src/backend/store/store.c', 'Store Area', 'Cache Data'),
      'shmem/duplicate-name',
    ],
    ['a size without an init call', changed('calculate-size', IPCI, '\tStoreShmemInit();\n', ''), 'shmem/no-init-call'],
    ['an init call without a size', changed('create-or-attach', IPCI, /.*StoreShmemSize.*\n/, ''), 'shmem/no-size-call'],
    [
      'callbacks that are not listed',
      changed('subsystem-list', 'src/include/storage/subsystemlist.h', 'PG_SHMEM_SUBSYSTEM(StoreShmemCallbacks)\n', ''),
      'shmem/unlisted-callbacks',
    ],
    [
      'callbacks that are listed twice',
      changed('subsystem-list', 'src/include/storage/subsystemlist.h', 'Extra', 'Store'),
      'shmem/listed-twice',
    ],
    ['numbers of locks out of order', changed('create-or-attach', LOCKS, '3, XidGen', '2, XidGen'), 'shmem/lock-order'],
    [
      'a lock without a wait event',
      changed('create-or-attach', LOCKS, 'PG_LWLOCK(3', 'PG_LWLOCK(3, New)\nPG_LWLOCK(4'),
      'shmem/no-wait-event',
    ],
    ['a wait event without a lock', changed('create-or-attach', EVENTS, 'XidGen\t', 'Odd\t"Waiting for it."\nXidGen\t'), 'shmem/no-lock'],
    ['lists in different orders', changed('create-or-attach', EVENTS, /(OidGen.*\n)(XidGen.*\n)/, '$2$1'), 'shmem/wait-event-order'],
    ['a tranche of the list without a wait event', changed('subsystem-list', EVENTS, /^Store.*\n/m, ''), 'shmem/no-wait-event'],
    [
      'fewer names than tranches',
      changed('create-only', LWLOCK_C, /,\n\t\/\* LWTRANCHE_STORE: \*\/\n\t"Store"/, ''),
      'shmem/tranche-names',
    ],
    ['a tranche without a name', changed('create-or-attach', LWLOCK_C, '[LWTRANCHE_STORE]', '[LWTRANCHE_OTHER]'), 'shmem/tranche-names'],
  ])('%s', (_, files, code) => {
    expect(findings(files).map((finding) => finding.split(' ')[0])).toContain(code);
  });
});
