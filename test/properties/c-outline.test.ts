import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initializerOf } from '../../src/core/syntax/c/initializer.ts';
import type { CElement, Range } from '../../src/core/syntax/c/syntax.ts';
import { cSyntax } from '../support/context.ts';
import { cSource, tokenSoup } from './c-arbitraries.ts';

function expectInside(inner: Range, outer: Range): void {
  expect(inner.start).toBeGreaterThanOrEqual(outer.start);
  expect(inner.end).toBeGreaterThanOrEqual(inner.start);
  expect(inner.end).toBeLessThanOrEqual(outer.end);
}

/** Every range lies inside of the one that holds it, and the range of a name spells the name. */
function expectSound(text: string): void {
  const { functions, variables, prototypes, types, includes, defines } = cSyntax.outline(text);
  for (const item of [...functions, ...variables, ...prototypes, ...types, ...includes, ...defines]) {
    expectInside(item, { start: 0, end: text.length });
  }
  for (const item of [...functions, ...variables, ...prototypes, ...types]) {
    expectInside(item.nameRange, item);
    expect(text.slice(item.nameRange.start, item.nameRange.end)).toBe(item.name);
  }
  for (const { body, parameters, ...item } of functions) {
    expectInside(body, item);
    expectInside(parameters, item);
    for (const call of cSyntax.calls(text, item.name) ?? []) {
      expectInside(call, call.statement);
      expect(text.slice(call.start, call.start + call.name.length)).toBe(call.name);
    }
  }
  for (const { initializer, ...item } of variables) if (initializer) expectInside(initializer, item);
  for (const { enumerators, ...item } of types) for (const enumerator of enumerators) expectInside(enumerator, item);
}

test('the outline of any text lies inside of it and spells its names', () => {
  fc.assert(fc.property(tokenSoup, expectSound), { numRuns: 300 });
});

test('the outline of C finds every name at file scope and no other', () => {
  fc.assert(
    fc.property(cSource, ({ text, functions, variables, prototypes, types }) => {
      expectSound(text);
      const outline = cSyntax.outline(text);
      const names = (items: readonly { readonly name: string }[]) => items.map((one) => one.name).sort();
      expect(names(outline.functions)).toEqual([...functions].sort());
      expect(names(outline.variables)).toEqual([...variables].sort());
      expect(names(outline.prototypes)).toEqual([...prototypes].sort());
      expect(names(outline.types)).toEqual([...types].sort());
      expect(cSyntax.damage(text)).toBe(0);
    }),
  );
});

test('the elements of any list lie inside of it, in order, and so do theirs', () => {
  const check = (elements: readonly CElement[], list: Range) => {
    let at = list.start;
    for (const element of elements) {
      expectInside(element, { start: at, end: list.end });
      if (element.elements) check(element.elements, element);
      at = element.end;
    }
  };
  fc.assert(
    fc.property(tokenSoup, (soup) => {
      const text = `int kms[] = {${soup}};`;
      const list = initializerOf(text, 'kms');
      if (list) check(list.elements, list);
    }),
    { numRuns: 1000 },
  );
});
