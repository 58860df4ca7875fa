import { describe, expect, it } from 'vitest';
import { memberLocks } from '../../../src/core/index/member-locks.ts';
import { memoryContext } from '../../support/context.ts';

const KMS = 'src/backend/storage/kms.c';

function locksOf(struct: string, ...files: readonly [path: string, text: string][]): readonly string[] {
  return memberLocks(memoryContext(Object.fromEntries(files)), KMS, struct, 'Kms');
}

describe('locks inside of a struct', () => {
  it('are those that it holds by value, with the members that lead to them', () => {
    const text = [
      '#include "storage/kms.h"',
      'typedef struct KmsShared',
      '{',
      '\tvolatile slock_t mutex;\t\t/* LWLock old; */',
      '\tLWLock\t   *elsewhere;',
      '\tLWLock\t\tfirst,',
      '\t\t\t\tmany[KMS_LOCKS];',
      '#ifdef USE_KMS',
      '\tstruct',
      '\t{',
      '\t\tslock_t\t\tlck;',
      '\t}\t\t\tpart;',
      '#endif',
      '\tunion\t\t{ LWLock any; char pad[8]; };',
      '\tConditionVariable cv;',
      '\tvoid\t\t(*call) (LWLock lock);',
      '\tstruct KmsShared *next;',
      '\tKmsSlot\t\tslots[FLEXIBLE_ARRAY_MEMBER];',
      '} KmsShared;',
    ].join('\n');
    const header = 'typedef struct KmsSlot\n{\n\tint\t\t\tid;\n\tLWLock\t\tlock;\n} KmsSlot;\n';
    expect(locksOf('KmsShared', [KMS, text], ['src/include/storage/kms.h', header])).toEqual([
      'mutex (spinlock)',
      'first',
      'many[]',
      'part.lck (spinlock)',
      'any',
      'slots[].lock',
    ]);
  });

  it('are none where it is not found, and itself where it is a lock', () => {
    expect(locksOf('KmsShared', [KMS, 'typedef struct Other\n{\n\tLWLock\t\tlock;\n} Other;\n'])).toEqual([]);
    expect(locksOf('slock_t', [KMS, ''])).toEqual(['Kms (spinlock)']);
  });

  it('end where structs name each other', () => {
    const text = 'struct A\n{\n\tstruct B\tb;\n\tLWLock\t\tlock;\n};\nstruct B\n{\n\tstruct A\ta;\n};\n';
    expect(locksOf('A', [KMS, text])).toContain('lock');
  });
});
