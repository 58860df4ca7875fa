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
    const apart = `/*\n * Does not wait\n *\n * Hold KmsLock\n */\n${inFunction('Ctl->a = 1;')}`;
    expect([read(apart), read(apart.replaceAll('\n', '\r\n'))]).toEqual([['a: KmsLock'], ['a: KmsLock']]);
    expect(read(`/* UnKmsLock() is told to hold on */\n${inFunction('Ctl->a = 1;')}`.replace('work', 'UnKmsLock'))).toEqual(['a: ']);
    expect(read(`/* The caller must not hold KmsLock. */\n${inFunction('Ctl->a = 1;')}`)).toEqual(['a: ']);
  });

  it('are those of all callers in a static function that holds none itself', () => {
    const helper = 'static void\nhelp(int slot)\n{\n\tCtl->a = slot;\n}\n\n';
    const locked = inFunction('LWLockAcquire(KmsLock, LW_SHARED);', 'help(1);', 'LWLockRelease(KmsLock);');
    expect(read(helper + locked)).toEqual(['a: KmsLock']);
    expect(read(helper + locked + inFunction('help(2);'))).toEqual(['a: ']);
    expect(read(helper.replace('static void', 'void') + locked)).toEqual(['a: ']);
    const between = 'static void\npass(void)\n{\n\thelp(1);\n}\n\n';
    expect(read(helper + between + inFunction('LWLockAcquire(KmsLock, LW_SHARED);', 'pass();'))).toEqual(['a: KmsLock']);
  });

  it('are not those of callers where others may call the function, nor after it releases them', () => {
    const locked = inFunction('LWLockAcquire(KmsLock, LW_SHARED);', 'help(1);', 'LWLockRelease(KmsLock);');
    const helper = 'static void\nhelp(int slot)\n{\n\tCtl->a = slot;\n}\n\n';
    expect(read(`${helper}${locked}${inFunction('on_shmem_exit(help, 0);')}`)).toEqual(['a: ']);
    const names = 'static const char *const names[] = {\n\t"a"};\n\n';
    expect(read(`${names}${helper.replace('static void', 'void')}${locked}`)).toEqual(['a: ']);
    const releasing = helper.replace('Ctl->a = slot;', 'Ctl->a = slot;\n\tLWLockRelease(KmsLock);\n\tCtl->b = slot;');
    expect(read(releasing + locked)).toEqual(['a: KmsLock', 'b: ']);
  });

  it('are held in the block that depends on taking them', () => {
    const text = inFunction(
      'if (LWLockConditionalAcquire(KmsLock, LW_EXCLUSIVE))',
      '{',
      '\tCtl->a = 1;',
      '\tLWLockRelease(KmsLock);',
      '\treturn;',
      '}',
      'Ctl->b = 1;',
    );
    expect(read(text)).toEqual(['a: KmsLock', 'b: ']);
    const waiting = inFunction(
      'if (!LWLockConditionalAcquire(KmsLock, LW_SHARED))',
      '{',
      '\tLWLockAcquire(KmsLock, LW_SHARED);',
      '}',
      'Ctl->a = 1;',
    );
    expect(read(waiting)).toEqual(['a: KmsLock']);
  });

  it('of a partition are named by what chooses them', () => {
    const text = inFunction(
      'part = KmsPartitionLock(hash);',
      'LWLockAcquire(part, LW_SHARED);',
      'hash_search(Ctl, key);',
      'LWLockRelease(part);',
    );
    expect(read(text)).toEqual([': KmsPartitionLock']);
    expect(read(inFunction('hash = get_hash_value(Ctl, key);'))).toEqual([]);
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
