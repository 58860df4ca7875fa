import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { isLiteral, literalText, quoteC } from './c-text.ts';
import { isUnit, type Parameter } from './entry.ts';
import { likelyValue, type MacroBodies, possibleValues } from './expression.ts';
import type { GucRequest } from './form.ts';
import { numberProblem } from './number-text.ts';
import type { EnumOption } from './option-list.ts';
import { BASES } from './units.ts';

/** Boot value and bounds as C expressions. */
export type Values = Pick<Parameter, 'boot' | 'min' | 'max'>;

/** Bounds of the type where none are given: 0 and the largest value, as most parameters have. */
const BOUNDS = { int: { min: '0', max: 'INT_MAX' }, real: { min: '0.0', max: 'DBL_MAX' } } as const;

/** Reads default, min and max, and checks them as far as the tree's macros can be evaluated. */
export function readValues(
  request: GucRequest,
  options: readonly EnumOption[] | undefined,
  unit: string | undefined,
  macros: MacroBodies,
): Result<Values> {
  const { type } = request;
  const bound = request.min ?? request.max;
  if (bound !== undefined && type !== 'int' && type !== 'real')
    return fail({ code: 'guc/bounds-of-type', message: `A parameter of type ${type} has no min or max`, hint: 'Leave them out.' });
  switch (type) {
    case 'bool':
      return readBool(request.default ?? 'false');
    case 'string':
      return ok({ boot: stringExpression(request.default ?? '', macros), min: undefined, max: undefined });
    case 'enum':
      return readEnum(request.default, options ?? [], macros);
    case 'int':
    case 'real':
      return readNumber(request, type, unit, macros);
  }
}

function readBool(given: string): Result<Values> {
  const word = given.trim().toLowerCase();
  const boot = ['true', 'on', 'yes', '1'].includes(word) ? 'true' : ['false', 'off', 'no', '0'].includes(word) ? 'false' : undefined;
  if (boot !== undefined) return ok({ boot, min: undefined, max: undefined });
  if (isConstant(given)) return ok({ boot: given, min: undefined, max: undefined });
  return fail({
    code: 'guc/bad-default',
    message: `"${given}" is no boolean`,
    hint: 'Use true or false, or a macro that this tree defines.',
  });
}

/** A string default: NULL, a macro whose body is a literal, a C literal as given, else plain text. */
function stringExpression(given: string, macros: MacroBodies): string {
  if (given === 'NULL' || (given.length > 2 && isLiteral(given))) return given;
  const isMacro = isConstant(given) && (macros(given) === undefined ? given.startsWith('DEFAULT_') : isStringMacro(given, macros, DEEPEST));
  return isMacro ? given : quoteC(given);
}

/** Deepest nesting of macros that is followed. */
const DEEPEST = 8;

/** Whether a macro, or one that it stands for, is a string literal in some branch. */
function isStringMacro(name: string, macros: MacroBodies, depth: number): boolean {
  return depth > 0 && (macros(name) ?? []).some((body) => isLiteral(body) || isStringMacro(body, macros, depth - 1));
}

function isConstant(given: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(given);
}

function readEnum(given: string | undefined, options: readonly EnumOption[], macros: MacroBodies): Result<Values> {
  const option =
    given === undefined
      ? options[0]
      : (options.find((one) => one.value === given) ?? options.find((one) => one.name.toLowerCase() === given.toLowerCase()));
  if (option) return ok({ boot: option.value, min: undefined, max: undefined });
  if (given !== undefined && isOptionMacro(given, options, macros, DEEPEST)) return ok({ boot: given, min: undefined, max: undefined });
  return fail({
    code: 'guc/default-no-option',
    message: `The default "${given}" is none of the options`,
    hint: `Use one of ${options.map((one) => one.name).join(', ')}.`,
  });
}

/** Whether a macro, or one that it stands for, is the constant of an option in some branch. */
function isOptionMacro(name: string, options: readonly EnumOption[], macros: MacroBodies, depth: number): boolean {
  const bodies = (macros(name) ?? []).map((body) => body.replace(/^\((.*)\)$/, '$1').trim());
  return depth > 0 && bodies.some((body) => options.some((one) => one.value === body) || isOptionMacro(body, options, macros, depth - 1));
}

function readNumber(request: GucRequest, type: 'int' | 'real', unit: string | undefined, macros: MacroBodies): Result<Values> {
  const bounds = BOUNDS[type];
  const values = { boot: request.default ?? request.min ?? bounds.min, min: request.min ?? bounds.min, max: request.max ?? bounds.max };
  for (const [field, expression] of Object.entries(values)) {
    if (!/^[\w\s.,+\-*/%()<>|&~]+$/.test(expression) || !/[\w).]\s*$/.test(expression) || !isBalanced(expression))
      return fail({
        code: 'guc/bad-value',
        message: `"${expression}" is no C expression for ${WHICH[field as keyof typeof WHICH]}`,
        hint: 'Use a number or an expression of numbers and macros.',
      });
    const wrong = numberProblem(expression, WHICH[field as keyof typeof WHICH], unit, macros);
    if (wrong) return fail(wrong);
  }
  const problem = boundsProblem(type, values, macros);
  return problem ? fail(problem) : ok(values);
}

/** Values of a number in words. */
const WHICH = { boot: 'the default', min: 'min', max: 'max' } as const;

function isBalanced(expression: string): boolean {
  let depth = 0;
  for (const char of expression) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0 || (depth === 0 && char === ',')) return false;
  }
  return depth === 0;
}

/** What is wrong with boot value and bounds; undefined where all is well or cannot be told. */
export function boundsProblem(
  type: 'int' | 'real',
  { boot, min, max }: { readonly boot: string; readonly min: string | undefined; readonly max: string | undefined },
  macros: MacroBodies,
): Problem | undefined {
  const [values, lowest, highest] = [boot, min ?? '', max ?? ''].map((one) => possibleValues(one, macros));
  const all = [...(values ?? []), ...(lowest ?? []), ...(highest ?? [])];
  if (type === 'int' && all.some((value) => !Number.isInteger(value) || value > 2147483647 || value < -2147483648)) {
    return {
      code: 'guc/not-an-int',
      message: `${[boot, min, max].join(', ')}: an int is a whole number of 32 bits`,
      hint: 'Make it a real, or choose other values.',
    };
  }
  const above = (left: readonly number[] = [], right: readonly number[] = []) =>
    left.length > 0 && right.length > 0 && left.every((one) => right.every((other) => one > other));
  if (above(lowest, highest)) return { code: 'guc/empty-range', message: `min ${min} is greater than max ${max}`, hint: 'Swap them.' };
  if (above(lowest, values) || above(values, highest)) {
    return {
      code: 'guc/default-out-of-range',
      message: `The default ${boot} is not between ${min} and ${max}`,
      hint: 'Widen the bounds or choose another default.',
    };
  }
  return undefined;
}

/** A default as users read it. */
export interface ShownValue {
  readonly text: string;
  /** Whether it is a string. */
  readonly quoted: boolean;
  /** Whether it could be computed; else it is the C expression. */
  readonly known: boolean;
}

/** The default in the form that SHOW prints and configuration files take: with the largest unit that keeps it whole. */
export function shownDefault(
  parameter: Pick<Parameter, 'type' | 'boot' | 'flags'>,
  options: readonly EnumOption[] | undefined,
  macros: MacroBodies,
): ShownValue {
  const { type, boot } = parameter;
  const shown = (text: string | undefined, quoted = false): ShownValue => ({ text: text ?? boot, quoted, known: text !== undefined });
  switch (type) {
    case 'bool': {
      const value = likelyValue(boot, macros);
      return shown(value === undefined ? undefined : value === 0 ? 'off' : 'on');
    }
    case 'string': {
      if (boot === 'NULL') return shown('', true);
      return shown(
        literalText(boot) ??
          macros(boot)
            ?.map(literalText)
            .find((text) => text !== undefined),
        true,
      );
    }
    case 'enum': {
      const symbol = options?.some((one) => one.value === boot) ? boot : macros(boot)?.[0];
      const option = options?.find((one) => one.value === symbol && !one.hidden) ?? options?.find((one) => one.value === symbol);
      return shown(option?.name, option !== undefined && !/^[\w-]+$/.test(option.name));
    }
    case 'int':
    case 'real':
      return shown(numberText(parameter, macros));
  }
}

function numberText({ type, boot, flags }: Pick<Parameter, 'type' | 'boot' | 'flags'>, macros: MacroBodies): string | undefined {
  const value = likelyValue(boot, macros);
  if (value === undefined) return undefined;
  const base = BASES[flags.find(isUnit) ?? ''];
  const size = base && likelyValue(base.size, macros);
  if (base && size !== undefined && value > 0) {
    const scale = base.scales.find((one) => Number.isInteger(Number(((value * size) / one.size).toPrecision(12))));
    if (scale) return `${Number(((value * size) / scale.size).toPrecision(12))}${scale.name}`;
  }
  if (/^-?(?:0[0-7]+|\d+(?:\.\d*)?|\.\d+)$/.test(boot)) return boot;
  return type === 'real' && Number.isInteger(value) ? `${value}.0` : String(value);
}
