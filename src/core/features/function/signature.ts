import { fail, ok, type Result } from '../../base/result.ts';
import type { SqlType, TypeTable } from '../../catalog/types.ts';
import type { FunctionRequest } from './form.ts';

/** An argument with its type resolved; modes as `proargmodes` spells them. */
export interface Argument {
  readonly name: string | undefined;
  readonly type: SqlType;
  readonly mode: 'i' | 'o' | 'b' | 'v' | 't';
  readonly default: string | undefined;
}

/** What a function takes and gives, checked against the tree's types. */
export interface Signature {
  readonly arguments: readonly Argument[];
  /** Those that a caller passes: in, inout, variadic. */
  readonly inputs: readonly Argument[];
  /** Columns of the result: out, inout, table. */
  readonly outputs: readonly Argument[];
  readonly result: SqlType;
  readonly set: boolean;
  /** Element type of a variadic argument; `any` for VARIADIC "any". */
  readonly variadicElement: string | undefined;
}

const MODES = { in: 'i', out: 'o', inout: 'b', variadic: 'v', table: 't' } as const;

/** Resolves and checks the arguments and the result of a request by the rules of CREATE FUNCTION and of opr_sanity. */
export function readSignature(types: TypeTable, request: FunctionRequest): Result<Signature> {
  const all: Argument[] = [];
  for (const argument of request.args) {
    const type = findType(types, argument.type, `argument ${argument.name ?? all.length + 1}`);
    if (!type.ok) return type;
    if (argument.name !== undefined && !/^[a-z_][a-z0-9_$]{0,62}$/.test(argument.name)) {
      return fail({
        code: 'function/bad-argument-name',
        message: `"${argument.name}" is no plain SQL name for an argument`,
        hint: 'Use lower-case letters, digits and underscores, at most 63.',
      });
    }
    all.push({ name: argument.name, type: type.value, mode: MODES[argument.mode], default: argument.default });
  }
  const inputs = all.filter((one) => one.mode === 'i' || one.mode === 'b' || one.mode === 'v');
  const outputs = all.filter((one) => one.mode === 'o' || one.mode === 'b' || one.mode === 't');
  const problem = argumentProblem(all, inputs, outputs);
  if (problem) return fail({ code: 'function/arguments', ...problem });
  const spoken = /^\s*setof\s+/i.test(request.returns ?? '');
  const result = resultType(types, request.returns?.replace(/^\s*setof\s+/i, ''), outputs);
  if (!result.ok) return result;
  const variadic = all.find((one) => one.mode === 'v');
  const set = request.set || spoken || all.some((one) => one.mode === 't');
  if (!set && request.rows !== undefined)
    return fail({
      code: 'function/rows',
      message: 'An estimate of rows was given for a function that returns no set',
      hint: 'Leave out rows, or ask for a set.',
    });
  return ok({ arguments: all, inputs, outputs, result: result.value, set, variadicElement: variadic && variadicElement(variadic.type) });
}

function findType(types: TypeTable, spelling: string, what: string): Result<SqlType> {
  const type = types.find(spelling);
  if (type) return ok(type);
  const near = types.near(spelling);
  return fail({
    code: 'function/unknown-type',
    message: `Type "${spelling}" of ${what} does not exist in src/include/catalog/pg_type.dat`,
    hint: near === undefined ? 'Register the type first.' : `Did you mean ${near}?`,
  });
}

function argumentProblem(
  all: readonly Argument[],
  inputs: readonly Argument[],
  outputs: readonly Argument[],
): { message: string; hint: string } | undefined {
  const named = all.filter((one) => one.name !== undefined);
  const inNames = named.filter((one) => one.mode !== 'o' && one.mode !== 't').map((one) => one.name);
  const outNames = outputs.map((one) => one.name).filter((name) => name !== undefined);
  const twice = [inNames, outNames].flatMap((names) => names.filter((name, index) => names.indexOf(name) !== index))[0];
  if (twice !== undefined) return { message: `Two arguments are called "${twice}"`, hint: 'Give each a name of its own.' };
  const variadic = all.findIndex((one) => one.mode === 'v');
  if (variadic >= 0 && all.slice(variadic + 1).some((one) => one.mode !== 'o' && one.mode !== 't'))
    return { message: 'Input arguments stand after the variadic one', hint: 'Make the variadic argument the last input.' };
  const element = variadic >= 0 && all[variadic] ? variadicElement(all[variadic].type) : '';
  if (element === undefined)
    return {
      message: `The variadic argument has type ${all[variadic]?.type.display}, which is no array`,
      hint: 'Use an array type such as text[], or "any".',
    };
  const firstDefault = inputs.findIndex((one) => one.default !== undefined);
  const gap = firstDefault < 0 ? undefined : inputs.slice(firstDefault).find((one) => one.default === undefined);
  if (gap)
    return {
      message: `Argument ${gap.name ?? ''} without a default stands after one with a default`,
      hint: 'Every input after the first default needs one too.',
    };
  if (all.some((one) => (one.mode === 'o' || one.mode === 't') && one.default !== undefined))
    return { message: 'An output argument has a default', hint: 'Only inputs can have one.' };
  if (all.some((one) => one.mode === 't') && all.some((one) => one.mode === 'o' || one.mode === 'b'))
    return { message: 'Table columns and output arguments are mixed', hint: 'Use one of the two.' };
  if (inputs.length > 100)
    return { message: `${inputs.length} arguments are more than a function can take`, hint: 'Pass an array or a composite.' };
  return undefined;
}

/** Element type of what a variadic argument may be: an array, a polymorphic array, or "any". */
function variadicElement(type: SqlType): string | undefined {
  if (type.name === 'any') return 'any';
  if (/^any\w*array$/.test(type.name)) return type.name.replace(/array$/, type.name === 'anyarray' ? 'element' : '');
  return type.element;
}

function resultType(types: TypeTable, returns: string | undefined, outputs: readonly Argument[]): Result<SqlType> {
  const only = outputs.length === 1 ? outputs[0]?.type : undefined;
  const implied = outputs.length > 1 ? types.types.get('record') : only;
  if (returns === undefined) {
    return implied
      ? ok(implied)
      : fail({
          code: 'function/no-result',
          message: 'Neither a result type nor output arguments were given',
          hint: 'Give returns, for example bool or void.',
        });
  }
  const given = findType(types, returns, 'the result');
  if (!given.ok || !implied || given.value.name === implied.name || given.value.name === 'record') return given;
  return fail({
    code: 'function/result-conflict',
    message: `The output arguments make the result ${implied.display}, not ${given.value.display}`,
    hint: 'Leave out returns.',
  });
}
