import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMacroList, readMacroList } from '../../../src/core/syntax/macro-list.ts';

const list = [
  '/*',
  ' * PG_ITEM(not, this)',
  ' */',
  'PG_ITEM(1, First)',
  '/* 2 was Second */',
  'PG_ITEM(3,\tThird)\t\t/* says why */',
  '',
  '#if defined(USE_A) || \\',
  '\tdefined(USE_B)',
  'PG_ITEM(4, Fourth)',
  '#else',
  'PG_OTHER(Fifth)',
  '#endif',
  'PG_ITEM(6, Sixth)',
].join('\n');

describe('readMacroList', () => {
  test('reads entries with arguments, conditions and runs', () => {
    expect(readMacroList(list).entries.map(({ macro, arguments: args, conditions, run }) => ({ macro, args, conditions, run }))).toEqual([
      { macro: 'PG_ITEM', args: ['1', 'First'], conditions: [], run: 3 },
      { macro: 'PG_ITEM', args: ['3', 'Third'], conditions: [], run: 4 },
      { macro: 'PG_ITEM', args: ['4', 'Fourth'], conditions: ['#if defined(USE_A) || \\'], run: 5 },
      { macro: 'PG_OTHER', args: ['Fifth'], conditions: ['#else'], run: 5 },
      { macro: 'PG_ITEM', args: ['6', 'Sixth'], conditions: [], run: 5 },
    ]);
  });

  test('tells a list from C', () => {
    expect(isMacroList(list)).toBe(true);
    expect(isMacroList(`${list}\nint x;\n`)).toBe(false);
    expect(isMacroList('/* nothing */\n')).toBe(false);
  });

  test('reads CRLF alike', () => {
    const names = (text: string) => readMacroList(text).entries.map((entry) => entry.arguments);
    expect(names(list.replaceAll('\n', '\r\n'))).toEqual(names(list));
  });

  test('the lines of any text tile it, and an entry is a line', () => {
    const line = fc.oneof(
      fc.constantFrom('PG_A(1, B)', '/* x', '*/', '/* y */', '#if X', '#endif', '#define Z \\', '', 'int i;', '// PG_A(2, C)'),
      fc.string(),
    );
    const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', ''))).map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(text, (any) => {
        const { lines, entries } = readMacroList(any);
        expect(lines.map((one) => any.slice(one.start, one.end)).join('')).toBe(any);
        for (const entry of entries)
          expect(lines.some((one) => one.kind === 'entry' && one.start === entry.start && one.end === entry.end)).toBe(true);
      }),
    );
  });
});
