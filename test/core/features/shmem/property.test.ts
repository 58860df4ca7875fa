import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shmem } from '../../../../src/core/features/shmem/feature.ts';
import { editedTexts } from '../../../../src/core/text/tree-edit.ts';
import { cSyntax, memoryContext } from '../../../support/context.ts';
import { SHAPES, treeOf } from './trees.ts';

const word = fc.constantFrom('KMS', 'key', 'Map', 'state', 'x', 'Hash', 'log2', 'data');
const request = fc.record({
  name: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  kind: fc.constantFrom('struct', 'hash'),
  lock: fc.constantFrom('none', 'embedded', 'named'),
  file: fc.constantFrom('src/backend/store/kms.c', 'src/backend/store/cache.c', 'src/backend/store/store.c'),
  header: fc.constantFrom(undefined, 'src/include/store/kms.h', 'src/include/store/cache.h'),
  keyType: fc.constantFrom(undefined, 'Oid', 'char[NAMEDATALEN]', 'unsigned int', 'KmsTag'),
  maxEntries: fc.constantFrom(undefined, 64, 'MaxConnections', '2 * MaxConnections + 1'),
});

describe.each(SHAPES)('%s', (shape) => {
  test('requests in any order leave a sound tree, list what was registered, and are refused the second time', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 3 }), (requests) => {
        let files: Record<string, string> = treeOf(shape);
        const findings = (now: Record<string, string>) => {
          const found = shmem.check(memoryContext(now));
          return found.ok ? found.value.length : -1;
        };
        const before = findings(files);
        for (const one of requests) {
          const context = memoryContext(files);
          const edit = shmem.register(context, one);
          if (!edit.ok) {
            expect(edit.problem.code).toMatch(
              /^shmem\/(?:name|variable|struct|lock|function)-taken$|^shmem\/(?:one-name|hidden-type|no-member|type-taken)$/,
            );
            continue;
          }
          const after = { ...files, ...Object.fromEntries(editedTexts(context.tree, edit.value)) };
          expect(findings(after)).toBe(before);
          for (const path of Object.keys(after)) {
            if (path.endsWith('.c')) expect(cSyntax.damage(after[path] ?? ''), path).toBe(0);
          }
          const listed = shmem.list(memoryContext(after));
          expect(listed.ok && listed.value.map((entry) => entry.name)).toContain(one.name);
          expect(shmem.register(memoryContext(after), one)).toMatchObject({ ok: false, problem: { code: 'shmem/name-taken' } });
          files = after;
        }
      }),
      { numRuns: 30 },
    );
  });
});
