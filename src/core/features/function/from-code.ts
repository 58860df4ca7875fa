import { type DefinedFunction, functionsOf } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import { dirname, type TreePath } from '../../tree/source-tree.ts';
import { type CodeReading, definitionEnd, readCode } from './code-reading.ts';
import type { FunctionSite } from './locate.ts';
import { macroTypes } from './macro-types.ts';

/** A C file of a library that is loaded, not linked into the server. */
const LOADABLE = /^(?:MODULE_big|MODULES)\s*=|\/(?:Makefile\.shlib|proc\.mk)\b/m;

/** Both ways of returning a set: materialized, and one value per call. */
const RETURNS_SET = /\b(?:InitMaterializedSRF|SetSingleFuncCall|SRF_FIRSTCALL_INIT|SRF_IS_FIRSTCALL|SFRM_Materialize)\b/;

/** Code of an argument that nothing is known of. */
const UNKNOWN_TYPE = 'text';

interface CandidateArgument {
  readonly name?: string;
  readonly type: string;
  readonly mode?: 'out';
}

/**
 * The answers of a registration as the code of a C function tells them: arguments by its PG_GETARG_X, the result by its PG_RETURN_X, a
 * set by the two ways of returning one, columns by its tuple descriptor. Undefined for a function that a loadable module exports.
 */
export function readCandidate(
  context: TreeContext,
  site: FunctionSite,
  path: TreePath,
  one: DefinedFunction,
): Readonly<Record<string, unknown>> | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const { name } = one;
  if (new RegExp(`\\bPG_FUNCTION_INFO_V1\\(\\s*${name}\\s*\\)`).test(text)) return undefined;
  if (LOADABLE.test(context.tree.read(`${dirname(path)}/Makefile`)?.text ?? '')) return undefined;
  const code = readCode(text, functionsOf(context, path), one);
  const isSet = RETURNS_SET.test(code.body);
  const columns = columnsIn(site, code.body);
  const returns = columns.length > 1 ? undefined : resultOf(context, site, code, isSet);
  return {
    name: name.toLowerCase(),
    cName: name,
    file: path,
    args: [...argumentsIn(context, site, code), ...(columns.length > 1 ? columns : [])],
    ...(returns === undefined ? {} : { returns }),
    ...(isSet ? { set: true } : {}),
    strict: !/\bPG_ARGISNULL\b/.test(code.body),
  };
}

/** The function of a file that is defined around or at an offset: from the line of its result type to the end of its body. */
export function callableAround(context: TreeContext, path: TreePath, offset: number): DefinedFunction | undefined {
  const text = context.tree.read(path)?.text ?? '';
  return functionsOf(context, path).find((one) => {
    const from = text.lastIndexOf('\n', one.offset - 2) + 1;
    return one.isCallable && from <= offset && offset <= definitionEnd(text, one);
  });
}

function argumentsIn(context: TreeContext, site: FunctionSite, { gets, body }: CodeReading): readonly CandidateArgument[] {
  const { get } = macroTypes(context, site);
  const last = Math.max(-1, ...gets.keys());
  // An argument that the code does not look at is there all the same.
  return Array.from({ length: last + 1 }, (_, position) => {
    const known = gets.get(position);
    if (!known) return { type: UNKNOWN_TYPE };
    const { macro, variable } = known;
    const type = (variable === undefined ? undefined : arrayType(site, body, variable)) ?? display(site, get.get(macro)) ?? UNKNOWN_TYPE;
    return { ...(variable === undefined ? {} : { name: variable }), type };
  });
}

/** Undefined where the code does not tell. */
function resultOf(context: TreeContext, site: FunctionSite, { gives, body }: CodeReading, isSet: boolean): string | undefined {
  if (/\bCALLED_AS_TRIGGER\(/.test(body)) return 'trigger';
  if (/\bCALLED_AS_EVENT_TRIGGER\(/.test(body)) return 'event_trigger';
  if (/\bHeapTupleGetDatum\(|\bDatumGetHeapTupleHeader\(/.test(body) && (gives === undefined || gives === 'DATUM')) return 'record';
  const tellsLittle = gives === undefined || /^(?:NULL|VOID|DATUM)$/.test(gives);
  if (tellsLittle && isSet) return 'record';
  if (gives === 'VOID') return 'void';
  if (tellsLittle) return /\bCStringGetTextDatum\(/.test(body) ? 'text' : undefined;
  const built = gives.startsWith('ARRAYTYPE') ? /\bconstruct_array(?:_builtin)?\([^;]*?\b(\w+OID)\b/.exec(body)?.[1] : undefined;
  return arrayOf(site, built) ?? display(site, macroTypes(context, site).give.get(gives));
}

/** Output columns as the code describes them; none where it takes them from the record. */
function columnsIn(site: FunctionSite, body: string): readonly CandidateArgument[] {
  const entries = body.matchAll(/\bTupleDescInitEntry\(\s*\w+,\s*(?:\(AttrNumber\)\s*)?\w+,\s*"(\w+)",\s*(\w+OID),/g);
  return [...entries].flatMap(([, name = '', symbol]): readonly CandidateArgument[] => {
    const type = [...site.types.types.values()].find((one) => one.symbol === symbol);
    return type ? [{ name, type: type.display, mode: 'out' }] : [];
  });
}

/** The type of an array that the code takes apart. */
function arrayType(site: FunctionSite, body: string, variable: string): string | undefined {
  return arrayOf(site, new RegExp(`\\bdeconstruct_array(?:_builtin)?\\(\\s*${variable},\\s*(\\w+OID)\\b`).exec(body)?.[1]);
}

function arrayOf(site: FunctionSite, symbol: string | undefined): string | undefined {
  const element = symbol === undefined ? undefined : [...site.types.types.values()].find((one) => one.symbol === symbol);
  return element && display(site, `_${element.name}`);
}

function display(site: FunctionSite, type: string | undefined): string | undefined {
  return type === undefined ? undefined : site.types.types.get(type)?.display;
}
