/** Bodies of a macro, one per `#define`; undefined where the name is none. */
export type MacroBodies = (name: string) => readonly string[] | undefined;

/** What C's own headers define. */
const LIMITS: Readonly<Record<string, Value>> = {
  INT_MAX: { value: 2147483647, real: false },
  INT_MIN: { value: -2147483648, real: false },
  UINT_MAX: { value: 4294967295, real: false },
  SHRT_MAX: { value: 32767, real: false },
  CHAR_BIT: { value: 8, real: false },
  DBL_MAX: { value: Number.MAX_VALUE, real: true },
  FLT_MAX: { value: 3.4028234663852886e38, real: true },
  DBL_DIG: { value: 15, real: false },
  FLT_DIG: { value: 6, real: false },
  true: { value: 1, real: false },
  false: { value: 0, real: false },
};

interface Value {
  readonly value: number;
  readonly real: boolean;
}

/** Macros that are defined more often than this are not understood. */
const MOST_BODIES = 4;
const DEEPEST = 20;

/**
 * The values that a constant C expression may have: one, or several where a macro of it is defined differently under different
 * conditions; none where it is no arithmetic on numbers and known macros under all of them.
 */
export function possibleValues(expression: string, bodies: MacroBodies): readonly number[] {
  const values = variants(expression, bodies);
  return values.every((value) => value !== undefined) ? [...new Set(values)] : [];
}

/** The value under the first condition for which it can be told. */
export function likelyValue(expression: string, bodies: MacroBodies): number | undefined {
  return variants(expression, bodies).find((value) => value !== undefined);
}

/** The values with the first, second … body of each macro, as many as the macro with most bodies has. */
function variants(expression: string, bodies: MacroBodies): readonly (number | undefined)[] {
  let count = 1;
  const counted: MacroBodies = (name) => {
    const found = bodies(name);
    count = Math.max(count, found?.length ?? 0);
    return found;
  };
  const values: (number | undefined)[] = [];
  while (values.length < Math.min(count, MOST_BODIES)) values.push(evaluate(expression, counted, values.length, DEEPEST)?.value);
  return values;
}

function evaluate(expression: string, bodies: MacroBodies, variant: number, depth: number): Value | undefined {
  const tokens = expression.match(/0[xX][0-9A-Fa-f]+[uUlL]*|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[uUlLfF]*|\w+|<<|>>|\S/g) ?? [];
  let at = 0;
  const take = (token: string) => tokens[at] === token && ++at > 0;

  const primary = (): Value | undefined => {
    const token = tokens[at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const cast = /^(?:int|long|double|Size|size_t|int64|uint32)$/.test(tokens[at] ?? '') && tokens[at + 1] === ')';
      if (cast) {
        const real = tokens[at] === 'double';
        at += 2;
        const value = primary();
        return value && { value: real ? value.value : Math.trunc(value.value), real };
      }
      const value = binary(0);
      return take(')') ? value : undefined;
    }
    if (token === '-' || token === '+' || token === '~') {
      const value = primary();
      return value && { ...value, value: token === '-' ? -value.value : token === '~' ? ~value.value : value.value };
    }
    if (/^[\d.]/.test(token)) return numberOf(token);
    if (LIMITS[token]) return LIMITS[token];
    if ((token === 'Min' || token === 'Max') && take('(')) {
      const left = binary(0);
      const right = take(',') ? binary(0) : undefined;
      if (!left || !right || !take(')')) return undefined;
      return left.value < right.value === (token === 'Min') ? left : right;
    }
    const list = bodies(token);
    const body = list && list.length <= MOST_BODIES ? list[Math.min(variant, list.length - 1)] : undefined;
    return body === undefined || depth === 0 ? undefined : evaluate(body, bodies, variant, depth - 1);
  };

  const binary = (level: number): Value | undefined => {
    const operators = LEVELS[level];
    if (!operators) return primary();
    let left = binary(level + 1);
    for (let operator = tokens[at]; left && operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at += 1;
      const right = binary(level + 1);
      left = right && apply(operator, left, right);
    }
    return left;
  };

  const value = binary(0);
  return at === tokens.length && value && Number.isFinite(value.value) ? value : undefined;
}

const LEVELS: readonly (readonly string[])[] = [['|'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];

function apply(operator: string, left: Value, right: Value): Value {
  const real = left.real || right.real;
  const whole = (value: number) => ({ value: real ? value : Math.trunc(value), real });
  switch (operator) {
    case '+':
      return whole(left.value + right.value);
    case '-':
      return whole(left.value - right.value);
    case '*':
      return whole(left.value * right.value);
    case '/':
      return whole(left.value / right.value);
    case '%':
      return whole(left.value % right.value);
    case '<<':
      return whole(left.value * 2 ** right.value);
    case '>>':
      return { value: Math.floor(left.value / 2 ** right.value), real: false };
    case '&':
      return whole(Number(BigInt(left.value) & BigInt(right.value)));
    default:
      return whole(Number(BigInt(left.value) | BigInt(right.value)));
  }
}

function numberOf(token: string): Value | undefined {
  const hexadecimal = /^0[xX]/.test(token);
  const digits = hexadecimal ? token.replace(/[uUlL]+$/, '') : token.replace(/[uUlLfF]+$/, '');
  const real = !hexadecimal && /[.eE]|[fF]$/.test(token);
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : { value, real };
}
