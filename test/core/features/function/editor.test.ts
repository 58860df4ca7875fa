import { describe, expect, test } from 'vitest';
import { editedTexts, findingsIn, type Offer, offersAt, placed } from '../../../../src/core/api.ts';
import { functionFeature } from '../../../../src/core/features/function/feature.ts';
import { memoryContext } from '../../../support/context.ts';
import { functionTree } from '../../../support/function-trees.ts';
import { eachLens } from '../../../support/lenses.ts';

const DAT = 'src/include/catalog/pg_proc.dat';
const KMS = 'src/backend/utils/adt/kms.c';
const proc = functionTree[DAT] ?? '';
const kms = functionTree[KMS] ?? '';

/** The tree with code after that of kms.c. */
function withCode(code: string, more: Readonly<Record<string, string>> = {}) {
  return memoryContext({ ...functionTree, ...more, [KMS]: `${kms}\n${code}` });
}

function lensesIn(path: string, context = memoryContext(functionTree)) {
  const text = context.tree.read(path)?.text ?? '';
  return eachLens(context, path, new Set(['function'])).map((lens) => ({
    line: text.slice(lens.offset).split('\n')[0],
    title: lens.title,
    target: lens.target && placed(context, lens.target),
  }));
}

/** What is offered on a function that the code ends with. */
function offerIn(code: string, more?: Readonly<Record<string, string>>): Offer | undefined {
  const context = withCode(code, more);
  const text = context.tree.read(KMS)?.text ?? '';
  const at = text.lastIndexOf('PG_FUNCTION_ARGS');
  return offersAt(context, KMS, at, at)[0];
}

function valuesIn(code: string, more?: Readonly<Record<string, string>>) {
  const target = offerIn(code, more)?.target;
  return target?.kind === 'register' ? target.values : undefined;
}

const fresh = 'Datum\nkms_fresh(PG_FUNCTION_ARGS)\n{\n\ttext\t   *key = PG_GETARG_TEXT_PP(0);\n\n\tPG_RETURN_BOOL(key != NULL);\n}\n';

describe('lenses', () => {
  test('give every SQL function behind a C function, and lead to its record', () => {
    const twice = proc.replace(
      '\n# something else',
      "{ oid => '33', descr => 'twice',\n  proname => 'kms_count2', provolatile => 'v', prorettype => 'int8',\n  proargtypes => '', prosrc => 'kms_count' },\n\n# something else",
    );
    const found = lensesIn(KMS, memoryContext({ ...functionTree, [DAT]: twice }));
    expect(found.map(({ line, title }) => [line, title])).toEqual([
      ['kms_count(PG_FUNCTION_ARGS)', 'kms_count() \u2192 bigint \u00b7 OID 31'],
      ['kms_count(PG_FUNCTION_ARGS)', 'kms_count2() \u2192 bigint \u00b7 OID 33'],
      ['kms_name(PG_FUNCTION_ARGS)', 'kms_name(integer) \u2192 text \u00b7 OID 32'],
    ]);
    expect(found[2]?.target).toEqual({ kind: 'places', places: [{ path: DAT, offset: twice.indexOf("{ oid => '32'") }] });
  });

  test('offer to register a function without a record', () => {
    const found = lensesIn(KMS, withCode(fresh)).at(-1);
    expect(found).toMatchObject({ line: 'kms_fresh(PG_FUNCTION_ARGS)', title: 'not registered: register\u2026' });
    expect(found?.target).toMatchObject({ kind: 'register', feature: 'function', values: { name: 'kms_fresh', file: KMS } });
  });

  test.each([
    ['is static', fresh.replace('Datum', 'static Datum'), {}],
    ['belongs to a module', `PG_FUNCTION_INFO_V1(kms_fresh);\n\n${fresh}`, {}],
    ['is built as a module', fresh, { 'src/backend/utils/adt/Makefile': 'include $(top_srcdir)/src/Makefile.shlib\n' }],
    [
      'is called by the server itself',
      fresh,
      { 'src/backend/kms/use.c': 'bool\nf(Datum d)\n{\n\treturn DatumGetBool(DirectFunctionCall1(kms_fresh, d));\n}\n' },
    ],
  ])('are silent where the function %s', (_, code, more) => {
    expect(lensesIn(KMS, withCode(code, more)).filter((lens) => lens.title.startsWith('not'))).toEqual([]);
  });

  test('of a record lead to its code, its documentation and its users', () => {
    const context = memoryContext({
      ...functionTree,
      'src/include/catalog/pg_operator.h':
        'CATALOG(pg_operator,2617,OperatorRelationId)\n{\n\tOid\t\t\toid;\n\tregproc\t\toprcode BKI_LOOKUP_OPT(pg_proc);\n} FormData_pg_operator;\n',
      'src/include/catalog/pg_operator.dat':
        "[\n{ oid => '91', oprname => '#', oprcode => 'kms_count' },\n{ oid => '92', oprname => '##', oprcode => 'kms_count()' },\n{ oid => '93', oprname => '@', oprcode => 'kms_name(int4)' },\n]\n",
    });
    const found = lensesIn(DAT, context);
    expect(found.map(({ line, title }) => [line?.slice(0, 13), title])).toEqual([
      ["{ oid => '31'", 'C: kms_count'],
      ["{ oid => '31'", 'documentation'],
      ["{ oid => '31'", '2 operators'],
      ["{ oid => '32'", 'C: kms_name'],
      ["{ oid => '32'", '1 operator'],
    ]);
    expect(found[0]?.target).toEqual({ kind: 'places', places: [{ path: KMS, offset: kms.indexOf('kms_count(PG') }] });
  });
});

describe('a registration read from code', () => {
  test('takes types and names from the macros', () => {
    expect(valuesIn(fresh)).toEqual({
      name: 'kms_fresh',
      cName: 'kms_fresh',
      file: KMS,
      args: [{ name: 'key', type: 'text' }],
      returns: 'boolean',
      strict: true,
    });
  });

  test('knows a function that looks at null arguments, and one that returns a set', () => {
    const code =
      'Datum\nkms_all(PG_FUNCTION_ARGS)\n{\n\tint64\t\tlimit = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT64(1);\n\n\tInitMaterializedSRF(fcinfo, 0);\n\tTupleDescInitEntry(desc, (AttrNumber) 1, "name", TEXTOID, -1, 0);\n\tTupleDescInitEntry(desc, (AttrNumber) 2, "age", INT8OID, -1, 0);\n\treturn (Datum) 0;\n}\n';
    expect(valuesIn(code)).toMatchObject({
      args: [
        { type: 'text' },
        { name: 'limit', type: 'bigint' },
        { name: 'name', type: 'text', mode: 'out' },
        { name: 'age', type: 'bigint', mode: 'out' },
      ],
      set: true,
      strict: false,
    });
  });

  test('follows a call that is handed on, and a macro that makes functions', () => {
    const common =
      'static Datum\nkms_common(PG_FUNCTION_ARGS, bool all)\n{\n\tint32\t\tnumber = PG_GETARG_INT32(0);\n\n\tPG_RETURN_INT64(number);\n}\n\n';
    expect(valuesIn(`${common}Datum\nkms_some(PG_FUNCTION_ARGS)\n{\n\treturn kms_common(fcinfo, false);\n}\n`)).toMatchObject({
      args: [{ name: 'number', type: 'integer' }],
      returns: 'bigint',
    });
    const made =
      '#define KMS_STAT(name) \\\nDatum \\\nCppConcat(kms_stat_, name)(PG_FUNCTION_ARGS) \\\n{ \\\n\tOid\t\t\trelid = PG_GETARG_INT32(0); \\\n\\\n\tPG_RETURN_INT64(relid); \\\n}\n\nKMS_STAT(reads)\n';
    const lens = lensesIn(KMS, withCode(made)).at(-1);
    expect(lens?.target).toMatchObject({
      values: { name: 'kms_stat_reads', args: [{ name: 'relid', type: 'integer' }], returns: 'bigint' },
    });
  });

  test('goes by what the other functions of the tree use a macro for', () => {
    const types = (functionTree['src/include/catalog/pg_type.dat'] ?? '').replace(
      '[\n',
      "[\n{ oid => '600', typname => 'kmskey', typtype => 'b' },\n",
    );
    const more = {
      'src/include/catalog/pg_type.dat': types,
      [DAT]: proc.replace("proargtypes => 'int4', prosrc => 'kms_name'", "proargtypes => 'kmskey', prosrc => 'kms_taker'"),
    };
    const taker = 'Datum\nkms_taker(PG_FUNCTION_ARGS)\n{\n\tkey_t\t   *key = PG_GETARG_KEY_P(0);\n\n\tPG_RETURN_NULL();\n}\n\n';
    const other = 'Datum\nkms_other(PG_FUNCTION_ARGS)\n{\n\tkey_t\t   *other = PG_GETARG_KEY_P(0);\n\n\tPG_RETURN_VOID();\n}\n';
    expect(valuesIn(`${taker}${other}`, more)).toMatchObject({ args: [{ name: 'other', type: 'kmskey' }], returns: 'void' });
  });

  test('registers without a second body', () => {
    const context = withCode(fresh);
    const values = valuesIn(fresh) ?? {};
    const suggested = functionFeature.suggest(context, values);
    const edit = functionFeature.register(context, { ...(suggested.ok ? suggested.value : {}), ...values });
    if (!edit.ok) throw new Error(edit.problem.message);
    const texts = editedTexts(context.tree, edit.value);
    expect(texts.get(DAT)).toContain("proargtypes => 'text', proargnames => '{key}',\n  prosrc => 'kms_fresh' },");
    expect(texts.has(KMS)).toBe(false);
  });

  test('is offered between the line of the result type and the closing brace only, and for no registered function', () => {
    const context = withCode(fresh);
    const text = context.tree.read(KMS)?.text ?? '';
    const titles = (offset: number) => offersAt(context, KMS, offset, offset).map((offer) => offer.title);
    const start = text.indexOf('Datum\nkms_fresh');
    expect(titles(start)).toEqual(['Register as SQL function\u2026']);
    expect(titles(text.length - 2)).toEqual(['Register as SQL function\u2026']);
    expect(titles(start - 2)).toEqual([]);
    expect(titles(text.indexOf('kms_count(PG'))).toEqual([]);
  });
});

describe('pg_proc.dat', () => {
  test('offers another function beside the record at the cursor', () => {
    const at = proc.indexOf("proname => 'kms_name'");
    expect(offersAt(memoryContext(functionTree), DAT, at, at)).toEqual([
      { title: 'Add a SQL function here\u2026', target: { kind: 'register', feature: 'function', values: { near: '32' } } },
    ]);
  });

  test('shows both records of what is registered twice', () => {
    const context = memoryContext({
      ...functionTree,
      [DAT]: proc.replace("proname => 'kms_name'", "proname => 'length'").replace("proargtypes => 'int4'", "proargtypes => 'text'"),
    });
    const found = findingsIn(context, DAT).filter((finding) => finding.code === 'function/duplicate');
    const places = found.map(({ where, related }) => [where.offset, related?.[0]?.place.offset]);
    expect(places).toEqual([[...(places[1] ?? [])].reverse(), places[1]]);
    expect(places[0]?.[0]).not.toBe(places[0]?.[1]);
  });

  test('is judged again after every change', () => {
    const context = memoryContext(functionTree);
    expect(findingsIn(context, DAT)).toEqual([]);
    const spoiled = {
      ...context,
      tree: memoryContext({ ...functionTree, [DAT]: proc.replace("prorettype => 'int8'", "prorettype => 'int9'") }).tree,
    };
    expect(findingsIn(spoiled, DAT).map((finding) => finding.code)).toEqual(['function/unknown-type']);
    expect(findingsIn({ ...spoiled, tree: context.tree }, DAT)).toEqual([]);
  });

  test.each(["{ oid => '34, descr =>\n", "{ oid => '34', descr => 'half a\n", '{ oi\n', '{ oid => 34 descr }\n'])(
    'keeps its lenses and findings while a record is being typed: %j',
    (half) => {
      const text = proc.replace("{ oid => '40'", `${half}{ oid => '31'`);
      const context = memoryContext({ ...functionTree, [DAT]: text });
      const findings = findingsIn(context, DAT).map(({ code, where }) => [code, where.offset]);
      expect(findings[0]).toEqual(['records/syntax', text.indexOf(half)]);
      expect(findings.slice(1).map(([code]) => code)).toEqual(['oid/duplicate', 'oid/duplicate']);
      expect(lensesIn(DAT, context).map((lens) => lens.title)).toEqual(lensesIn(DAT).map((lens) => lens.title));
      const request = { name: 'kms_x', returns: 'bool', volatility: 'stable', strict: true, parallel: 'safe', description: 'x', file: KMS };
      const edit = functionFeature.register(context, request);
      expect(edit.ok ? undefined : edit.problem.code).toBe('records/syntax');
      expect(functionFeature.list(context).ok).toBe(false);
    },
  );
});
