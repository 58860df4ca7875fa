import { describe, expect, it } from 'vitest';
import { lockedAccesses, protectingByComment } from '../../../src/core/index/held-locks.ts';

/** Accesses to `Ctl` as `member: locks`. */
function read(text: string): readonly string[] {
  return lockedAccesses(text, ['Ctl']).map(({ member, locks }) => `${member}: ${locks.join(' ')}`);
}

function inFunction(...lines: readonly string[]): string {
  return `void\nwork(void)\n{\n${lines.map((line) => `\t${line}\n`).join('')}}\n`;
}

describe('locks at accesses', () => {
  it('are those between acquiring and releasing', () => {
    const text = inFunction('Ctl->a = 1;', 'LWLockAcquire(KmsLock, LW_SHARED);', 'Ctl->b = 1;', 'LWLockRelease(KmsLock);', 'Ctl->c = 1;');
    expect(read(text)).toEqual(['a: ', 'b: KmsLock', 'c: ']);
  });

  it('stay held where a way that leaves the function releases them', () => {
    const text = inFunction(
      'LWLockAcquire(KmsLock, LW_SHARED);',
      'if (done)',
      '{',
      '\tLWLockRelease(KmsLock);',
      '\treturn;',
      '}',
      'Ctl->a = 1;',
    );
    expect(read(text)).toEqual(['a: KmsLock']);
  });

  it('are known through assertions and through the comment above, unless that denies it', () => {
    expect(read(inFunction('Assert(LWLockHeldByMe(KmsLock));', 'Ctl->a = 1;'))).toEqual(['a: KmsLock']);
    expect(read(`/*\n * Caller must hold\n * KmsLock.\n */\n${inFunction('Ctl->a = 1;')}`)).toEqual(['a: KmsLock']);
    expect(read(`/* The caller must not hold KmsLock. */\n${inFunction('Ctl->a = 1;')}`)).toEqual(['a: ']);
  });

  it('are found where a local variable or a macro stands for the area', () => {
    const local = inFunction('KmsCtl *ctl = Ctl;', 'LWLockAcquire(KmsLock, LW_SHARED);', 'ctl->a = 1;');
    expect(read(local).at(-1)).toBe('a: KmsLock');
    const macro = `#define KMS_HEAD (Ctl->head)\n\n${inFunction('LWLockAcquire(KmsLock, LW_SHARED);', 'KMS_HEAD = 1;')}`;
    expect(read(macro)).toEqual(['KMS_HEAD: KmsLock']);
  });

  it('do not count where the area is made, nor where another struct has a member of the name', () => {
    expect(read('void\nKmsShmemInit(void)\n{\n\tCtl = ShmemInitStruct("Kms", 1, &found);\n\tCtl->a = 1;\n}\n')).toEqual([]);
    expect(read(inFunction('other->Ctl = 1;'))).toEqual([]);
  });
});

describe('locks in comments of a struct', () => {
  it('are those that protect', () => {
    const struct =
      'typedef struct KmsCtl\n{\n\t/* Protected by KmsLock. */\n\tint\t\ta;\n\n\t/* not protected by OtherLock */\n\tint\t\tb;\n} KmsCtl;\n';
    expect(protectingByComment(struct, 'KmsCtl')).toEqual(['KmsLock']);
    expect(protectingByComment(struct, 'Other')).toEqual([]);
  });
});
