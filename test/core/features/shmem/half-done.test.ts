import { expect, test } from 'vitest';
import { shmem } from '../../../../src/core/features/shmem/feature.ts';
import { editedTexts } from '../../../../src/core/text/tree-edit.ts';
import { memoryContext } from '../../../support/context.ts';
import { treeOf } from './trees.ts';

const KMS = 'src/backend/store/kms.c';
const HEADER = 'src/include/store/kms.h';
const IPCI = 'src/backend/storage/ipc/ipci.c';
const head = '#include "postgres.h"\n\n#include "storage/shmem.h"\n\n';
const size = 'Size\nKmsShmemSize(void)\n{\n\treturn 0;\n}\n';
const init = 'void\nKmsShmemInit(void)\n{\n}\n';

/** The texts after an area of a module that somebody has begun, or the code of the refusal. */
function registered(files: Record<string, string>, more: object = {}): string | ReadonlyMap<string, string> {
  const context = memoryContext({ ...treeOf('create-or-attach'), ...files });
  const edit = shmem.register(context, { name: 'Kms', file: KMS, header: HEADER, ...more });
  return edit.ok ? editedTexts(context.tree, edit.value) : edit.problem.code;
}

function textOf(files: Record<string, string>, path: string): string {
  const texts = registered(files);
  return typeof texts === 'string' ? texts : (texts.get(path) ?? '');
}

test('functions that nothing declares or calls yet are declared and called, however their heads are written', () => {
  for (const code of [size + init, `${size}${init}`.replaceAll(/^(Size|void)\n/gm, '$1 ')]) {
    const files = { [KMS]: head + code };
    expect(textOf(files, HEADER)).toContain('extern Size KmsShmemSize(void);\nextern void KmsShmemInit(void);\n');
    expect(textOf(files, IPCI)).toMatch(/\tsize = add_size\(size, KmsShmemSize\(\)\);\n[\s\S]*\tKmsShmemInit\(\);\n/);
    expect(textOf(files, IPCI)).toContain('#include "store/kms.h"\n');
    expect(textOf(files, KMS)).toContain('\treturn sizeof(KmsData);\n');
  }
});

test('what a header declares is not declared again', () => {
  const declared = '#ifndef KMS_H\n#define KMS_H\n\nextern Size KmsShmemSize(void);\n\n#endif\n';
  expect(textOf({ [HEADER]: declared }, HEADER).match(/KmsShmemSize/g)).toHaveLength(1);
  expect(textOf({ [HEADER]: declared }, HEADER)).toContain('extern void KmsShmemInit(void);\n');
});

test('a function declared in another header is called by that header', () => {
  const other = {
    'src/include/store/other.h': 'extern Size KmsShmemSize(void);\nextern void KmsShmemInit(void);\n',
    [KMS]: head + size + init,
  };
  expect(textOf(other, IPCI)).toContain('#include "store/other.h"\n');
  expect(textOf(other, HEADER)).not.toContain('KmsShmemSize');
});

test('functions that are not compiled for certain, that ipci.c cannot call, or that have no room are refused', () => {
  const code = (text: string) => registered({ [KMS]: head + text });
  expect(code(`#if 0\n${init}#endif\n`)).toBe('shmem/conditional-function');
  expect(code(`${size}#ifdef USE_FOO\n${init}#else\n${init}#endif\n`)).toBe('shmem/conditional-function');
  expect(code(`static ${size}\nstatic ${init}`)).toBe('shmem/static-function');
  expect(code(`${size}\nvoid KmsShmemInit(void) { }\n`)).toBe('shmem/one-line-function');
  expect(code(`${size}\nvoid KmsShmemInit(void)\n{ foo();\n}\n`)).toBe('shmem/one-line-function');
  expect(code(`Size KmsShmemSize(void) { Size size = 1; return size; }\n\n${init}`)).toBe('shmem/one-line-function');
});

test('a call in ipci.c that may not be compiled is no call', () => {
  const ipci = treeOf('create-or-attach')[IPCI] ?? '';
  const call = (directive: string) =>
    ipci.replace('\tStoreShmemInit();\n', `\tStoreShmemInit();\n#${directive}\n\tKmsShmemInit();\n#endif\n`);
  expect(registered({ [IPCI]: call('if 0') })).toBe('shmem/conditional-call');
  expect(registered({ [IPCI]: call('ifdef USE_KMS'), [KMS]: head + size + init })).toBe('shmem/conditional-call');
});

test('locals stand after declarations of several lines', () => {
  const body = '\tbool\t\tfoundA,\n\t\t\t   *foundB;\n\tint\t\t\ti = max(0, 1);\n\n\tfoo(&foundA, i);\n';
  const text = textOf({ [KMS]: head + size + init.replace('{\n', `{\n${body}`) }, KMS);
  expect(text).toContain('\t\t\t   *foundB;\n\tint\t\t\ti = max(0, 1);\n\tbool\t\tfound;\n\n\tfoo(&foundA, i);\n');
});
