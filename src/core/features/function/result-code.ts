import { declaration } from '../../place/declaration.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import type { CType } from './c-types.ts';
import { returnsColumns, type Signature } from './signature.ts';

/** How a function gives its result: local variables, statements, headers. */
export interface ResultCode {
  readonly declarations: readonly string[];
  readonly statements: readonly string[];
  readonly includes: readonly (string | undefined)[];
}

/** Code for a neutral result: a constant, null, a row of nulls, or no rows. */
export function resultCode(tree: SourceTree, signature: Signature, type: CType): ResultCode {
  const columns = returnsColumns(signature);
  if (signature.set) return columns ? materialized(tree, Math.max(1, signature.outputs.length)) : valuePerCall(type);
  return columns && signature.outputs.length > 0 ? compositeResult(signature.outputs.length) : scalarResult(signature, type);
}

function local(type: string, declarator: string, initializer?: string): string {
  return declaration(type, declarator, initializer, 1);
}

function scalarResult({ result }: Signature, type: CType): ResultCode {
  const handlers = result.kind === 'p' && !/^any|^record$|^cstring$|^void$/.test(result.name);
  if (result.name === 'void') return { declarations: [], statements: ['\tPG_RETURN_VOID();'], includes: [] };
  if (handlers) return { declarations: [], statements: ['\tPG_RETURN_POINTER(NULL);'], includes: [] };
  if (result.name === 'text') {
    return { declarations: [], statements: ['\tPG_RETURN_TEXT_P(cstring_to_text(""));'], includes: ['utils/builtins.h'] };
  }
  if (!type.neutral) return { declarations: [], statements: ['\tPG_RETURN_NULL();'], includes: [type.header] };
  return {
    declarations: [local(type.base, `${type.stars}result`, type.neutral.c)],
    statements: [`\tPG_RETURN_${type.give}(result);`],
    includes: [type.header],
  };
}

function compositeResult(count: number): ResultCode {
  return {
    declarations: [local('TupleDesc', 'tupdesc'), local('Datum', `values[${count}]`, '{0}'), local('bool', `nulls[${count}]`)],
    statements: [
      '\t/* Build a tuple descriptor for our result type */',
      '\tif (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)',
      '\t\telog(ERROR, "return type must be a row type");',
      '\ttupdesc = BlessTupleDesc(tupdesc);',
      '',
      '\t/* Columns are null until they are filled in here. */',
      '\tmemset(nulls, true, sizeof(nulls));',
      '',
      '\tPG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls)));',
    ],
    includes: ['access/htup_details.h', 'funcapi.h'],
  };
}

function valuePerCall(type: CType): ResultCode {
  return {
    declarations: [local('FuncCallContext', '*funcctx')],
    statements: [
      '\tif (SRF_IS_FIRSTCALL())',
      '\t{',
      '\t\tfuncctx = SRF_FIRSTCALL_INIT();',
      '',
      '\t\t/* The number of rows is known here. */',
      '\t\tfuncctx->max_calls = 0;',
      '\t}',
      '',
      '\tfuncctx = SRF_PERCALL_SETUP();',
      '',
      '\tif (funcctx->call_cntr < funcctx->max_calls)',
      '\t{',
      '\t\tDatum\t\tresult = (Datum) 0;',
      '',
      '\t\t/* The next row is computed here. */',
      '\t\tSRF_RETURN_NEXT(funcctx, result);',
      '\t}',
      '',
      '\tSRF_RETURN_DONE(funcctx);',
    ],
    includes: ['funcapi.h', type.header],
  };
}

/** Sets up the tuplestore by funcapi.h's own function where the tree has one, by hand where it has not. */
function materialized(tree: SourceTree, count: number): ResultCode {
  const funcapi = tree.read('src/include/funcapi.h')?.text ?? '';
  const setUp = ['InitMaterializedSRF', 'SetSingleFuncCall'].find((name) => new RegExp(`\\b${name}\\(FunctionCallInfo`).test(funcapi));
  const rsinfo = local('ReturnSetInfo', '*rsinfo', '(ReturnSetInfo *) fcinfo->resultinfo');
  const rows = local('int', 'nrows', '0');
  if (setUp !== undefined) {
    return {
      declarations: [rsinfo, rows],
      statements: [`\t${setUp}(fcinfo, 0);`, '', ...rowLoop(count, 'rsinfo->setResult', 'rsinfo->setDesc'), '\treturn (Datum) 0;'],
      includes: ['funcapi.h', 'utils/tuplestore.h'],
    };
  }
  return {
    declarations: [
      rsinfo,
      local('TupleDesc', 'tupdesc'),
      local('Tuplestorestate', '*tupstore'),
      local('MemoryContext', 'per_query_ctx'),
      local('MemoryContext', 'oldcontext'),
      rows,
    ],
    statements: [...setUpByHand, ...rowLoop(count, 'tupstore', 'tupdesc'), '\treturn (Datum) 0;'],
    includes: ['funcapi.h', 'miscadmin.h', 'utils/tuplestore.h'],
  };
}

const setUpByHand = [
  '\t/* check to see if caller supports us returning a tuplestore */',
  '\tif (rsinfo == NULL || !IsA(rsinfo, ReturnSetInfo))',
  '\t\tereport(ERROR,',
  '\t\t\t\t(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),',
  '\t\t\t\t errmsg("set-valued function called in context that cannot accept a set")));',
  '\tif (!(rsinfo->allowedModes & SFRM_Materialize))',
  '\t\tereport(ERROR,',
  '\t\t\t\t(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),',
  '\t\t\t\t errmsg("materialize mode required, but it is not allowed in this context")));',
  '',
  '\t/* Build a tuple descriptor for our result type */',
  '\tif (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)',
  '\t\telog(ERROR, "return type must be a row type");',
  '',
  '\tper_query_ctx = rsinfo->econtext->ecxt_per_query_memory;',
  '\toldcontext = MemoryContextSwitchTo(per_query_ctx);',
  '',
  '\ttupdesc = CreateTupleDescCopy(tupdesc);',
  '\ttupstore = tuplestore_begin_heap(true, false, work_mem);',
  '\trsinfo->returnMode = SFRM_Materialize;',
  '\trsinfo->setResult = tupstore;',
  '\trsinfo->setDesc = tupdesc;',
  '',
  '\tMemoryContextSwitchTo(oldcontext);',
  '',
];

/** The loop that adds rows; there are none yet. */
function rowLoop(count: number, store: string, descriptor: string): readonly string[] {
  return [
    '\tfor (int i = 0; i < nrows; i++)',
    '\t{',
    `\t\tDatum\t\tvalues[${count}] = {0};`,
    `\t\tbool\t\tnulls[${count}] = {0};`,
    '',
    '\t\t/* The columns of one row are computed here. */',
    '',
    `\t\ttuplestore_putvalues(${store}, ${descriptor}, values, nulls);`,
    '\t}',
    '',
  ];
}
