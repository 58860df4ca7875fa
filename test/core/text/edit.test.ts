import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, sortEdits, type TextEdit } from '../../../src/core/text/edit.ts';
import { dominantEol, lineEnd, lineNumber, lineStart } from '../../../src/core/text/lines.ts';

/** A text with disjoint edits in it, in any order. */
const editedText = fc.string({ unit: 'binary', maxLength: 80 }).chain((text) =>
  fc.record({
    text: fc.constant(text),
    edits: fc
      .uniqueArray(fc.nat(text.length), { maxLength: 8 })
      .chain((cuts) => {
        const sorted = [...cuts].sort((a, b) => a - b);
        const pairs = sorted.flatMap((start, index) => (index % 2 === 0 ? [{ start, end: sorted[index + 1] ?? start }] : []));
        return fc.tuple(...pairs.map((pair) => fc.string({ maxLength: 5 }).map((insert) => ({ ...pair, text: insert }))));
      })
      .chain((edits) => fc.shuffledSubarray<TextEdit>(edits, { minLength: edits.length })),
  }),
);

describe('edits', () => {
  test('touch nothing outside their ranges', () => {
    fc.assert(
      fc.property(editedText, ({ text, edits }) => {
        const after = applyEdits(text, edits);
        let from = 0;
        let at = 0;
        for (const edit of sortEdits(edits)) {
          const kept = text.slice(from, edit.start);
          expect(after.slice(at, at + kept.length)).toBe(kept);
          at += kept.length;
          expect(after.slice(at, at + edit.text.length)).toBe(edit.text);
          at += edit.text.length;
          from = edit.end;
        }
        expect(after.slice(at)).toBe(text.slice(from));
      }),
    );
  });

  test('commute: the order in which they are given does not matter', () => {
    fc.assert(
      fc.property(editedText, ({ text, edits }) => {
        expect(applyEdits(text, [...edits].reverse())).toBe(applyEdits(text, edits));
      }),
    );
  });

  test('at one place keep the order in which they were given', () => {
    const edits = ['a', 'b', 'c'].map((text) => ({ start: 1, end: 1, text }));
    expect(applyEdits('xy', edits)).toBe('xabcy');
  });

  test('that overlap are a bug of ours', () => {
    const edits = [
      { start: 0, end: 3, text: '' },
      { start: 2, end: 4, text: '' },
    ];
    expect(() => applyEdits('abcdef', edits)).toThrow('edits overlap at offset 2');
  });
});

describe('lines', () => {
  test('the line ending used most wins, LF when there is none', () => {
    expect(dominantEol('a\r\nb\r\nc\n')).toBe('\r\n');
    expect(dominantEol('a\r\nb\nc\n')).toBe('\n');
    expect(dominantEol('')).toBe('\n');
  });

  test('start, end and number of a line', () => {
    const text = 'one\r\ntwo\nthree';
    expect(lineStart(text, 6)).toBe(5);
    expect(lineEnd(text, 6)).toBe(9);
    expect(lineEnd(text, 10)).toBe(text.length);
    expect([0, 3, 4, 5, 9].map((offset) => lineNumber(text, offset))).toEqual([1, 1, 1, 2, 3]);
  });
});
