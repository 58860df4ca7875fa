import type { Problem } from '../../base/result.ts';
import { likelyValue, type MacroBodies, possibleValues } from './expression.ts';
import { BASES, MEMORY, TIME } from './units.ts';

/** Number literals of C. */
const WHOLE = /^(?:0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9]\d*)(?:[uU]?[lL]{0,2}|[lL]{1,2}[uU])$/;
const REAL = /^(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][-+]?\d+)?[fFlL]?$/;

/** What is wrong with the numbers of a C expression, as far as that shows without the tree: `where` says which value it is. */
export function numberProblem(expression: string, where: string, unit: string | undefined, macros: MacroBodies): Problem | undefined {
  const amount = amountProblem(expression.trim(), where, unit, macros);
  if (amount) return amount;
  for (const [literal] of expression.matchAll(/(?<![\w.])\.?\d(?:[eE][-+]|[\w.])*/g)) {
    if (!WHOLE.test(literal) && !REAL.test(literal))
      return bad(`"${literal}" in ${where} is no number of C`, 'Use a number such as 64, 0x40 or 0.5.');
    if (REAL.test(literal) && !Number.isFinite(Number(literal.replace(/[fFlL]$/, ''))))
      return bad(`${literal} in ${where} is larger than a double can be`, 'Use a smaller number, or DBL_MAX.');
    if (WHOLE.test(literal) && Number(literal.replace(/[uUlL]+$/, '')) >= 2 ** 63)
      return bad(`${literal} in ${where} is larger than an integer of C can be`, 'Write it with a decimal point, or use a smaller number.');
  }
  if (/[A-Za-z_]\w*/.test(expression.replaceAll(/\.?\d(?:[eE][-+]|[\w.])*/g, '')) || possibleValues(expression, macros).length > 0)
    return undefined;
  return bad(`"${expression}" for ${where} cannot be computed`, 'Use a number or an expression of numbers and macros.');
}

/** A number with a unit of postgresql.conf, which C does not know: the same value as the parameter's unit counts it. */
function amountProblem(expression: string, where: string, unit: string | undefined, macros: MacroBodies): Problem | undefined {
  const [, number = '', name = ''] = /^(-?(?:\d+\.?\d*|\.\d+))\s*([A-Za-z]+)$/.exec(expression) ?? [];
  const scales = [MEMORY, TIME].find((all) => all.some((one) => one.name === name));
  const scale = scales?.find((one) => one.name === name);
  if (!scale) return undefined;
  const base = BASES[unit ?? ''];
  const size = base && likelyValue(base.size, macros);
  const message = `"${expression}" for ${where} is no number of C, which knows no ${name}`;
  if (base === undefined || size === undefined)
    return bad(message, `Give the number alone, and ${name} or another one as the unit of the parameter.`);
  if (base.scales !== scales) return bad(message, `Give a number in the unit of the parameter, ${unit}.`);
  const value = Number(((Number(number) * scale.size) / size).toPrecision(12));
  return bad(message, `Give ${value}, which is ${expression} in the unit of the parameter, ${unit}.`);
}

function bad(message: string, hint: string): Problem {
  return { code: 'guc/bad-value', message, hint };
}
