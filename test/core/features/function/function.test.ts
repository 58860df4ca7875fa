import { describe, expect, test } from 'vitest';
import { editedTexts } from '../../../../src/core/api.ts';
import { functionFeature } from '../../../../src/core/features/function/feature.ts';
import { memoryContext } from '../../../support/context.ts';
import { age, functionTree } from '../../../support/function-trees.ts';

const DAT = 'src/include/catalog/pg_proc.dat';

function register(
  request: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = functionTree,
): ReadonlyMap<string, string> {
  const context = memoryContext(files);
  const edit = functionFeature.register(context, request);
  if (!edit.ok) throw new Error(`${edit.problem.code}: ${edit.problem.message}`);
  return editedTexts(context.tree, edit.value);
}

function refusal(request: Readonly<Record<string, unknown>>, files: Readonly<Record<string, string>> = functionTree) {
  const edit = functionFeature.register(memoryContext(files), request);
  return edit.ok ? undefined : edit.problem;
}

test('a C function that is never compiled is not registered; one of a branch that may be is', () => {
  const file = 'src/backend/utils/adt/more.c';
  const code = (condition: string) =>
    `#include "postgres.h"\n\n#if ${condition}\nDatum\nkms_age(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_NULL();\n}\n#endif\n`;
  expect(refusal(age, { ...functionTree, [file]: code('0') })?.code).toBe('function/dead-code');
  expect(refusal(age, { ...functionTree, [file]: code('1\n#else') })?.code).toBe('function/dead-code');
  expect(refusal(age, { ...functionTree, [file]: code('0\n#else') })).toBeUndefined();
  expect(refusal(age, { ...functionTree, [file]: code('defined(USE_KMS)') })).toBeUndefined();
});

describe('a scalar function', () => {
  const texts = register(age);

  test('has a record in canonical form, beside its relatives of the same C file', () => {
    const text = texts.get(DAT) ?? '';
    expect(text).toContain(
      "{ oid => '8123', descr => 'age of a key',\n  proname => 'kms_age', provolatile => 's', prorettype => 'int8',\n  proargtypes => 'text', proargnames => '{key_name}', prosrc => 'kms_age' },\n",
    );
    expect(text.indexOf("'8123'")).toBeGreaterThan(text.indexOf("oid => '31'"));
    expect(text.indexOf("'8123'")).toBeLessThan(text.indexOf('# something else'));
  });

  test('has a C body with the macros of its types', () => {
    const text = texts.get('src/backend/utils/adt/kms.c') ?? '';
    expect(text).toMatch(/\nDatum\nkms_age\(PG_FUNCTION_ARGS\)\n\{\n\ttext\t {3}\*key_name = PG_GETARG_TEXT_PP\(0\);/);
    expect(text).toContain('PG_RETURN_INT64(');
    expect(text).not.toContain('PG_FUNCTION_INFO_V1');
  });

  test('is documented with SQL types and tested once', () => {
    expect(texts.get('doc/src/sgml/func.sgml')).toContain(
      '<function>kms_age</function> ( <parameter>key_name</parameter> <type>text</type> )',
    );
    const sql = [...texts.keys()].find((path) => path.startsWith('src/test/regress/sql/')) ?? '';
    const name = sql.replace(/^.*\/(.*)\.sql$/, '$1');
    expect(texts.get('src/test/regress/parallel_schedule')).toContain(`test: a b c d e f g h i j k l ${name}\n`);
    expect(texts.get(`src/test/regress/expected/${name}.out`)).toContain(
      texts
        .get(sql)
        ?.split('\n')
        .find((line) => line.startsWith('SELECT')) ?? 'no test',
    );
  });

  test('leaves the catalog version to the committer unless asked', () => {
    expect(texts.has('src/include/catalog/catversion.h')).toBe(false);
    expect(register({ ...age, bumpCatversion: true }).get('src/include/catalog/catversion.h')).toContain('202611201');
  });
});

test('a function is not documented among aggregates, whose rows have a second column', () => {
  const aggregates = (functionTree['doc/src/sgml/func.sgml'] ?? '').replace(
    '</para></entry>',
    '</para></entry>\n       <entry>Yes</entry>',
  );
  expect(aggregates).toContain('<entry>Yes</entry>');
  expect([...register(age, { ...functionTree, 'doc/src/sgml/func.sgml': aggregates }).keys()]).not.toContain('doc/src/sgml/func.sgml');
});

test('a set with output columns has all lists, an estimate of rows and the materialize form', () => {
  const texts = register({
    ...age,
    name: 'kms_keys',
    args: [
      { name: 'all_keys', type: 'bool' },
      { name: 'key_name', type: 'text', mode: 'out' },
      { name: 'uses', type: 'int8', mode: 'out' },
    ],
    returns: undefined,
    set: true,
    rows: 100,
  });
  expect(texts.get(DAT)).toContain(
    "proallargtypes => '{bool,text,int8}', proargmodes => '{i,o,o}',\n  proargnames => '{all_keys,key_name,uses}'",
  );
  expect(texts.get(DAT)).toContain("prorows => '100', proretset => 't'");
  expect(texts.get('src/backend/utils/adt/kms.c')).toContain('InitMaterializedSRF(fcinfo, 0);');
});

test('a variadic argument names its element type', () => {
  const texts = register({ ...age, name: 'kms_join', args: [{ name: 'parts', type: 'text[]', mode: 'variadic' }], returns: 'text' });
  expect(texts.get(DAT)).toMatch(/provariadic => 'text'[\s\S]*proargtypes => '_text'[\s\S]*proargmodes => '\{v\}'/);
});

test('a function that takes nulls asks for them before it reads an argument', () => {
  expect(register({ ...age, strict: false }).get('src/backend/utils/adt/kms.c')).toContain('PG_ARGISNULL(0)');
  expect(register({ ...age, strict: false }).get(DAT)).toContain("proisstrict => 'f'");
});

test('a default goes where the tree keeps defaults', () => {
  const request = { ...age, args: [{ name: 'days', type: 'int4', default: '7' }] };
  expect(register(request).get('src/backend/catalog/system_functions.sql')).toMatch(/kms_age[\s\S]*days integer DEFAULT 7/);
  const inRecords = {
    ...functionTree,
    [DAT]: (functionTree[DAT] ?? '').replace("proargtypes => 'text',", "proargtypes => 'text', proargdefaults => '{x}',"),
  };
  expect(register(request, inRecords).get(DAT)).toContain("proargdefaults => '{7}'");
});

test('an existing C function is registered without another body', () => {
  const files = {
    ...functionTree,
    [age.file]: `${functionTree[age.file]}\nDatum\nkms_age(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_INT64(1);\n}\n`,
  };
  expect(register(age, files).has(age.file)).toBe(false);
});

test('an OID is suggested by the policy when none is given', () => {
  expect(register({ ...age, oid: undefined }).get(DAT)).toContain("{ oid => '9000', descr => 'age of a key'");
});

/** The tree with names of every sort. */
const withNames: Readonly<Record<string, string>> = {
  ...functionTree,
  'src/include/kms.h': `typedef enum KmsKind
{
	KMS_LOCAL,
	KMS_REMOTE,
} KmsKind;

#define kms_limit(x) (x)
extern bool kms_active;
extern Datum kms_declared(PG_FUNCTION_ARGS);
`,
  'src/backend/utils/adt/hidden.c': 'static int kms_hidden = 0;\n',
};

describe('refusals', () => {
  test.each([
    ['the same name and arguments', { name: 'kms_name', args: [{ type: 'int4' }] }],
    ['an OID in use', { oid: 31 }],
    ['an OID that scripts assign', { oid: 12000 }],
    ['an unknown type', { args: [{ type: 'txet' }] }],
    ['a bad name', { name: 'Bad Name' }],
    ['a C name that is no function of the interface', { cName: 'kms_helper' }],
    [
      'no default after a default',
      {
        args: [
          { name: 'a', type: 'int4', default: '1' },
          { name: 'b', type: 'int4' },
        ],
      },
    ],
    ['a variadic argument that is no array', { args: [{ name: 'a', type: 'int4', mode: 'variadic' }] }],
    ['an immutable function that is parallel unsafe', { volatility: 'immutable', parallel: 'unsafe' }],
    ['no result', { returns: undefined }],
    ['a file outside the tree', { file: '../../etc/x.c' }],
    ['a neighbour that does not exist', { near: 'nobody' }],
  ])('%s', (_, change) => {
    const problem = refusal({ ...age, ...change });
    expect(problem?.code).toMatch(/^\w+\/[\w-]+$/);
    expect(problem?.message.length).toBeGreaterThan(15);
  });

  test('a type of a block that only some catalogs have', () => {
    const path = 'src/include/catalog/pg_type.dat';
    const block = "/*BEGIN Keys*/\n{ oid => '7001', typname => 'kms_key' },\n/*END Keys*/\n{ oid => '7002', typname => 'kms_plain' },\n]\n";
    const files = { ...functionTree, [path]: (functionTree[path] ?? '').replace(/\]\n$/, block) };
    expect(refusal({ ...age, args: [{ type: 'kms_key' }] }, files)).toMatchObject({ code: 'function/partial-type', field: 'args' });
    expect(refusal({ ...age, returns: 'kms_key' }, files)).toMatchObject({ code: 'function/partial-type', field: 'returns' });
    expect(refusal({ ...age, args: [{ type: 'kms_plain' }] }, files)).toBeUndefined();
  });

  test('an OID that the tree keeps back', () => {
    const transam = 'src/include/access/transam.h';
    const script = 'src/include/catalog/unused_oids';
    const kept = {
      ...functionTree,
      [transam]: `${functionTree[transam]}#define MinKmsObjectId\t\t8100\n#define MaxKmsObjectId\t\t8150\n`,
      [script]: `${functionTree[script]}Catalog::FindDefinedSymbol('access/transam.h', '..', 'MinKmsObjectId');\nCatalog::FindDefinedSymbol('access/transam.h', '..', 'MaxKmsObjectId');\n`,
    };
    expect(refusal(age, kept)).toMatchObject({ code: 'function/oid-kept', where: { path: transam } });
    expect(refusal({ ...age, oid: 8151 }, kept)).toBeUndefined();
  });

  test.each([
    ['a keyword', { name: 'switch' }, 'function/bad-c-name', undefined],
    ['a keyword as C name', { cName: 'for' }, 'function/bad-c-name', undefined],
    ['what PostgreSQL has in the stead of a keyword', { name: 'bool' }, 'function/bad-c-name', undefined],
    ['a function of the system', { name: 'select' }, 'function/c-name-taken', undefined],
    ['a macro of the system', { cName: 'errno' }, 'function/c-name-taken', undefined],
    ['a variant of a function of the system', { cName: 'acosf' }, 'function/c-name-taken', undefined],
    ['a type of a header', { cName: 'KmsKind' }, 'function/c-name-taken', 'src/include/kms.h'],
    ['a constant of an enum', { cName: 'KMS_LOCAL' }, 'function/c-name-taken', 'src/include/kms.h'],
    ['a macro of a header', { cName: 'kms_limit' }, 'function/c-name-taken', 'src/include/kms.h'],
    ['a variable of a header', { cName: 'kms_active' }, 'function/c-name-taken', 'src/include/kms.h'],
    ['a variable that a C file keeps to itself', { cName: 'kms_hidden' }, 'function/c-name-taken', 'src/backend/utils/adt/hidden.c'],
  ])('%s, which fmgrprotos.h could not declare', (_, change, code, path) => {
    const problem = refusal({ ...age, ...change }, withNames);
    expect([problem?.code, problem?.where?.path]).toEqual([code, path]);
    expect(problem?.hint).toContain('cName');
  });

  test('what differs from another function over the same C function, with its code and a next step', () => {
    const problem = refusal({ ...age, args: [], cName: 'kms_name', strict: false }, functionTree);
    expect([problem?.code, problem?.field]).toEqual(['function/source-shared', 'cName']);
    expect(problem?.message).not.toContain('function/');
    expect(problem?.hint).toBeTruthy();
  });

  test('but not a function that a header declares just so', () => {
    expect(register({ ...age, cName: 'kms_declared' }, withNames).get(age.file)).toContain('kms_declared(PG_FUNCTION_ARGS)');
  });

  test('twice, with the place of the first', () => {
    const again = refusal({ ...age, oid: 8200 }, { ...functionTree, ...Object.fromEntries(register(age)) });
    expect(again?.where?.path).toBe(DAT);
  });
});
