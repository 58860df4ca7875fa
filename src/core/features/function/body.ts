import { declaration } from '../../place/declaration.ts';
import type { TreeContext } from '../../tree/context.ts';
import { type CType, cTypeOf } from './c-types.ts';
import type { FunctionRequest } from './form.ts';
import type { Argument, Signature } from './signature.ts';

/** The C function of a request and the headers that it needs beside those every backend file has. */
export interface FunctionBody {
  readonly text: string;
  readonly includes: readonly string[];
}

/** Words that C or fmgr.h reserves, so that no local variable can be called like them. */
const RESERVED =
  /^(?:auto|break|case|char|const|continue|default|do|double|else|enum|extern|float|for|goto|if|inline|int|long|register|restrict|return|short|signed|sizeof|static|struct|switch|typedef|union|unsigned|void|volatile|while|bool|text|bytea|fcinfo|result|values|nulls|tupdesc|rsinfo|funcctx|name|inet|interval)$/;

/** Writes a C body that compiles without a warning and returns a neutral result: the place where the work goes in. */
export function functionBody(context: TreeContext, request: FunctionRequest, signature: Signature): FunctionBody {
  const cName = request.cName ?? request.name;
  const inputs = signature.inputs.flatMap((argument, index) => {
    const type = cTypeOf(context, argument.type);
    return argument.type.name === 'any' ? [] : [{ argument, index, type, variable: variableName(argument, index) }];
  });
  const form = resultForm(context, signature);
  const declarations = [
    ...inputs.map(({ index, type, variable }) => local(type.base, type.stars, variable, argumentValue(type, index, request.strict))),
    ...form.declarations,
  ];
  const uses =
    inputs.length === 0
      ? []
      : ['\t/* The work on these arguments goes here. */', ...inputs.map(({ variable }) => `\t(void) ${variable};`), ''];
  const lines = [...declarations, ...(declarations.length > 0 ? [''] : []), ...uses, ...form.statements];
  const text = [
    '/*',
    ` * ${cName}`,
    ` *\t\t${capitalize(request.description)}`,
    ' */',
    'Datum',
    `${cName}(PG_FUNCTION_ARGS)`,
    '{',
    ...lines,
    '}',
  ].join('\n');
  const includes = ['utils/builtins.h', ...inputs.map(({ type }) => type.header), ...form.includes].filter(
    (header) => header !== undefined,
  );
  return { text, includes: [...new Set(includes)] };
}

/** A phrase with its first letter in upper case, unless it begins with an identifier. */
export function capitalize(phrase: string): string {
  return /^\w+[_(]/.test(phrase) ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

function variableName(argument: Argument, index: number): string {
  const name = argument.name?.replaceAll('$', '_') ?? `arg${index}`;
  return RESERVED.test(name) ? `${name}_arg` : name;
}

function argumentValue(type: CType, index: number, strict: boolean): string {
  const value = `PG_GETARG_${type.get}(${index})`;
  if (strict) return value;
  const none = type.stars || ['Name', 'Numeric', 'TSVector', 'TSQuery', 'HeapTupleHeader'].includes(type.base) ? 'NULL' : zeroOf(type);
  return `PG_ARGISNULL(${index}) ? ${none} : ${value}`;
}

function zeroOf(type: CType): string {
  if (type.base === 'Datum') return '(Datum) 0';
  if (type.base === 'FullTransactionId') return 'InvalidFullTransactionId';
  return type.neutral?.c ?? '0';
}

function local(base: string, stars: string, name: string, initializer?: string): string {
  return declaration(base, `${stars}${name}`, initializer, 1);
}

interface ResultForm {
  readonly declarations: readonly string[];
  readonly statements: readonly string[];
  readonly includes: readonly (string | undefined)[];
}

function resultForm(context: TreeContext, signature: Signature): ResultForm {
  const columns = signature.outputs.length > 1 || (signature.outputs.length === 1 && signature.result.name === 'record');
  if (signature.set)
    return columns || signature.result.name === 'record' ? materialized(context, Math.max(1, signature.outputs.length)) : valuePerCall();
  if (columns) return compositeResult(signature.outputs.length);
  return scalarResult(cTypeOf(context, signature.result), signature.result.name);
}

function scalarResult(type: CType, typeName: string): ResultForm {
  if (typeName === 'void') return { declarations: [], statements: ['\tPG_RETURN_VOID();'], includes: [] };
  if (typeName === 'text')
    return {
      declarations: [local('text', '*', 'result', 'cstring_to_text("")')],
      statements: ['\tPG_RETURN_TEXT_P(result);'],
      includes: [],
    };
  if (!type.neutral)
    return {
      declarations: [],
      statements: [`\t/* A result goes back by PG_RETURN_${type.give}. */`, '\tPG_RETURN_NULL();'],
      includes: [type.header],
    };
  return {
    declarations: [local(type.base, '', 'result', type.neutral.c)],
    statements: [`\tPG_RETURN_${type.give}(result);`],
    includes: [type.header],
  };
}

function compositeResult(count: number): ResultForm {
  return {
    declarations: [local('TupleDesc', '', 'tupdesc'), local('Datum', '', `values[${count}]`, '{0}'), local('bool', '', `nulls[${count}]`)],
    statements: [
      '\tif (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)',
      '\t\telog(ERROR, "return type must be a row type");',
      '',
      '\t/* Columns are null until they are filled in here. */',
      '\tmemset(nulls, true, sizeof(nulls));',
      '',
      '\ttupdesc = BlessTupleDesc(tupdesc);',
      '\tPG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls)));',
    ],
    includes: ['access/htup_details.h', 'funcapi.h'],
  };
}

function valuePerCall(): ResultForm {
  return {
    declarations: ['\tFuncCallContext *funcctx;'],
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
    includes: ['funcapi.h'],
  };
}

/** Number of rows zero; the loop shows how a row is added. */
function rowLoop(count: number, store: string, descriptor: string): readonly string[] {
  return [
    '\tfor (int i = 0; i < nrows; i++)',
    '\t{',
    `\t\tDatum\t\tvalues[${count}] = {0};`,
    `\t\tbool\t\tnulls[${count}] = {0};`,
    '',
    '\t\t/* The columns of row i are computed here. */',
    `\t\ttuplestore_putvalues(${store}, ${descriptor}, values, nulls);`,
    '\t}',
    '',
  ];
}

function materialized(context: TreeContext, count: number): ResultForm {
  const funcapi = context.tree.read('src/include/funcapi.h')?.text ?? '';
  const setUp = ['InitMaterializedSRF', 'SetSingleFuncCall'].find((name) => new RegExp(`\\b${name}\\(FunctionCallInfo`).test(funcapi));
  const rsinfo = '\tReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;';
  if (setUp !== undefined) {
    return {
      declarations: [rsinfo, local('int', '', 'nrows', '0')],
      statements: [`\t${setUp}(fcinfo, 0);`, '', ...rowLoop(count, 'rsinfo->setResult', 'rsinfo->setDesc'), '\treturn (Datum) 0;'],
      includes: ['funcapi.h', 'utils/tuplestore.h'],
    };
  }
  return {
    declarations: [
      rsinfo,
      local('TupleDesc', '', 'tupdesc'),
      '\tTuplestorestate *tupstore;',
      local('MemoryContext', '', 'oldcontext'),
      local('int', '', 'nrows', '0'),
    ],
    statements: [
      '\tif (rsinfo == NULL || !IsA(rsinfo, ReturnSetInfo) ||',
      '\t\t!(rsinfo->allowedModes & SFRM_Materialize))',
      '\t\tereport(ERROR,',
      '\t\t\t\t(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),',
      '\t\t\t\t errmsg("materialize mode required, but it is not allowed in this context")));',
      '',
      '\tif (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)',
      '\t\telog(ERROR, "return type must be a row type");',
      '',
      '\toldcontext = MemoryContextSwitchTo(rsinfo->econtext->ecxt_per_query_memory);',
      '\ttupdesc = CreateTupleDescCopy(tupdesc);',
      '\ttupstore = tuplestore_begin_heap((rsinfo->allowedModes & SFRM_Materialize_Random) != 0,',
      '\t\t\t\t\t\t\t\t\t false, work_mem);',
      '\tMemoryContextSwitchTo(oldcontext);',
      '',
      '\trsinfo->returnMode = SFRM_Materialize;',
      '\trsinfo->setResult = tupstore;',
      '\trsinfo->setDesc = tupdesc;',
      '',
      ...rowLoop(count, 'tupstore', 'tupdesc'),
      '\treturn (Datum) 0;',
    ],
    includes: ['funcapi.h', 'miscadmin.h', 'utils/tuplestore.h'],
  };
}
