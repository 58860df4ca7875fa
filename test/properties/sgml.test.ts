import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementsOf, readSgml } from '../../src/core/syntax/sgml.ts';
import { printBack } from '../support/print-back.ts';

/** Well-formed pages as a tree of elements, comments and text. */
const { page } = fc.letrec<{ page: string; element: string }>((tie) => ({
  page: fc
    .array(
      fc.oneof(fc.constantFrom('text &lt; more', '\r\n ', '<!-- <a> & </b> -->', '<![CDATA[<c>]]>', '<xref linkend="x"/>'), tie('element')),
      { maxLength: 4 },
    )
    .map((parts) => parts.join('')),
  element: fc
    .tuple(fc.constantFrom('sect1', 'row', 'entry', 'para'), fc.constantFrom('', ' id="a-b"', " role='x>y'"), tie('page'))
    .map(([name, attributes, content]) => `<${name}${attributes}>${content}</${name}>`),
}));

test('a page is printed back from its tags', () => {
  fc.assert(
    fc.property(page, (text) => {
      const elements = [...elementsOf(readSgml(text))].map(([element]) => element);
      const tags = elements.flatMap(({ name, start, end, content }) => {
        const isEmpty = content.start === end;
        const first = { start, end: content.start, text: `<${name}${text.slice(start + name.length + 1, content.start)}` };
        return isEmpty ? [first] : [first, { start: content.end, end, text: `</${name}>` }];
      });
      expect(printBack(text, tags)).toBe(text);
      const visible = text.replaceAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
      expect(elements).toHaveLength(visible.match(/<[a-z]/g)?.length ?? 0);
    }),
  );
});

test('any text at all is read without failing, and every element lies inside of the one around it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', '!', '-', '"', "'", 'a', 'b', ' ', '\n', '='), maxLength: 60 }),
      (text) => {
        for (const [{ start, end, content }, around] of elementsOf(readSgml(text))) {
          const outer = around.at(-1)?.content ?? { start: 0, end: text.length };
          expect(
            outer.start <= start && start < content.start && content.start <= content.end && content.end <= end && end <= outer.end,
          ).toBe(true);
        }
      },
    ),
  );
});
