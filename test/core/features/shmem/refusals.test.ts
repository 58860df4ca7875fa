import { describe, expect, test } from 'vitest';
import { shmem } from '../../../../src/core/features/shmem/feature.ts';
import { memoryContext } from '../../../support/context.ts';
import { treeOf } from './trees.ts';

const KMS = 'src/backend/store/kms.c';
const IPCI = 'src/backend/storage/ipc/ipci.c';
const tree = treeOf('create-or-attach');

function problemOf(files: Record<string, string>, request: Record<string, unknown>) {
  const result = shmem.register(memoryContext(files), { name: 'KMS State', file: KMS, ...request });
  return result.ok ? undefined : result.problem;
}

describe('a request is refused', () => {
  test.each([
    ['a name without letters', { name: '%%' }, 'shmem/bad-name'],
    ['a name with a quote', { name: 'a"b' }, 'shmem/bad-name'],
    ['a name that ends comments', { name: 'a */ b' }, 'shmem/bad-name'],
    ['a name that is no ASCII', { name: 'clé' }, 'shmem/bad-name'],
    ['a name longer than the key of the index', { name: 'k'.repeat(48) }, 'shmem/long-name'],
    [
      'a hash whose lock would get too long a name',
      { name: 'k'.repeat(45), kind: 'hash', lock: 'embedded', lockName: 'K' },
      'shmem/long-name',
    ],
    ['the name of an area', { name: 'Cache Data' }, 'shmem/name-taken'],
    ['a name that makes no C identifier', { name: '1st' }, 'shmem/bad-identifier'],
    ['a keyword', { variable: 'static' }, 'shmem/bad-identifier'],
    ['a macro of the system', { variable: 'NULL' }, 'shmem/bad-identifier'],
    ['a type of the system', { structName: 'FILE' }, 'shmem/bad-identifier'],
    ['a variable as init function', { initFunction: 'MaxConnections' }, 'shmem/function-taken'],
    ['a macro of the system as key type', { kind: 'hash', keyType: 'NULL' }, 'shmem/bad-type'],
    ['one name for type and variable', { structName: 'Kms', variable: 'Kms' }, 'shmem/one-name'],
    ['no file', { file: undefined }, 'shmem/no-file'],
    ['a file outside of the server', { file: 'contrib/kms.c' }, 'shmem/bad-file'],
    ['a file that climbs out of the tree', { file: '../kms.c' }, 'shmem/bad-file'],
    ['a directory that is not there', { file: 'src/backend/none/kms.c' }, 'shmem/no-directory'],
    ['a header that is none', { header: 'src/include/store/kms.c' }, 'shmem/bad-header'],
    ['a header in a directory that is not there', { header: 'src/include/none/kms.h' }, 'shmem/no-directory'],
    ['a struct of another file', { structName: 'LWLock' }, 'shmem/struct-taken'],
    ['the struct of an area', { structName: 'CacheData' }, 'shmem/struct-taken'],
    ['a variable of the server', { variable: 'MaxConnections' }, 'shmem/variable-taken'],
    ['a function of another file', { sizeFunction: 'CacheShmemSize' }, 'shmem/function-taken'],
    ['an unknown key type', { kind: 'hash', keyType: 'oid_t' }, 'shmem/unknown-type'],
    ['a pointer as key', { kind: 'hash', keyType: 'char *' }, 'shmem/bad-type'],
    ['a key that is not first in its entry', { kind: 'hash', entryType: 'CacheData', keyType: 'Oid' }, 'shmem/key-not-first'],
    ['no entries', { maxEntries: 0 }, 'shmem/bad-size'],
    ['an unknown variable', { maxEntries: 'no_such_guc' }, 'shmem/bad-size'],
    ['no expression', { maxEntries: '(MaxConnections' }, 'shmem/bad-size'],
    ['a lock that exists', { lock: 'named', lockName: 'OidGenLock' }, 'shmem/lock-taken'],
    ['a tranche that exists', { lock: 'embedded', lockName: 'LWTRANCHE_STORE' }, 'shmem/lock-taken'],
    ['no name for a lock', { lock: 'named', lockName: '2nd' }, 'shmem/bad-lock-name'],
    ['no sentence', { lock: 'named', lockDescription: 'waits' }, 'shmem/bad-lock-description'],
  ])('%s', (_, request, code) => {
    const problem = problemOf(tree, request);
    expect(problem?.code).toBe(code);
    expect(problem?.hint).toBeTruthy();
  });

  test('a string key without bytes, in these words', () => {
    expect(problemOf(tree, { kind: 'hash', keyType: 'char[0]' })?.message).toContain('number of bytes');
  });

  test.each([
    ['the name of an area', { name: 'Cache Data' }, 'src/backend/store/cache.c'],
    ['a lock', { lock: 'named', lockName: 'XidGen' }, 'src/include/storage/lwlocklist.h'],
    ['a tranche', { lock: 'embedded', lockName: 'Store' }, 'src/backend/storage/lmgr/lwlock.c'],
    ['a function', { initFunction: 'CacheShmemInit' }, 'src/backend/store/cache.c'],
    ['a variable', { variable: 'MaxConnections' }, 'src/include/miscadmin.h'],
    ['a struct', { structName: 'LWLock' }, 'src/include/storage/lwlock.h'],
  ])('with the place of %s that is taken', (_, request, path) => {
    expect(problemOf(tree, request)?.where?.path).toBe(path);
  });
});

describe('functions of the module', () => {
  const cache = 'src/backend/store/cache.c';
  const early = {
    ...tree,
    [cache]: (tree[cache] ?? '').replace('\tbool\t\tfound;\n\n', '\tbool\t\tfound;\n\n\tif (IsUnderPostmaster)\n\t\treturn;\n\n'),
  };

  test('an init function that may return early is not extended when it is named', () => {
    const problem = problemOf(early, { file: cache, initFunction: 'CacheShmemInit', sizeFunction: 'CacheShmemSize' });
    expect(problem).toMatchObject({ code: 'shmem/early-return', where: { path: cache } });
  });

  test('and others are written when it is not', () => {
    const result = shmem.register(memoryContext(early), { name: 'KMS State', file: cache });
    expect(result.ok && result.value.steps.map((step) => step.what)).toContain('init-call');
  });

  test('a size function with several results is not extended', () => {
    const several = {
      ...tree,
      [cache]: (tree[cache] ?? '').replace('\tsize = sizeof', '\tif (IsUnderPostmaster)\n\t\treturn 0;\n\tsize = sizeof'),
    };
    expect(problemOf(several, { file: cache, sizeFunction: 'CacheShmemSize', initFunction: 'CacheShmemInit' })?.code).toBe(
      'shmem/several-returns',
    );
  });
});

describe('a tree is refused', () => {
  const without = (path: string) => Object.fromEntries(Object.entries(tree).filter(([one]) => one !== path));

  test('without ipci.c', () => {
    expect(problemOf(without(IPCI), {})?.code).toBe('shmem/no-list');
  });

  test('with lists that are beyond recognition', () => {
    const emptied = (tree[IPCI] ?? '').replaceAll(/^\t*size = add_size.*\n/gm, '');
    expect(problemOf({ ...tree, [IPCI]: emptied }, {})).toMatchObject({ code: 'shmem/empty-list', where: { path: IPCI } });
  });

  test('with two functions that may hold a list', () => {
    const doubled = `${tree[IPCI]}\nSize\nCalculateShmemSize(void)\n{\n\treturn 0;\n}\n`;
    expect(problemOf({ ...tree, [IPCI]: doubled }, {})).toMatchObject({ code: 'shmem/two-candidates', where: { path: IPCI } });
  });

  test('without a list of locks, where one is wanted', () => {
    expect(problemOf(without('src/include/storage/lwlocklist.h'), { lock: 'named' })?.code).toBe('lwlock/no-list');
  });

  test('without names of tranches, where one is wanted', () => {
    expect(problemOf(without('src/backend/storage/lmgr/lwlock.c'), { lock: 'embedded' })?.code).toBe('tranche/no-place');
  });

  test('without the section of lock wait events, where the build needs it', () => {
    const names = 'src/backend/utils/activity/wait_event_names.txt';
    const cut = (tree[names] ?? '').replace('WaitEventLWLock', 'WaitEventOther');
    expect(problemOf({ ...tree, [names]: cut }, { lock: 'named' })).toMatchObject({ code: 'wait-event/no-place', where: { path: names } });
  });

  test('but a partial one does for an area without a lock', () => {
    expect(problemOf(without('src/include/storage/lwlocklist.h'), {})).toBeUndefined();
  });
});
