import { describe, expect, test } from 'vitest';
import { shmem } from '../../../../src/core/features/shmem/feature.ts';
import { unifiedDiff } from '../../../../src/core/text/diff.ts';
import { editedTexts } from '../../../../src/core/text/tree-edit.ts';
import { memoryContext } from '../../../support/context.ts';
import { SHAPES, treeOf } from './trees.ts';

const KMS = 'src/backend/store/kms.c';

/** Registers one request after the other on the tree that the one before left, and returns the diffs and the final tree. */
function register(files: Record<string, string>, ...requests: readonly Record<string, unknown>[]) {
  const diffs: string[] = [];
  const notes: string[] = [];
  let now = files;
  for (const request of requests) {
    const context = memoryContext(now);
    const edit = shmem.register(context, request);
    if (!edit.ok) throw new Error(`${edit.problem.code}: ${edit.problem.message}`);
    diffs.push(
      unifiedDiff(context.tree, edit.value)
        .map((file) => file.text)
        .join(''),
    );
    notes.push(...edit.value.notes);
    now = { ...now, ...Object.fromEntries(editedTexts(context.tree, edit.value)) };
  }
  return { diff: diffs.join('\n'), files: now, notes };
}

describe.each(SHAPES)('%s', (shape) => {
  test('a struct with an embedded lock and an array in a new file, and a hash with a named lock that joins it', async () => {
    const { diff } = register(
      treeOf(shape),
      { name: 'KMS State', file: KMS, header: 'src/include/store/kms.h', lock: 'embedded', maxEntries: 'MaxConnections' },
      { name: 'KMS Keys', kind: 'hash', file: KMS, header: 'src/include/store/kms.h', lock: 'named', keyType: 'char[NAMEDATALEN]' },
    );
    await expect(diff).toMatchFileSnapshot(`golden/${shape}-module.diff`);
  });

  test('areas that join a module of the tree', async () => {
    const { diff } = register(
      treeOf(shape),
      { name: 'Cache Map', kind: 'hash', file: 'src/backend/store/cache.c', lock: 'embedded', keyType: 'Oid', maxEntries: 2000 },
      { name: 'Cache Counters', file: 'src/backend/store/cache.c' },
    );
    await expect(diff).toMatchFileSnapshot(`golden/${shape}-joined.diff`);
  });

  test('CRLF stays CRLF and gives the same text', () => {
    const request = {
      name: 'KMS State',
      file: 'src/backend/store/cache.c',
      lock: 'embedded',
      sizeFunction: 'KmsShmemSize',
      initFunction: 'KmsShmemInit',
    };
    const plain = register(treeOf(shape), request).files;
    const crlf = register(
      Object.fromEntries(Object.entries(treeOf(shape)).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')])),
      request,
    ).files;
    for (const [path, text] of Object.entries(crlf)) {
      if (!(path in treeOf(shape))) continue;
      expect(text.replaceAll('\r\n', ''), path).not.toContain('\n');
      expect(text.replaceAll('\r\n', '\n'), path).toBe(plain[path]);
    }
  });

  test('every registration is listed, with its functions and its lock', () => {
    const { files } = register(
      treeOf(shape),
      { name: 'KMS State', file: KMS, lock: 'embedded' },
      { name: 'KMS Keys', kind: 'hash', file: KMS, keyType: 'Oid', maxEntries: 'MaxConnections' },
    );
    const entries = shmem.list(memoryContext(files));
    if (!entries.ok) throw new Error(entries.problem.message);
    const found = new Map(entries.value.map((entry) => [entry.name, entry.fields]));
    expect(found.get('KMS State')).toMatchObject({
      kind: 'struct',
      structName: 'KmsSharedState',
      variable: 'KmsState',
      lock: 'embedded',
      lockName: 'KmsState',
    });
    expect(found.get('KMS Keys')).toMatchObject({
      kind: 'hash',
      variable: 'KmsKeyHash',
      keyType: 'Oid',
      entryType: 'KmsKeyEntry',
      maxEntries: 'MaxConnections',
      lock: 'none',
    });
    const order = entries.value.map((entry) => entry.name);
    expect(order.indexOf('Store Area')).toBeLessThan(order.indexOf('KMS State'));
    expect(order.indexOf('KMS State')).toBeLessThan(order.indexOf('KMS Keys'));
  });

  test('the same registration is refused the second time, with the place of the first', () => {
    const request = { name: 'KMS State', file: KMS, lock: 'named' };
    const { files } = register(treeOf(shape), request);
    const again = shmem.register(memoryContext(files), request);
    expect(again).toMatchObject({ ok: false, problem: { code: 'shmem/name-taken', where: { path: KMS } } });
  });
});

test('a new entry goes beside a module whose whole name its own begins with', () => {
  const { files } = register(treeOf('create-or-attach'), {
    name: 'Cache Control',
    file: KMS,
    initFunction: 'CacheControlShmemInit',
    sizeFunction: 'CacheControlShmemSize',
  });
  const text = files['src/backend/storage/ipc/ipci.c'] ?? '';
  expect(text).toContain('CacheShmemSize());\n\tsize = add_size(size, CacheControlShmemSize());');
});

test('a struct that the module declares already is taken, lock and array included', () => {
  const files = treeOf('calculate-size');
  files['src/include/store/kms.h'] =
    '#ifndef KMS_H\n#define KMS_H\n\n#include "storage/lwlock.h"\n\ntypedef struct KmsThing\n{\n\tLWLock\t\tmutex;\n\tOid\t\t\tkeys[FLEXIBLE_ARRAY_MEMBER];\n} KmsThing;\n\n#endif\t\t\t\t\t\t\t/* KMS_H */\n';
  const { files: after } = register(files, {
    name: 'KMS Thing',
    file: KMS,
    header: 'src/include/store/kms.h',
    structName: 'KmsThing',
    variable: 'Kms',
    lock: 'embedded',
    maxEntries: 5,
  });
  expect(after[KMS]).toContain('size = offsetof(KmsThing, keys);\n\tsize = add_size(size, mul_size(KMS_MAX_ENTRIES, sizeof(Oid)));');
  expect(after[KMS]).toContain('LWLockInitialize(&Kms->mutex, LWTRANCHE_KMS_THING);');
  expect(after['src/tools/pgindent/typedefs.list']).not.toContain('KmsThing');
});

test('a partial checkout without documentation leaves a note', () => {
  const { 'doc/src/sgml/monitoring.sgml': _, ...files } = treeOf('create-only');
  expect(register(files, { name: 'KMS State', file: KMS, lock: 'named' }).notes.join('\n')).toContain('was not documented');
});
