import { describe, expect, test } from 'vitest';
import { likelyValue, type MacroBodies, possibleValues } from '../../../../src/core/features/guc/expression.ts';
import { shownDefault } from '../../../../src/core/features/guc/values.ts';

const MACROS: Readonly<Record<string, readonly string[]>> = {
  BLCKSZ: ['8192'],
  LIMIT: ['INT_MAX', 'INT_MAX / 1024'],
  TWICE: ['(2 * BASE)'],
  BASE: ['0x10'],
  LOOP: ['LOOP + 1'],
  HALF_KNOWN: ['Min(UNKNOWN, 4)', '16'],
  NAME: ['"text"'],
};
const macros: MacroBodies = (name) => MACROS[name];

describe('a C expression', () => {
  test.each<readonly [string, readonly number[]]>([
    ['64', [64]],
    ['-1', [-1]],
    ['1024 * 1024', [1048576]],
    ['INT_MAX / 2', [1073741823]],
    ['TWICE + 010', [40]],
    ['Min(TWICE, 3)', [3]],
    ['1.5e3', [1500]],
    ['LIMIT', [2147483647, 2097151]],
    ['(double) 1 / 4', [0.25]],
    ['1 / 4', [0]],
    ['LOOP', []],
    ['HALF_KNOWN', []],
    ['1 +', []],
    ['NAME', []],
  ])('%s', (expression, values) => {
    expect(possibleValues(expression, macros)).toEqual(values);
  });

  test('that is known under one condition only has a likely value', () => {
    expect(likelyValue('HALF_KNOWN', macros)).toBe(16);
  });
});

describe('a default as users read it', () => {
  const shown = (type: 'int' | 'real' | 'bool' | 'string', boot: string, ...flags: string[]) =>
    shownDefault({ type, boot, flags }, undefined, macros).text;

  test('has the largest unit that keeps it whole', () => {
    expect(shown('int', '16384', 'GUC_UNIT_BLOCKS')).toBe('128MB');
    expect(shown('int', '1024 * 1024', 'GUC_UNIT_KB')).toBe('1GB');
    expect(shown('int', '60 * 1000', 'GUC_UNIT_MS')).toBe('1min');
    expect(shown('int', '1500', 'GUC_UNIT_MS')).toBe('1500ms');
    expect(shown('real', '2', 'GUC_UNIT_MS')).toBe('2ms');
  });

  test('has none where it is zero or negative', () => {
    expect(shown('int', '-1', 'GUC_UNIT_KB')).toBe('-1');
    expect(shown('int', '0', 'GUC_UNIT_MS')).toBe('0');
  });

  test('is a switch, a text or a number as written', () => {
    expect(shown('bool', 'true')).toBe('on');
    expect(shown('string', '"a\\"b"')).toBe('a"b');
    expect(shown('string', 'NAME')).toBe('text');
    expect(shown('string', 'NULL')).toBe('');
    expect(shown('real', '0.50')).toBe('0.50');
    expect(shown('int', 'TWICE')).toBe('32');
  });

  test('says when it is not known', () => {
    expect(shownDefault({ type: 'int', boot: 'UNKNOWN', flags: [] }, undefined, macros)).toEqual({
      text: 'UNKNOWN',
      quoted: false,
      known: false,
    });
  });
});
