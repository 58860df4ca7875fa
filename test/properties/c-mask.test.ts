import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conditionals, resolveConditionals } from '../../src/core/syntax/c/conditionals.ts';
import { mask } from '../../src/core/syntax/c/mask.ts';
import { cSource, tokenSoup } from './c-arbitraries.ts';

const offsetsOf = (text: string, char: string) => [...text.matchAll(new RegExp(char, 'g'))].map((match) => match.index);

/** What every rewriting must keep: the length and the place of every line end. */
function expectSameLines(rewritten: string, text: string): void {
  expect(rewritten).toHaveLength(text.length);
  expect(offsetsOf(rewritten, '\n')).toEqual(offsetsOf(text, '\n'));
  expect(offsetsOf(rewritten, '\r')).toEqual(offsetsOf(text, '\r'));
}

test('masks and resolved conditionals keep length and line ends of any text', () => {
  fc.assert(
    fc.property(fc.oneof(tokenSoup, fc.string({ unit: 'binary' })), (text) => {
      const masked = mask(text);
      expectSameLines(masked, text);
      expectSameLines(resolveConditionals(masked), text);
      expectSameLines(resolveConditionals(text), text);
    }),
    { numRuns: 2000 },
  );
});

test('masks and resolved conditionals keep length and line ends of C', () => {
  fc.assert(
    fc.property(cSource, ({ text }) => {
      expectSameLines(mask(text), text);
      expectSameLines(resolveConditionals(mask(text)), text);
    }),
  );
});

test('masking twice changes nothing more', () => {
  fc.assert(
    fc.property(cSource, ({ text }) => {
      expect(mask(mask(text))).toBe(mask(text));
    }),
  );
});

test('conditionals come in order and hold a directive each', () => {
  fc.assert(
    fc.property(tokenSoup, (text) => {
      let at = 0;
      for (const { start, end, kind } of conditionals(text)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(text.slice(start, end)).toMatch(new RegExp(`^[ \\t]*#[ \\t]*${kind}`));
        at = end;
      }
    }),
  );
});
