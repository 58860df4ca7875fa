import type { Recipe, Shows } from './idiom.ts';

/** SQL functions, and the errors they report. */
export const functionRecipes: readonly Recipe[] = [
  (shows) => ({
    prefix: 'pgsrfmaterialize',
    label: 'set-returning function, materialized',
    description: 'A set-returning function that puts all its rows into a tuplestore; without the first line in the backend',
    scope: 'file',
    includes: ['fmgr.h', 'funcapi.h', ...(setUpCall(shows) ? [] : ['miscadmin.h']), 'utils/builtins.h', 'utils/tuplestore.h'],
    body: [
      '${1:PG_FUNCTION_INFO_V1(${2:my_rows});}',
      '',
      '/*',
      ' * ${3:Return the rows of something.}',
      ' */',
      'Datum',
      '${2:my_rows}(PG_FUNCTION_ARGS)',
      '{',
      '\tReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;',
      ...setUp(shows),
      '',
      '\tfor (int i = 0; i < ${4:10}; i++)',
      '\t{',
      '\t\tDatum\t\tvalues[${5:2}] = {0};',
      '\t\tbool\t\tnulls[$5] = {0};',
      '',
      '\t\tvalues[0] = Int32GetDatum(i);',
      '\t\tvalues[1] = CStringGetTextDatum("${6:row}");',
      '',
      '\t\ttuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc,',
      '\t\t\t\t\t\t\t values, nulls);',
      '\t}',
      '',
      '\treturn (Datum) 0;',
      '}',
    ],
  }),
  (shows) =>
    shows('softErrors')
      ? {
          prefix: 'pgereturn',
          label: 'soft error',
          description: 'Report an error of an input function so that the caller may go on, and return',
          scope: 'function',
          includes: ['fmgr.h', 'nodes/miscnodes.h'],
          body: [
            'ereturn(${1:fcinfo->context}, ${2:(Datum) 0},',
            '\t\t(errcode(${3|ERRCODE_INVALID_TEXT_REPRESENTATION,ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,ERRCODE_INVALID_PARAMETER_VALUE|}),',
            '\t\t errmsg("invalid input syntax for type %s: \\"%s\\"",',
            '\t\t\t\t"${4:my_type}", ${5:str})));',
          ],
        }
      : undefined,
];

function setUpCall(shows: Shows): string | undefined {
  if (shows('materializedSrf')) return 'InitMaterializedSRF';
  return shows('singleFuncCall') ? 'SetSingleFuncCall' : undefined;
}

/** What follows the declaration of `rsinfo`, until rows can be put into its tuplestore. */
function setUp(shows: Shows): readonly string[] {
  const call = setUpCall(shows);
  if (call !== undefined) return ['', `\t${call}(fcinfo, 0);`];
  return [
    '\tTupleDesc\ttupdesc;',
    '\tMemoryContext oldcontext;',
    '',
    '\tif (rsinfo == NULL || !IsA(rsinfo, ReturnSetInfo))',
    '\t\tereport(ERROR,',
    '\t\t\t\t(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),',
    '\t\t\t\t errmsg("set-valued function called in context that cannot accept a set")));',
    '\tif (!(rsinfo->allowedModes & SFRM_Materialize))',
    '\t\tereport(ERROR,',
    '\t\t\t\t(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),',
    '\t\t\t\t errmsg("materialize mode required, but it is not allowed in this context")));',
    '\tif (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)',
    '\t\telog(ERROR, "return type must be a row type");',
    '',
    '\t/* The tuplestore must live as long as the query. */',
    '\toldcontext =',
    '\t\tMemoryContextSwitchTo(rsinfo->econtext->ecxt_per_query_memory);',
    '\trsinfo->returnMode = SFRM_Materialize;',
    '\trsinfo->setResult = tuplestore_begin_heap(true, false, work_mem);',
    '\trsinfo->setDesc = CreateTupleDescCopy(tupdesc);',
    '\tMemoryContextSwitchTo(oldcontext);',
  ];
}
