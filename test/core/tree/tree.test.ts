import { describe, expect, test } from 'vitest';
import { memoryTree, overlayTree } from '../../../src/core/tree/memory-tree.ts';
import { probeShape } from '../../../src/core/tree/shape.ts';
import { basename, dirname, toTreePath } from '../../../src/core/tree/source-tree.ts';

const skeleton = { 'src/backend/Makefile': '', 'src/include/catalog/pg_proc.dat': '[\n]\n' };

function shapeOf(files: Record<string, string>) {
  const shape = probeShape(memoryTree(new Map(Object.entries({ ...skeleton, ...files }))));
  if (!shape.ok) throw new Error(shape.problem.message);
  return shape.value;
}

describe('tree paths', () => {
  test('a plain path inside the tree is accepted, its spelling made canonical', () => {
    expect(toTreePath('./src//backend/kms.c')).toBe('src/backend/kms.c');
  });

  test.each(['/etc/passwd', '../x.c', 'src/../../x.c', '', '.', 'src/a b.c', 'src/a\nb.c', 'src\\x.c', 'src/$(x).c'])(
    '%j is refused',
    (path) => {
      expect(toTreePath(path)).toBeUndefined();
    },
  );

  test('dirname and basename', () => {
    expect([dirname('a/b/c.c'), basename('a/b/c.c'), dirname('c.c'), basename('c.c')]).toEqual(['a/b', 'c.c', '', 'c.c']);
  });
});

describe('overlayTree', () => {
  const base = memoryTree(
    new Map([
      ['dir/a.c', 'base a'],
      ['dir/b.c', 'base b'],
    ]),
  );
  const over = overlayTree(
    base,
    new Map([
      ['dir/b.c', 'over b'],
      ['dir/sub/c.c', 'over c'],
    ]),
  );

  test('shows its own text first and lists both', () => {
    expect(over.read('dir/a.c')?.text).toBe('base a');
    expect(over.read('dir/b.c')?.text).toBe('over b');
    expect(over.list('dir')).toEqual([
      { name: 'a.c', kind: 'file' },
      { name: 'b.c', kind: 'file' },
      { name: 'sub', kind: 'directory' },
    ]);
    expect(over.list('none')).toBeUndefined();
  });

  test('keeps the encoding of the file below', () => {
    const latin = { read: (path: string) => ({ path, text: '', encoding: 'latin-1' as const }), list: () => undefined, stamp: () => '' };
    expect(overlayTree(latin, new Map([['x.c', 'new']])).read('x.c')?.encoding).toBe('latin-1');
  });
});

describe('probeShape', () => {
  test('refuses a folder that is no PostgreSQL tree and says what it looked for', () => {
    const shape = probeShape(memoryTree(new Map([['README', '']])));
    expect(shape.ok).toBe(false);
    expect(!shape.ok && shape.problem.code).toBe('tree/not-postgresql');
    expect(!shape.ok && shape.problem.message).toContain('src/backend');
  });

  test('a partial checkout leaves its gaps undefined', () => {
    expect(shapeOf({})).toMatchObject({
      guc: undefined,
      shmem: undefined,
      lwlock: undefined,
      waitEvent: undefined,
      sample: undefined,
      functionDocs: undefined,
    });
  });

  test.each([
    ['guc', 'guc.c', { 'src/backend/utils/misc/guc.c': 'static struct config_bool ConfigureNamesBool[] =\n' }],
    [
      'guc',
      'guc_tables.c',
      { 'src/backend/utils/misc/guc.c': '', 'src/backend/utils/misc/guc_tables.c': 'struct config_bool ConfigureNamesBool[] =\n' },
    ],
    ['guc', 'guc_parameters.dat', { 'src/backend/utils/misc/guc_tables.c': '', 'src/backend/utils/misc/guc_parameters.dat': '[\n]\n' }],
    ['shmem', 'create-only', { 'src/backend/storage/ipc/ipci.c': 'void\nCreateSharedMemoryAndSemaphores(void)\n{\n}\n' }],
    [
      'shmem',
      'calculate-size',
      { 'src/backend/storage/ipc/ipci.c': 'Size\nCalculateShmemSize(int *n)\n{\n}\nvoid\nCreateSharedMemoryAndSemaphores(void)\n{\n}\n' },
    ],
    ['shmem', 'create-or-attach', { 'src/backend/storage/ipc/ipci.c': 'static void\nCreateOrAttachShmemStructs(void)\n{\n}\n' }],
    ['shmem', 'subsystem-list', { 'src/include/storage/subsystemlist.h': '', 'src/backend/storage/ipc/ipci.c': '' }],
    ['lwlock', 'lwlocknames.txt', { 'src/backend/storage/lmgr/lwlocknames.txt': '' }],
    ['lwlock', 'lwlocklist.h', { 'src/include/storage/lwlocklist.h': 'PG_LWLOCK(1, ShmemIndex)\n' }],
    ['lwlock', 'lwlocklist.h-tranches', { 'src/include/storage/lwlocklist.h': 'PG_LWLOCK(1, A)\nPG_LWLOCKTRANCHE(B, B)\n' }],
    ['waitEvent', 'pgstat.h', { 'src/include/pgstat.h': 'WAIT_EVENT_X' }],
    ['waitEvent', 'wait_event.h', { 'src/include/utils/wait_event.h': 'WAIT_EVENT_X', 'src/include/pgstat.h': 'WAIT_EVENT_X' }],
    [
      'waitEvent',
      'wait_event_names.txt',
      { 'src/include/utils/wait_event.h': 'WAIT_EVENT_X', 'src/backend/utils/activity/wait_event_names.txt': '' },
    ],
    ['sample', 'tabs', { 'src/backend/utils/misc/postgresql.conf.sample': '#a = 1\t# x\n' }],
    ['sample', 'spaces', { 'src/backend/utils/misc/postgresql.conf.sample': '#a = 1  # x\n' }],
    ['functionDocs', 'func.sgml', { 'doc/src/sgml/func.sgml': '' }],
    ['functionDocs', 'func-files', { 'doc/src/sgml/func/func-admin.sgml': '', 'doc/src/sgml/func/func.sgml': '' }],
    ['functionDefaults', 'pg_proc.dat', { 'src/include/catalog/pg_proc.dat': "[ { proargdefaults => '{}' } ]" }],
    ['functionAcl', 'pg_proc.dat', { 'src/include/catalog/pg_proc.dat': "[ { proacl => '{}' } ]" }],
  ] as const)('%s is %s', (area, expected, files) => {
    expect(shapeOf({ ...files })[area]).toBe(expected);
  });

  test('areas are independent, so a fork may mix them', () => {
    const shape = shapeOf({
      'src/backend/utils/misc/guc_parameters.dat': '[\n]\n',
      'src/backend/storage/ipc/ipci.c': 'static void\nCreateOrAttachShmemStructs(void)\n{\n}\n',
      'src/backend/storage/lmgr/lwlocknames.txt': '',
    });
    expect([shape.guc, shape.shmem, shape.lwlock]).toEqual(['guc_parameters.dat', 'create-or-attach', 'lwlocknames.txt']);
  });

  test('the version hint comes from configure.ac, else from meson.build', () => {
    expect(shapeOf({ 'configure.ac': 'AC_INIT([PostgreSQL], [18.6], [x])\n' }).versionHint).toBe('18.6');
    expect(shapeOf({ 'meson.build': "project('postgresql',\n  ['c'],\n  version: '19devel',\n" }).versionHint).toBe('19devel');
    expect(shapeOf({}).versionHint).toBeUndefined();
  });
});
