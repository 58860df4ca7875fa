import { expect, test } from 'vitest';
import { nameSpelling } from '../../../src/core/catalog/keywords.ts';
import { readTypes } from '../../../src/core/catalog/types.ts';
import { memoryTree } from '../../../src/core/tree/memory-tree.ts';

const tree = memoryTree(
  new Map([
    [
      'src/include/catalog/pg_type.dat',
      "[\n{ oid => '20', array_type_oid => '1016', typname => 'int8' },\n{ oid => '701', typname => 'float8' },\n{ oid => '25', array_type_oid => '1009', typname => 'text' },\n{ oid => '790', oid_symbol => 'CASHOID', typname => 'money' },\n{ oid => '2276', typname => 'any', typtype => 'p' },\n]\n",
    ],
    ['src/backend/utils/adt/format_type.c', 'switch (t)\n{\n\tcase INT8OID:\n\t\tbuf = pstrdup("bigint");\n\t\tbreak;\n}\n'],
    [
      'src/backend/parser/gram.y',
      'Numeric: BIGINT\n{\n $$ = SystemTypeName("int8");\n}\n| FLOAT_P opt_float\n{\n $$ = $2;\n $$->location = @1;\n}\n;\n\nopt_float: \'(\' Iconst \')\'\n{\n x;\n}\n| /*EMPTY*/\n{\n $$ = SystemTypeName("float8");\n}\n;\n',
    ],
    [
      'src/include/parser/kwlist.h',
      'PG_KEYWORD("user", USER, RESERVED_KEYWORD, BARE_LABEL)\nPG_KEYWORD("name", NAME_P, UNRESERVED_KEYWORD, BARE_LABEL)\n',
    ],
  ]),
);
const types = readTypes(tree);
if (!types.ok) throw new Error(types.problem.message);

test.each([
  ['int8', 'int8'],
  ['BIGINT', 'int8'],
  ['bigint[]', '_int8'],
  ['text [3]', '_text'],
  ['pg_catalog.text', 'text'],
  ['float', 'float8'],
  ['"any"', 'any'],
])('%s means %s', (spelling, name) => {
  expect(types.value.find(spelling)?.name).toBe(name);
});

test('a misspelled type is unknown, and the nearest name is offered', () => {
  expect(types.value.find('txet')).toBeUndefined();
  expect(types.value.near('txet')).toBe('text');
});

test('types are displayed as SQL spells them and known by their macros', () => {
  expect(types.value.types.get('_int8')?.display).toBe('bigint[]');
  expect(types.value.types.get('any')?.display).toBe('"any"');
  expect(types.value.types.get('money')?.symbol).toBe('CASHOID');
});

test('names that the grammar reserves are quoted', () => {
  const spell = nameSpelling(tree);
  expect(['user', 'name', 'kms_age'].map(spell)).toEqual(['"user"', 'name', 'kms_age']);
});
