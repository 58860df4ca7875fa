import type { Place } from '../../base/result.ts';
import { definedFunctions, functionsNamed } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';

/** A C function of the server. */
export interface FoundFunction {
  readonly place: Place;
  /** Whether the function manager can call it: global, with PG_FUNCTION_ARGS. */
  readonly callable: boolean;
}

/** Names of the SQL-callable functions that a C file defines, in order, those included that a macro of the file makes. */
export function callableFunctions(text: string): readonly string[] {
  return definedFunctions(text)
    .filter((one) => one.isCallable)
    .map((one) => one.name);
}

/**
 * The function that has a C name in the server already. A static one counts too, as not callable: the generated fmgrprotos.h declares
 * every name of pg_proc.dat, which would clash with it.
 */
export function findCFunction(context: TreeContext, name: string): FoundFunction | undefined {
  const found = functionsNamed(context, name);
  const best = found.find((one) => one.isCallable) ?? found[0];
  return best && { place: best.place, callable: best.isCallable };
}
