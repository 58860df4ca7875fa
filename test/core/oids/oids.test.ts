import { describe, expect, test } from 'vitest';
import { findingsIn, offersAt, oidFieldAt, oidProblem, oidRanges, replaceOid, shiftOids } from '../../../src/core/api.ts';
import type { Result } from '../../../src/core/base/result.ts';
import { editedTexts, type TreeEdit } from '../../../src/core/text/tree-edit.ts';
import type { TreeContext } from '../../../src/core/tree/context.ts';
import { memoryContext } from '../../support/context.ts';
import { functionTree } from '../../support/function-trees.ts';

const CATALOG = 'src/include/catalog';
const files = {
  ...functionTree,
  [`${CATALOG}/unused_oids`]:
    "my @input_files = (glob('pg_*.h'), qw(indexing.h));\nFindDefinedSymbol('access/transam.h', '..', 'MinKmsOid');\nFindDefinedSymbol('access/transam.h', '..', 'MaxKmsOid');\n$suggestion = int(8000 + rand(2000));\n",
  'src/include/access/transam.h': '#define FirstGenbkiObjectId 10000\n#define MinKmsOid 8990\n#define MaxKmsOid 9010\n',
  [`${CATALOG}/pg_kms.h`]:
    'CATALOG(pg_kms,8100,KmsRelationId) BKI_ROWTYPE_OID(8101,KmsRelation_Rowtype_Id)\n{\n\tOid\t\t\toid;\n} FormData_pg_kms;\nDECLARE_TOAST(pg_kms, 8102, 8103);\n',
  [`${CATALOG}/pg_kms.dat`]:
    "[\n{ oid => '8104', descr => 'a key of 8104 bits',\n  kmsname => 'key' },\n{ oid => '8102',\n  kmsname => 'other' },\n]\n",
  [`${CATALOG}/pg_class.h`]: 'CATALOG(pg_class,1259,RelationRelationId) BKI_BOOTSTRAP\n{\n\tOid\t\t\toid;\n} FormData_pg_class;\n',
  [`${CATALOG}/pg_class.dat`]: "[\n{ oid => '1259',\n  relname => 'pg_class' },\n]\n",
  [`${CATALOG}/indexing.h`]:
    'DECLARE_UNIQUE_INDEX(pg_kms_oid_index, 8110, on pg_kms using btree(oid oid_ops));\n#define KmsOidIndexId  8110\n',
};
const dat = files[`${CATALOG}/pg_kms.dat`] ?? '';

function textsOf(context: TreeContext, edit: Result<TreeEdit>): ReadonlyMap<string, string> {
  if (!edit.ok) throw new Error(edit.problem.message);
  return editedTexts(context.tree, edit.value);
}

const context = () => memoryContext(files);
const reserving = (oids: readonly number[]) => ({ ...memoryContext(files), reservedOids: new Set(oids) });
const codeOf = (result: Result<unknown>) => (result.ok ? undefined : result.problem.code);

describe('free OIDs', () => {
  test('come with a suggestion and the names of the objects around', () => {
    const found = oidRanges(context(), 3);
    expect(found.ok && found.value.suggestion).toMatchObject({ first: 9011, last: 9013 });
    expect(found.ok && found.value.free.find((range) => range.first === 8105)).toEqual({
      first: 8105,
      last: 8109,
      before: 'key (pg_kms)',
      after: 'pg_kms_oid_index',
    });
  });

  test('are not reserved ones', () => {
    const found = oidRanges(reserving([9011]), 1);
    expect(found.ok && found.value.suggestion.first).toBe(9012);
    expect(found.ok && found.value.free.some((range) => range.first <= 9011 && range.last >= 9011)).toBe(false);
  });

  test.each([
    [0, 1, 'oid/out-of-range'],
    [9999, 2, 'oid/out-of-range'],
    [8098, 3, 'oid/taken'],
    [8120, 4, 'oid/reserved'],
    [9000, 1, 'oid/kept-back'],
    [8124, 5, undefined],
  ])('%i with a count of %i: %s', (first, count, code) => {
    expect(oidProblem(reserving([8123]), first, count)?.code).toBe(code);
  });
});

describe('replacing an OID', () => {
  test('changes its digits only', () => {
    const one = context();
    const texts = textsOf(one, replaceOid(one, { path: `${CATALOG}/pg_kms.dat`, offset: dat.indexOf('8104') + 2 }, 8200));
    expect([...texts]).toEqual([[`${CATALOG}/pg_kms.dat`, dat.replace("'8104'", "'8200'")]]);
  });

  test('takes a suggested one where none is given, and leaves the other object with the same OID alone', () => {
    const one = context();
    const texts = textsOf(one, replaceOid(one, { path: `${CATALOG}/pg_kms.dat`, offset: dat.indexOf('8102') }));
    expect([...texts]).toEqual([[`${CATALOG}/pg_kms.dat`, dat.replace("'8102'", "'9011'")]]);
  });

  test('follows a bootstrap catalog into its header, and an index into its symbol', () => {
    const one = context();
    const offset = (files[`${CATALOG}/pg_class.h`] ?? '').indexOf('1259');
    const texts = textsOf(one, replaceOid(one, { path: `${CATALOG}/pg_class.h`, offset }, 8300));
    expect(texts.get(`${CATALOG}/pg_class.h`)).toContain('CATALOG(pg_class,8300,');
    expect(texts.get(`${CATALOG}/pg_class.dat`)).toContain("oid => '8300'");
    const index = (files[`${CATALOG}/indexing.h`] ?? '').indexOf('8110');
    const indexed = textsOf(one, replaceOid(one, { path: `${CATALOG}/indexing.h`, offset: index }, 8301));
    expect(indexed.get(`${CATALOG}/indexing.h`)).toMatch(/8301, on[\s\S]*#define KmsOidIndexId {2}8301\n/);
  });

  test('tells what else holds the number', () => {
    const edit = replaceOid(context(), { path: `${CATALOG}/pg_kms.dat`, offset: dat.indexOf('8104') }, 8200);
    expect(edit.ok && edit.value.notes[0]).toContain(`${CATALOG}/pg_kms.dat:2`);
  });

  test('needs an OID at the place and an unused one', () => {
    const place = { path: `${CATALOG}/pg_kms.dat`, offset: dat.indexOf('8104') };
    expect(codeOf(replaceOid(context(), { ...place, offset: 0 }))).toBe('oid/none-here');
    expect(codeOf(replaceOid(context(), place, 8103))).toBe('oid/taken');
  });
});

describe('shifting OIDs', () => {
  test('keeps their order, passes over those in use or reserved, and changes headers and data', () => {
    const one = reserving([8111]);
    const texts = textsOf(one, shiftOids(one, 8100, 8104, 8109));
    expect(texts.get(`${CATALOG}/pg_kms.h`)).toContain('CATALOG(pg_kms,8109,KmsRelationId) BKI_ROWTYPE_OID(8112,');
    expect(texts.get(`${CATALOG}/pg_kms.h`)).toContain('DECLARE_TOAST(pg_kms, 8113, 8114)');
    expect(texts.get(`${CATALOG}/pg_kms.dat`)).toContain("{ oid => '8115', descr => 'a key of 8104 bits'");
  });

  test('goes where the policy suggests when no target is given', () => {
    const one = context();
    expect(textsOf(one, shiftOids(one, 8110, 8110)).get(`${CATALOG}/indexing.h`)).toContain(', 9011, on');
  });

  test.each([
    [8100, 8104, 8102, 'oid/target-inside'],
    [8500, 8600, 8100, 'oid/none-between'],
    [8100, 8104, 9998, 'oid/too-few'],
    [8100, 8104, 10000, 'oid/out-of-range'],
  ])('refuses %i to %i to %i: %s', (first, last, to, code) => {
    expect(codeOf(shiftOids(context(), first, last, to))).toBe(code);
  });
});

describe('in the editor', () => {
  test('a duplicate is found at every place, with the others', () => {
    for (const name of ['pg_kms.h', 'pg_kms.dat']) {
      const path = `${CATALOG}/${name}`;
      const found = findingsIn(context(), path).filter((finding) => finding.code === 'oid/duplicate');
      expect(found.map(({ where, related }) => [where.offset, related?.length])).toEqual([
        [(files[path as keyof typeof files] ?? '').indexOf('8102'), 1],
      ]);
    }
  });

  test('an OID is replaced or its block shifted from anywhere in its field, and a duplicate mended', () => {
    const path = `${CATALOG}/pg_kms.dat`;
    const here = offersAt(context(), path, dat.indexOf("oid => '8104'"), dat.indexOf("oid => '8104'"));
    expect(here.map(({ title, target, fixes }) => [title, target.kind, fixes])).toEqual([
      ['Replace by an unused OID', 'replace-oid', undefined],
      ['Shift this block of OIDs\u2026', 'shift-oids', undefined],
    ]);
    expect(here[1]?.target).toEqual({ kind: 'shift-oids', first: 8100, last: 8104 });
    const twice = offersAt(context(), path, dat.indexOf('8102'), dat.indexOf('8102'));
    expect(twice[0]).toMatchObject({ fixes: 'oid/duplicate', target: { kind: 'replace-oid' } });
    expect(offersAt(context(), path, dat.indexOf('kmsname'), dat.indexOf('kmsname'))).toEqual([]);
  });

  test('a picked OID replaces digits, or fills an empty field', () => {
    const empty = memoryContext({ ...files, [`${CATALOG}/pg_kms.dat`]: "[\n{ oid => '', kmsname => 'key' },\n]\n" });
    expect(oidFieldAt(empty, `${CATALOG}/pg_kms.dat`, 12)).toEqual({ start: 12, end: 12 });
    const start = dat.indexOf('8104');
    expect(oidFieldAt(context(), `${CATALOG}/pg_kms.dat`, start + 1)).toEqual({ start, end: start + 4 });
    expect(oidFieldAt(context(), `${CATALOG}/pg_kms.dat`, dat.indexOf('kmsname'))).toBeUndefined();
  });
});
