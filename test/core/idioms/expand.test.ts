import { describe, expect, test } from 'vitest';
import { expand, tabStops } from '../../../src/dev/expand-snippet.mjs';

describe('the expander that tests of snippets rely on', () => {
  test.each([
    ['$1 and ${1} and ${1:one}', 'one and one and one'],
    ['${2:outer ${1:inner}} $1', 'outer inner inner'],
    ['${1|first,second|}/$1', 'first/first'],
    ['${1|a\\,b,c|}', 'a,b'],
    ['a\\$1 \\} \\\\ $(x) {y}', 'a$1 } \\ $(x) {y}'],
    ['$0${0:/* work */}', '/* work *//* work */'],
    ['${NAME} $NAME ${OTHER:${1:default}}', 'kms kms default'],
    ['${NAME/(.*)/${1:/upcase}_H/}', 'KMS_H'],
    ['${1:8${NUMBER/(\\d{3}).*/$1/}} $1', '8123 8123'],
  ])('%s gives %s', (body, text) => {
    expect(expand(body, { NAME: 'kms', NUMBER: '123456' })).toBe(text);
  });

  test.each(['${1:open', '${1|a,b}', '$UNKNOWN', '${1:one} ${1:two}'])('%s is refused', (body) => {
    expect(() => expand(body)).toThrow();
  });

  test('names the tab stops in the order of visiting', () => {
    expect(tabStops('$0 ${2:a ${1:b}} $3')).toEqual([1, 2, 3, 0]);
  });
});
