import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { type ArrayElement, arrayElement } from './array-literal.ts';
import type { Argument, Signature } from './signature.ts';

/** A constant default: its text, or null. */
export type Constant = string | null;

/** Refuses a default that cannot be one value of SQL, or that its type would not take; expressions are for PostgreSQL to judge. */
export function checkDefaults(signature: Signature): Problem | undefined {
  for (const argument of signature.inputs) {
    const expression = argument.default;
    if (expression === undefined) continue;
    const what = `The default ${expression} of argument ${argument.name ?? signature.inputs.indexOf(argument) + 1}`;
    if (!isOneExpression(expression)) {
      return {
        code: 'function/bad-default',
        message: `${what} is no SQL expression`,
        hint: 'Write it as SQL does, strings in single quotes.',
      };
    }
    const constant = constantOf(expression);
    if (typeof constant === 'string' && !TAKES[argument.type.name]?.(constant) && Object.hasOwn(TAKES, argument.type.name)) {
      return {
        code: 'function/bad-default',
        message: `${what} is no value of type ${argument.type.display}`,
        hint: 'Change the default or the type.',
      };
    }
  }
  return undefined;
}

/** Whether quotes and parentheses close and nothing ends the statement. */
function isOneExpression(expression: string): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, '0');
  let depth = 0;
  for (const char of bare) {
    if (char === '(' || char === '[') depth += 1;
    if (char === ')' || char === ']') depth -= 1;
    if (depth < 0 || char === ';' || char === "'" || (char === ',' && depth === 0)) return false;
  }
  return depth === 0 && bare.trim() !== '' && !bare.includes('--') && !bare.includes('/*');
}

const whole = (bits: bigint) => (text: string) => {
  if (!/^[-+]?\d+$/.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return -(2n ** (bits - 1n)) <= value && value < 2n ** (bits - 1n);
};
const number = (text: string) => /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^(?:nan|[-+]?inf(?:inity)?)$/i.test(text);

/** What constants the commonest types take. */
const TAKES: Readonly<Record<string, (text: string) => boolean>> = {
  bool: (text) => /^(?:t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|y(?:es?)?|no?|on|off?|0|1)$/i.test(text),
  int2: whole(16n),
  int4: whole(32n),
  int8: whole(64n),
  float4: number,
  float8: number,
  numeric: number,
  oid: (text) => /^\d{1,10}$/.test(text) && Number(text) <= 0xffffffff,
};

/** The value of a constant, null for NULL; undefined where the default is an expression. */
export function constantOf(expression: string): Constant | undefined {
  const text = expression.trim().replace(/(?:::[\w" ]+(?:\[\])?)+$/, '');
  if (/^null$/i.test(text)) return null;
  const quoted = /^'((?:[^']|'')*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase();
  return number(text) ? text : undefined;
}

/** `proargdefaults` of a tree that keeps defaults in pg_proc.dat: an array literal of constants, which is all that bootstrap takes. */
export function defaultsLiteral(signature: Signature): Result<string | undefined> {
  const given = signature.inputs.filter((one): one is Argument & { default: string } => one.default !== undefined);
  const constants: string[] = [];
  for (const argument of given) {
    const constant = constantOf(argument.default);
    if (constant === undefined) {
      return fail({
        code: 'function/default-not-constant',
        message: `The default ${argument.default} of argument ${argument.name ?? ''} is no constant, which is all that pg_proc.dat takes`,
        hint: 'Use a number, true, false, NULL or a quoted string, or make the argument nullable and choose in C.',
      });
    }
    constants.push(constant === null ? 'NULL' : arrayElement(constant));
  }
  return ok(constants.length === 0 ? undefined : `{${constants.join(',')}}`);
}

/** An element of a `proargdefaults` literal as an SQL expression. */
export function sqlConstant({ value, quoted }: ArrayElement): string {
  if (!quoted && /^null$/i.test(value)) return 'NULL';
  const plain = number(value) || /^(?:true|false)$/.test(value);
  return plain ? value : `'${value.replaceAll("'", "''")}'`;
}
