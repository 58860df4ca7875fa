import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DatRecord, parseRecords, readRecords, visitRecords, withoutBrokenRecords } from '../../../src/core/syntax/records.ts';

const wanted = String.raw`oid|\w+name`;

function wantedFields(text: string): readonly (readonly string[])[] | string {
  const found: DatRecord[] = [];
  const read = visitRecords('x.dat', text, (record) => found.push(record), wanted);
  return read.ok ? namesOf(found) : read.problem.code;
}

function namesOf(records: readonly DatRecord[]): readonly (readonly string[])[] {
  const isWanted = new RegExp(`^(?:${wanted})$`);
  return records.map((record) => record.fields.filter((field) => isWanted.test(field.name)).map((field) => `${field.name} ${field.value}`));
}

it('passes over fields that are not wanted', () => {
  const text = "[\n{ oid => '1', descr => 'oid => \\'2\\'',\n  proname => 'f', prosrc => 'g', # oid => '3'\n  provolatile => 'v' },\n]\n";
  expect(wantedFields(text)).toEqual([['oid 1', 'proname f']]);
});

it('agrees with the reader of all fields, on what is wanted and on what cannot be read', () => {
  const field = fc.constantFrom(
    "oid => '1'",
    "proname=>'n'",
    "  oidname  =>  'm'",
    "prosrc => 'a\\'b'",
    "x => '}'",
    'y => 3',
    "'oid' => '4'",
    "z => ',{'",
    'bad',
    '# note\n',
  );
  const separator = fc.constantFrom(', ', ',', ',\n  ', ' ', ', # oid => 9\n');
  const record = fc
    .array(fc.tuple(field, separator), { maxLength: 6 })
    .map((parts) => `{ ${parts.map((part) => part.join('')).join('')} }`);
  const file = fc.array(record, { maxLength: 4 }).map((records) => `[\n${records.join(',\n')}\n]\n`);
  fc.assert(
    fc.property(file, (text) => {
      const all = parseRecords('x.dat', text);
      expect(wantedFields(text)).toEqual(all.ok ? namesOf(all.value.records) : all.problem.code);
    }),
    { numRuns: 2000 },
  );
});

describe('a file in which somebody is typing', () => {
  const [one, two, three] = ["{ oid => '1', proname => 'f' },", "{ oid => '2', proname => 'g' },", "{ oid => '3', proname => 'h' },"];
  const textOf = (middle: string, open = '[', close = ']') => `# header\n\n${open}\n\n${one}\n${middle}\n${three}\n\n${close}\n`;
  const namesIn = (text: string) => readRecords('x.dat', text).records.map((record) => record.fields.map((field) => field.value).join());

  it.each([
    ['a missing comma', "{ oid => '2' proname => 'g' },", '{ oid'],
    ['a missing closing brace', "{ oid => '2', proname => 'g',", '{ oid'],
    ['a missing opening brace', " oid => '2',\n  proname => 'g' },", "oid => '2'"],
    ['a missing quote', "{ oid => '2, proname => 'g' },", '{ oid'],
    ['a brace too much', '{\n{ oid => 9 }', '{\n{'],
    ['a half record', '{ oi', '{ oi\n'],
  ])('has the records before and after %s, and one problem at its place', (_, middle, place) => {
    const text = textOf(middle);
    const { unread } = readRecords('x.dat', text);
    expect(namesIn(text).filter((name) => name !== '9')).toEqual(['1,f', '3,h']);
    expect(unread.map(({ code, where }) => [code, where?.offset])).toEqual([
      ['records/syntax', text.indexOf(place, text.indexOf(one) + one.length)],
    ]);
    expect(parseRecords('x.dat', text)).toEqual({ ok: false, problem: unread[0] });
  });

  it.each([
    ['', ']'],
    ['[', ''],
  ])('has all records where a bracket of the list is missing: %j %j', (open, close) => {
    const text = textOf(two, open, close);
    expect([namesIn(text), readRecords('x.dat', text).unread.length]).toEqual([['1,f', '2,g', '3,h'], 1]);
  });

  it('can be read strictly without what is broken, at the same offsets', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', "'", ',', '=>', 'x', '\n', "{ oid => '2' },\n");
    fc.assert(
      fc.property(fc.nat(), fc.nat(8), fc.array(piece, { maxLength: 4 }), (at, length, typed) => {
        const whole = textOf(two);
        const place = at % whole.length;
        const text = `${whole.slice(0, place)}${typed.join('')}${whole.slice(place + length)}`;
        const { records, unread } = readRecords('x.dat', text);
        const rest = withoutBrokenRecords(text);
        if (unread.length === 0) expect(rest).toBeUndefined();
        if (rest === undefined) return;
        const read = parseRecords('x.dat', rest);
        expect([rest.length, read.ok && read.value.records]).toEqual([text.length, records]);
      }),
      { numRuns: 2000 },
    );
  });
});
