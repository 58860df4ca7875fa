import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumberedNames, readSections } from '../../../src/core/syntax/sections.ts';

const file = [
  '# events',
  '#',
  '',
  'Section: ClassName - WaitEventTimeout',
  '',
  'NAP\t"Waiting for a nap to end."',
  'REST\t\t"Waiting for <xref linkend="guc-rest"/> to pass."',
  '',
  'ABI_compatibility:',
  '',
  'LATE\t"Waiting for what a minor release added."',
  '',
  'Section: ClassName - WaitEventLWLock',
  '',
  'First\t"Waiting for the first."',
  '# END OF PREDEFINED LWLOCKS (DO NOT CHANGE THIS LINE)',
  'Tranche\t"Waiting for a tranche."',
].join('\n');

describe('readSections', () => {
  test('reads sections, entries, the region of minor releases and comments', () => {
    const { sections } = readSections(file);
    expect(sections.map((section) => section.name)).toEqual(['WaitEventTimeout', 'WaitEventLWLock']);
    expect(sections[0]?.entries.map((entry) => [entry.columns[0], entry.inRegion])).toEqual([
      ['NAP', false],
      ['REST', false],
      ['LATE', true],
    ]);
    expect(sections[1]?.entries.map((entry) => entry.columns)).toEqual([
      ['First', '"Waiting for the first."'],
      ['Tranche', '"Waiting for a tranche."'],
    ]);
    const marker = sections[1]?.comments[0];
    expect(file.slice(marker?.start, marker?.end)).toBe('# END OF PREDEFINED LWLOCKS (DO NOT CHANGE THIS LINE)\n');
  });

  test('reads CRLF and a missing final newline alike', () => {
    const crlf = readSections(file.replaceAll('\n', '\r\n'));
    expect(crlf.sections.map((section) => section.entries.map((entry) => entry.columns))).toEqual(
      readSections(file).sections.map((section) => section.entries.map((entry) => entry.columns)),
    );
    expect(readSections(file).lines.at(-1)?.end).toBe(file.length);
  });

  test('reads names with numbers, and passes over comments and what is neither', () => {
    const names = readNumberedNames('# 0 is free\nFirstLock\t\t1\n\nSecondLock 7\nnot a lock\n');
    expect(names.entries.map((entry) => [entry.name, entry.number])).toEqual([
      ['FirstLock', 1],
      ['SecondLock', 7],
    ]);
    expect(names.lines.map((line) => line.kind)).toEqual(['comment', 'entry', 'blank', 'entry', 'other']);
  });
});

describe('lossless', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'Section: ClassName - WaitEventLWLock',
      'ABI_compatibility:',
      '# comment',
      '',
      ' ',
      'X\t"Waiting."',
      'XLock\t12',
      'A\tB\t"C."',
      'Ω\t"é"',
    ),
    fc.string(),
  );
  const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r', ''))).map((lines) => lines.flat().join(''));

  test('the lines of any text tile it', () => {
    fc.assert(
      fc.property(text, (any) => {
        for (const { lines } of [readSections(any), readNumberedNames(any)]) {
          expect(lines.map((one) => any.slice(one.start, one.end)).join('')).toBe(any);
        }
      }),
    );
  });

  test('entries are whole lines of their section', () => {
    fc.assert(
      fc.property(text, (any) => {
        const { lines, sections } = readSections(any);
        for (const section of sections) {
          for (const entry of section.entries) {
            expect(entry.start >= section.start && entry.end <= section.end).toBe(true);
            expect(lines.some((one) => one.kind === 'entry' && one.start === entry.start && one.end === entry.end)).toBe(true);
          }
        }
      }),
    );
  });
});
