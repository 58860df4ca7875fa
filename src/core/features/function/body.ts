import { declaration } from '../../place/declaration.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { type CType, cTypeOf } from './c-types.ts';
import { readFmgrMacros } from './fmgr-macros.ts';
import type { FunctionRequest } from './form.ts';
import { capitalize, wrap } from './prose.ts';
import { type ResultCode, resultCode } from './result-code.ts';
import type { Argument, Signature } from './signature.ts';

/** The C function of a request and the headers that it needs beside postgres.h. */
export interface FunctionBody {
  readonly text: string;
  readonly includes: readonly string[];
}

/** Width up to which pgindent leaves comments alone. */
const COMMENT_WIDTH = 79;

/** Names that a local variable cannot or should not have: words of C, fmgr.h's own, and those of our own variables. */
const TAKEN = new Set(
  `auto bool break case char const continue default do double else enum extern false float for goto if inline int long register
   restrict return short signed sizeof static struct switch true typedef union unsigned void volatile while
   args bytea fcinfo funcctx inet interval name nargs nrows nulls oldcontext result rsinfo text tupdesc tupstore types values`.split(/\s+/),
);

/**
 * Writes a C function that compiles without a warning, fetches every argument and returns a neutral result: the place where the work
 * goes in. No PG_FUNCTION_INFO_V1: that is for loadable modules, built-in functions are known from pg_proc.dat.
 */
export function functionBody(tree: SourceTree, request: FunctionRequest, signature: Signature): FunctionBody {
  const macros = readFmgrMacros(tree);
  const cName = request.cName ?? request.name;
  const fetched = signature.inputs.map((argument, index) => fetch(argument, index, cTypeOf(macros, argument.type), request.strict));
  const result = resultCode(tree, signature, cTypeOf(macros, signature.result));
  const declarations = [...fetched.flatMap((one) => one.declarations), ...result.declarations];
  const lines = [
    ...declarations,
    ...(declarations.length > 0 ? [''] : []),
    ...unusedYet(fetched.flatMap((one) => one.variables)),
    ...result.statements,
  ];
  const about = request.description === undefined ? [] : wrap(capitalize(request.description), COMMENT_WIDTH - 8);
  const comment = about.map((line) => ` *\t\t${line}`);
  const text = ['/*', ` * ${cName}`, ...comment, ' */', 'Datum', `${cName}(PG_FUNCTION_ARGS)`, '{', ...lines, '}'].join('\n');
  return { text, includes: includesOf(fetched, result) };
}

/** One argument in C. */
interface Fetched {
  readonly declarations: readonly string[];
  readonly variables: readonly string[];
  readonly header: string | undefined;
}

function fetch(argument: Argument, index: number, type: CType, strict: boolean): Fetched {
  if (argument.type.name === 'any') {
    return argument.mode === 'v' ? variadicAny(index) : { declarations: [], variables: [], header: undefined };
  }
  const own = argument.name?.replaceAll('$', '_') ?? `arg${index}`;
  const variable = TAKEN.has(own) ? `${own}_arg` : own;
  const value = `PG_GETARG_${type.get}(${index})`;
  const guarded = strict ? value : `PG_ARGISNULL(${index}) ? ${noValue(type)} : ${value}`;
  return { declarations: [declaration(type.base, `${type.stars}${variable}`, guarded, 1)], variables: [variable], header: type.header };
}

/** Arguments of VARIADIC "any" come one by one or as an array; funcapi.h makes them alike. */
function variadicAny(index: number): Fetched {
  return {
    declarations: [
      declaration('Datum', '*args', undefined, 1),
      declaration('Oid', '*types', undefined, 1),
      declaration('bool', '*nulls', undefined, 1),
      declaration('int', 'nargs', `extract_variadic_args(fcinfo, ${index}, true, &args, &types, &nulls)`, 1),
    ],
    variables: ['nargs'],
    header: 'funcapi.h',
  };
}

/** What stands for a null argument of a function that is not strict. */
function noValue(type: CType): string {
  if (type.base === 'Datum') return '(Datum) 0';
  if (type.neutral) return type.neutral.c;
  if (type.base === 'Oid') return 'InvalidOid';
  if (type.base === 'FullTransactionId') return 'InvalidFullTransactionId';
  return type.stars !== '' || POINTER_TYPES.has(type.base) ? 'NULL' : '0';
}

/** Types of fmgr macros that are pointers behind a typedef. */
const POINTER_TYPES = new Set(['Name', 'Numeric', 'TSVector', 'TSQuery', 'HeapTupleHeader', 'ItemPointer', 'Pointer']);

function unusedYet(variables: readonly string[]): readonly string[] {
  if (variables.length === 0) return [];
  const [first = '', ...others] = variables.map((variable) => `\t(void) ${variable};`);
  return ['\t/* The work on the arguments goes here. */', first, ...others, ''];
}

/** Every SQL-callable function needs the generated prototypes, which builtins.h includes. */
function includesOf(fetched: readonly Fetched[], result: ResultCode): readonly string[] {
  const headers = ['utils/builtins.h', ...fetched.map((one) => one.header), ...result.includes];
  return [...new Set(headers.filter((header) => header !== undefined))];
}
