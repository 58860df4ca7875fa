import { describe, expect, it } from 'vitest';
import { elementRanges } from '../../../../src/core/syntax/c/initializer.ts';
import { isSoundList, isWholeRow, looseRows } from '../../../../src/core/syntax/c/rows.ts';

const row = (name: string) => `\t{\n\t\t{"${name}", KMS, /* of ${name} */\n\t\t\tNULL},\n\t\t&${name}\n\t},\n`;
const [one, two, three, end] = [row('one'), row('two'), row('three'), '\n\t/* End */\n\t{\n\t\t{NULL}, NULL\n\t}\n};\n'];
const tableOf = (middle: string, head = 'Rows[] =\n{\n') => `${head}${one}#ifdef KMS\n${middle}#endif\n${three}${end}`;

describe('rows of an unfinished list', () => {
  const namesIn = (text: string) => looseRows(text).rows.map(({ start }) => /"\w+"?|NULL/.exec(text.slice(start))?.[0]);
  const all = ['"one"', '"two"', '"three"', 'NULL'];
  const others = ['"one"', '"three"', 'NULL'];

  it('are those of a finished one, with the same conditions', () => {
    const text = tableOf(two);
    expect(looseRows(text)).toEqual({ text, rows: elementRanges(text, 'Rows'), broken: [] });
  });

  it.each([
    ['a brace too much before it', `{\n${two}`, all, '{\n\t{'],
    ['a brace too much in it', two.replace('KMS', '{KMS'), others, '{\n\t\t{"two"'],
    ['no brace before it', two.replace('{\n', '\n'), all, '&two'],
    ['no brace after it', two.replace('\t},\n', ',\n'), others, '{\n\t\t{"two"'],
    ['a bracket too much', two.replace('NULL}', 'NULL)}'), all, '&two'],
    ['no comma after it', two.replace('\t},\n', '\t}\n'), all, '{\n\t\t{"three"'],
    ['no end of a string', two.replace('"two"', '"two'), ['"one"', '"two', '"three"', 'NULL'], '"two'],
    ['no end of a comment before it', `/*\n${two}`, all, '/*\n\t{'],
    ['no end of a comment in it', two.replace('"two",', '"two", /* x'), all, '/* x'],
    ['a word before it', `kms\n${two}`, all, 'kms\n'],
  ])('are found around one with %s', (_, middle, names, place) => {
    const text = tableOf(middle);
    const { broken, rows } = looseRows(text);
    expect(namesIn(text)).toEqual(names);
    expect(broken[0]).toBe(text.indexOf(place, text.indexOf('#ifdef')));
    expect(rows.find(({ start }) => text.startsWith('{\n\t\t{"three"', start))?.conditions).toEqual([]);
  });

  it.each(['Rows[]\n{\n', 'Rows[] =\n'])('are found where the list does not begin: %j', (head) => {
    const text = tableOf(two, head);
    expect([namesIn(text).length, looseRows(text).broken]).toEqual([4, [0]]);
  });

  it('end before the next declaration where the list does not end', () => {
    const text = `${tableOf(two).replace('};\n', '')}\nstruct kms Others[] =\n{\n${row('four')}};\n`;
    expect([namesIn(text).length, looseRows(text).broken]).toEqual([4, [text.indexOf('}\n\nstruct')]]);
  });

  it('are whole when everything that begins in them ends in them', () => {
    const whole = two.trim().slice(0, -1);
    expect([whole, `${whole} ${whole}`, whole.replace('*/', ''), whole.replace('"two"', '"two')].map(isWholeRow)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a list is sound in C', () => {
  const branches = row('two').replace('&two\n\t},', '#ifdef A\n\t\t&two\n\t},\n#else\n\t\tNULL\n\t},\n#endif');

  it.each([tableOf(two), tableOf(branches), tableOf(two.replace('of two', 'of pg_wal/* and base/')), tableOf(`KMS_ROW,\n${two}`)])(
    'where brackets, quotes and commas fit, in one branch of each conditional: %#',
    (text) => {
      expect(isSoundList(text)).toBe(true);
    },
  );

  it.each([two.replace('KMS', '{KMS'), two.replace('\t},\n', '\t}\n'), two.replace('"two"', '"two'), two.replace('"two",', '"two", /* x')])(
    'and not where one does not: %#',
    (middle) => {
      expect(isSoundList(tableOf(middle))).toBe(false);
    },
  );
});
