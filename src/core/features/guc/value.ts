import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** Limits that the C standard and c.h fix, so that no header of the tree spells them as a number. */
const LIMITS: Readonly<Record<string, number>> = {
  INT_MAX: 2147483647,
  INT_MIN: -2147483648,
  UINT_MAX: 4294967295,
  INT16_MAX: 32767,
  PG_INT16_MAX: 32767,
  PG_INT32_MAX: 2147483647,
  PG_INT32_MIN: -2147483648,
  DBL_MAX: Number.MAX_VALUE,
};

/** Headers in which constants of parameters are looked up, beside those that the caller names. */
const CONSTANT_HEADERS: readonly TreePath[] = ['src/include/utils/guc.h', 'src/include/pg_config_manual.h', 'src/include/c.h'];

/**
 * The number that a C expression stands for, its names resolved through the `#define`s of the tree; undefined where it is no
 * constant that can be told without a compiler. A name that several conditions define differently is not told.
 */
export function evaluate(context: TreeContext, expression: string, headers: readonly TreePath[]): number | undefined {
  return parseSum(tokens(expression), (name) => lookUp(context, name, headers, 0))?.at(0);
}

function lookUp(context: TreeContext, name: string, headers: readonly TreePath[], depth: number): number | undefined {
  if (Object.hasOwn(LIMITS, name)) return LIMITS[name];
  if (depth > 8) return undefined;
  for (const path of [...headers, ...CONSTANT_HEADERS]) {
    const text = context.tree.read(path)?.text;
    if (!text?.includes(name)) continue;
    const bodies = new Set(
      [...text.matchAll(new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}[ \\t]+([^\\n]+)`, 'gm'))].map((match) =>
        (match[1] ?? '').replace(/\/\*.*$/, '').trim(),
      ),
    );
    const [body] = bodies;
    if (bodies.size === 1 && body) return parseSum(tokens(body), (inner) => lookUp(context, inner, headers, depth + 1))?.at(0);
  }
  return undefined;
}

function tokens(expression: string): string[] | undefined {
  const found = expression.match(/0x[0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[A-Za-z_]\w*|[-+*/()]|<<|\S/g) ?? [];
  return found.every((token) => /^(?:0x[0-9A-Fa-f]+|[\d.][\w.+-]*|[A-Za-z_]\w*|[-+*/()]|<<)$/.test(token))
    ? found.map((token) => token)
    : undefined;
}

type Resolve = (name: string) => number | undefined;

/** Value of the whole token list as a one-element array, or undefined. */
function parseSum(list: string[] | undefined, resolve: Resolve): readonly number[] | undefined {
  if (!list || list.length === 0) return undefined;
  const value = sum(list, resolve);
  return list.length === 0 && value !== undefined && !Number.isNaN(value) ? [value] : undefined;
}

function sum(list: string[], resolve: Resolve): number | undefined {
  let value = product(list, resolve);
  while (list[0] === '+' || list[0] === '-' || list[0] === '<<') {
    const operator = list.shift();
    const right = product(list, resolve);
    if (value === undefined || right === undefined) return undefined;
    value = operator === '+' ? value + right : operator === '-' ? value - right : value * 2 ** right;
  }
  return value;
}

function product(list: string[], resolve: Resolve): number | undefined {
  let value = atom(list, resolve);
  while (list[0] === '*' || list[0] === '/') {
    const operator = list.shift();
    const right = atom(list, resolve);
    if (value === undefined || right === undefined) return undefined;
    value =
      operator === '*' ? value * right : Number.isInteger(value) && Number.isInteger(right) ? Math.trunc(value / right) : value / right;
  }
  return value;
}

function atom(list: string[], resolve: Resolve): number | undefined {
  const token = list.shift();
  if (token === undefined) return undefined;
  if (token === '-') {
    const value = atom(list, resolve);
    return value === undefined ? undefined : -value;
  }
  if (token === '+') return atom(list, resolve);
  if (token === '(') {
    const value = sum(list, resolve);
    return list.shift() === ')' ? value : undefined;
  }
  if (/^[\d.]/.test(token)) return Number(token.replace(/[uUlLfF]+$/, ''));
  return resolve(token);
}

/** Units from small to large in which `SHOW` prints memory and time, with their size in the smallest one. */
const MEMORY: readonly (readonly [string, number])[] = [
  ['B', 1],
  ['kB', 1024],
  ['MB', 1024 ** 2],
  ['GB', 1024 ** 3],
  ['TB', 1024 ** 4],
];
const TIME: readonly (readonly [string, number])[] = [
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
];
const UNITS: Readonly<Record<string, readonly [readonly (readonly [string, number])[], number]>> = {
  GUC_UNIT_BYTE: [MEMORY, 1],
  GUC_UNIT_KB: [MEMORY, 1024],
  GUC_UNIT_MB: [MEMORY, 1024 ** 2],
  GUC_UNIT_BLOCKS: [MEMORY, 8192],
  GUC_UNIT_XBLOCKS: [MEMORY, 8192],
  GUC_UNIT_MS: [TIME, 1],
  GUC_UNIT_S: [TIME, 1000],
  GUC_UNIT_MIN: [TIME, 60_000],
};

/** A number as `SHOW` prints it: in the largest unit that divides it; zero and below, and numbers without a unit, bare. */
export function withUnit(value: number, unit: string | undefined): string {
  const known = unit === undefined ? undefined : UNITS[unit];
  if (!known || value <= 0) return String(value);
  const [scale, size] = known;
  const total = value * size;
  const fitting = [...scale].reverse().find(([, step]) => step <= total && Number.isInteger(total / step)) ?? scale[0];
  return fitting ? `${total / fitting[1]}${fitting[0]}` : String(value);
}

/** What the documentation calls the unit in which a bare number is taken. */
export function unitWords(unit: string): string | undefined {
  const names: Readonly<Record<string, string>> = {
    GUC_UNIT_BYTE: 'bytes',
    GUC_UNIT_KB: 'kilobytes',
    GUC_UNIT_MB: 'megabytes',
    GUC_UNIT_MS: 'milliseconds',
    GUC_UNIT_S: 'seconds',
    GUC_UNIT_MIN: 'minutes',
  };
  if (unit === 'GUC_UNIT_BLOCKS') return 'blocks, that is <symbol>BLCKSZ</symbol> bytes, typically 8kB';
  if (unit === 'GUC_UNIT_XBLOCKS') return 'WAL blocks, that is <symbol>XLOG_BLCKSZ</symbol> bytes, typically 8kB';
  return names[unit];
}

/** The GUC_UNIT_ flag that a user's word for a unit means, among those of the tree. */
export function unitFlag(word: string, units: readonly string[]): string | undefined {
  const aliases: Readonly<Record<string, string>> = {
    b: 'BYTE',
    bytes: 'BYTE',
    block: 'BLOCKS',
    '8kb': 'BLOCKS',
    sec: 'S',
    minutes: 'MIN',
  };
  const plain = word.replace(/^GUC_UNIT_/i, '').toLowerCase();
  const wanted = `GUC_UNIT_${(aliases[plain] ?? plain).toUpperCase()}`;
  return units.find((unit) => unit === wanted);
}

/** A text as a C string literal. */
export function cString(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
