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

/** A plain SQL name, which needs no quotes and fits into NAMEDATALEN. */
export const SQL_NAME = /^[a-z_][a-z0-9_$]{0,62}$/;

/** FUNC_MAX_ARGS of every tree so far. */
const MOST_ARGUMENTS = 100;

const MODES = { in: 'i', out: 'o', inout: 'b', variadic: 'v', table: 't' } as const;

/** Whether the result is a row of columns, or rows of them. */
export function returnsColumns({ outputs, result }: Pick<Signature, 'outputs' | 'result'>): boolean {
  return outputs.length > 1 || result.name === 'record';
}

/** Resolves and checks the arguments and the result of a request by the rules of CREATE FUNCTION and of opr_sanity. */
export function readSignature(types: TypeTable, request: Pick<FunctionRequest, 'args' | 'returns' | 'set'>): Result<Signature> {
  const all: Argument[] = [];
  for (const argument of request.args) {
    const what = `argument ${argument.name ?? all.length + 1}`;
    const type = findType(types, argument.type, what);
    if (!type.ok) return type;
    if (argument.name !== undefined && !SQL_NAME.test(argument.name)) {
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
  const spoken = /^\s*setof\s+/i.test(request.returns ?? '');
  const result = resultType(types, request.returns?.replace(/^\s*setof\s+/i, ''), outputs);
  if (!result.ok) return result;
  const variadic = all.find((one) => one.mode === 'v');
  const set = request.set || spoken || all.some((one) => one.mode === 't');
  const variadicElement = variadic && elementOf(variadic.type);
  const signature = { arguments: all, inputs, outputs, result: result.value, set, variadicElement };
  const problem = listProblem(signature) ?? defaultProblem(signature) ?? typeProblem(signature);
  return problem ? fail({ code: 'function/arguments', ...problem }) : ok(signature);
}

function findType(types: TypeTable, spelling: string, what: string): Result<SqlType> {
  const type = types.find(spelling);
  if (type?.block !== undefined) {
    return fail({
      code: 'function/partial-type',
      message: `Type "${spelling}" of ${what} stands in the block "${type.block}" of src/include/catalog/pg_type.dat, which this tree builds into some catalogs only, so a row that uses it must stand in such a block too`,
      hint: 'Take another type, or write the row into that block of pg_proc.dat by hand.',
      field: what === 'the result' ? 'returns' : 'args',
    });
  }
  if (type) return ok(type);
  const near = types.near(spelling);
  return fail({
    code: 'function/unknown-type',
    message: `Type "${spelling}" of ${what} does not exist in src/include/catalog/pg_type.dat`,
    hint: near === undefined ? 'Register the type first.' : `Did you mean ${near}?`,
    field: what === 'the result' ? 'returns' : 'args',
  });
}

interface Objection {
  readonly message: string;
  readonly hint: string;
}

function listProblem({ arguments: all, inputs, outputs }: Signature): Objection | undefined {
  const names = (list: readonly Argument[]) => list.flatMap((one) => one.name ?? []);
  const twice = [names(inputs), names(outputs)].flatMap((list) => list.filter((name, index) => list.indexOf(name) !== index))[0];
  if (twice !== undefined) return { message: `Two arguments are called "${twice}"`, hint: 'Give each a name of its own.' };
  const variadic = inputs.findIndex((one) => one.mode === 'v');
  if (variadic >= 0 && variadic < inputs.length - 1) {
    return { message: 'Input arguments stand after the variadic one', hint: 'Make the variadic argument the last input.' };
  }
  const spread = inputs[variadic];
  if (spread && elementOf(spread.type) === undefined) {
    return {
      message: `The variadic argument has type ${spread.type.display}, which is no array`,
      hint: 'Use an array such as text[], or "any".',
    };
  }
  if (all.some((one) => one.mode === 't') && all.some((one) => one.mode === 'o' || one.mode === 'b')) {
    return { message: 'Table columns and output arguments are mixed', hint: 'Use one of the two.' };
  }
  const firstColumn = all.findIndex((one) => one.mode === 't');
  if (firstColumn >= 0 && all.slice(firstColumn).some((one) => one.mode !== 't')) {
    return { message: 'Arguments stand after the table columns', hint: 'Put the table columns last.' };
  }
  if (inputs.length > MOST_ARGUMENTS) {
    return { message: `${inputs.length} arguments are more than a function can take`, hint: 'Pass an array or a composite value.' };
  }
  return undefined;
}

function defaultProblem({ arguments: all, inputs }: Signature): Objection | undefined {
  const first = inputs.findIndex((one) => one.default !== undefined);
  const gap = first < 0 ? undefined : inputs.slice(first).find((one) => one.default === undefined);
  if (gap) {
    return {
      message: `Argument ${gap.name ?? inputs.indexOf(gap) + 1} has no default but stands after one that has`,
      hint: 'Give it and every later input a default too, or change the order.',
    };
  }
  if (all.some((one) => (one.mode === 'o' || one.mode === 't') && one.default !== undefined)) {
    return { message: 'An output argument has a default', hint: 'Only inputs can have one.' };
  }
  return undefined;
}

/** Polymorphic types resolve from inputs of their own family; opr_sanity holds these rules for built-in functions. */
function typeProblem({ inputs, outputs, result }: Signature): Objection | undefined {
  const takes = (pattern: RegExp) => inputs.some((one) => pattern.test(one.type.name));
  for (const { name, display } of [result, ...outputs.map((one) => one.type)]) {
    const family = /range$/.test(name) ? /^any(?:multi)?range$/ : /^any(?!compatible)/;
    if (/^anycompatible/.test(name) && !takes(/range$/.test(name) ? /^anycompatible(?:multi)?range$/ : /^anycompatible/))
      return unresolved(display);
    if (/^any(?!compatible)\w/.test(name) && !takes(family)) return unresolved(display);
    if (name === 'internal' && !takes(/^internal$/)) {
      return { message: 'The result is internal but no argument is', hint: 'SQL could call internal functions with it: use another type.' };
    }
    if (name === 'cstring') return { message: 'The result is cstring, which only output functions of types give', hint: 'Use text.' };
  }
  const odd = inputs.find((one) => /^(?:cstring|void|trigger|event_trigger)$/.test(one.type.name));
  return (
    odd && {
      message: `Argument ${odd.name ?? inputs.indexOf(odd) + 1} has type ${odd.type.display}, which no SQL call can give`,
      hint: 'Use text for strings.',
    }
  );
}

function unresolved(display: string): Objection {
  return { message: `The result type ${display} cannot be told from the arguments`, hint: 'Give an input of the same polymorphic family.' };
}

/** Element type of what a variadic argument may be: an array, a polymorphic array, or "any". */
function elementOf(type: SqlType): string | undefined {
  if (type.name === 'any') return 'any';
  if (type.name === 'anyarray') return 'anyelement';
  return type.name === 'anycompatiblearray' ? 'anycompatible' : type.element;
}

function resultType(types: TypeTable, returns: string | undefined, outputs: readonly Argument[]): Result<SqlType> {
  const only = outputs.length === 1 ? outputs[0]?.type : undefined;
  const implied = outputs.length > 1 ? types.types.get('record') : only;
  if (returns === undefined) {
    if (implied) return ok(implied);
    return fail({
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
