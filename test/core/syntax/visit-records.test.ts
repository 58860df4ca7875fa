import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DatRecord, parseRecords, visitRecords } from '../../../src/core/syntax/records.ts';

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
