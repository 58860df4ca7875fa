import { expect, test } from 'vitest';
import { headerPatterns } from '../../../src/core/catalog/header-patterns.ts';
import { headerOids } from '../../../src/core/catalog/headers.ts';

const oids = (text: string, script = '') => headerOids('pg_kms.h', text, headerPatterns(script)).map((use) => use.oid);

test('a catalog, its row type, toast tables and indexes have OIDs', () => {
  const text =
    'CATALOG(pg_kms,8100,KmsRelationId) BKI_ROWTYPE_OID(8101,KmsRelation_Rowtype_Id)\n{\n} FormData_pg_kms;\nDECLARE_TOAST(pg_kms, 8102, 8103);\nDECLARE_UNIQUE_INDEX_PKEY(pg_kms_oid_index, 8104, KmsOidIndexId, pg_kms, btree(oid oid_ops));\n';
  expect(oids(text)).toEqual([8100, 8101, 8102, 8103, 8104]);
});

test('those of a bootstrap catalog stand in the data again and do not count', () => {
  expect(oids('CATALOG(pg_kms,8100,KmsRelationId) BKI_BOOTSTRAP BKI_ROWTYPE_OID(8101,X)\n{\n} FormData_pg_kms;\n')).toEqual([]);
});

test.each([
  ['a commented one', '/* DECLARE_TOAST(a, 1, 2); */\n', []],
  ['one after a comment of two lines', '/* a\n * b */ DECLARE_TOAST(a, 1, 2);\n', [1, 2]],
  ['one over two lines', 'DECLARE_TOAST(a,\n 1, 2);\n', []],
  ['CRLF', 'DECLARE_TOAST(a, 1, 2);\r\n', [1, 2]],
  ['client code', '#ifdef EXPOSE_TO_CLIENT_CODE\n#define X 1\n#endif\nDECLARE_TOAST(a, 1, 2);\n', [1, 2]],
])('%s is read line by line as the script does', (_, text, expected) => {
  expect(oids(text)).toEqual(expected);
});

test('the patterns of the tree itself decide which macros count', () => {
  const script =
    'sub ParseHeader\n{\n if (/^CATALOG\\((\\w+),(\\d+),(\\w+)\\)/) { /BKI_ROWTYPE_OID\\((\\d+),(\\w+)\\)/ }\n elsif (/^DECLARE_KMS\\(\\s*\n (?<name>\\w+),\\s*\n (?<kms_oid>\\d+)\\s*\\)/x) {}\n}\n';
  expect(oids('DECLARE_KMS(a, 8105);\nDECLARE_TOAST(a, 1, 2);\n', script)).toEqual([8105]);
});
