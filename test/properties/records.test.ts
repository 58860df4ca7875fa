import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordText } from '../../src/core/syntax/record-text.ts';
import { parseRecords } from '../../src/core/syntax/records.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { printBack } from '../support/print-back.ts';

const word = fc.stringMatching(/^[a-z_]{1,8}$/);
const value = fc.string({ unit: fc.constantFrom('a', 'Z', '0', ' ', '{', '}', ',', '#', '=', '>', '"', "'", '\\', 'é'), maxLength: 12 });
const fields = fc.uniqueArray(fc.tuple(word, value), { minLength: 1, maxLength: 6, selector: ([name]) => name });
const noise = fc.constantFrom('', '# { oid => 1 },\n', '\n', '# it\'s "quoted"\n');
const file = fc.record({
  records: fc.array(fc.tuple(fields, noise), { maxLength: 5 }),
  eol: fc.constantFrom('\n', '\r\n'),
  final: fc.boolean(),
  spacing: fc.constantFrom('', ' ', '\t'),
});
type File = typeof file extends fc.Arbitrary<infer T> ? T : never;

function perl(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}

function textOf({ records, eol, final, spacing }: File): string {
  const written = records.map(
    ([list, above]) => `${above}{ ${list.map(([name, text]) => `${name}${spacing}=>${spacing}${perl(text)}`).join(',\n  ')} },\n`,
  );
  return `# header\n[\n${written.join('')}]`.replaceAll('\n', eol) + (final ? eol : '');
}

test('a record file is printed back from its fields, whose values are what was written', () => {
  fc.assert(
    fc.property(file, (one) => {
      const text = textOf(one);
      const read = parseRecords('x.dat', text);
      if (!read.ok) throw new Error(read.problem.message);
      expect(read.value.records.map((record) => record.fields.map((field) => [field.name, field.value]))).toEqual(
        one.records.map(([list]) => list.map(([name, written]) => [name, written])),
      );
      const parts = one.records.flatMap(([list], index) =>
        list.map(([name, written], at) => {
          const field = read.value.records[index]?.fields[at];
          return { start: field?.start ?? -1, end: field?.end ?? -1, text: `${name}${one.spacing}=>${one.spacing}${perl(written)}` };
        }),
      );
      expect(printBack(text, parts)).toBe(text);
      expect([text[read.value.open], text[read.value.close]]).toEqual(['[', ']']);
    }),
  );
});

test('a changed value changes nothing else', () => {
  fc.assert(
    fc.property(file, fc.nat(), value, (one, pick, written) => {
      const text = textOf(one);
      const read = parseRecords('x.dat', text);
      const all = read.ok ? read.value.records.flatMap((record) => record.fields) : [];
      const field = all[pick % Math.max(all.length, 1)];
      if (!field) return;
      const after = applyEdits(text, [{ start: field.valueStart, end: field.end, text: perl(written) }]);
      const again = parseRecords('x.dat', after);
      const values = again.ok ? again.value.records.flatMap((record) => record.fields.map((each) => each.value)) : [];
      expect(values).toEqual(all.map((each) => (each === field ? written : each.value)));
    }),
  );
});

test('a printed record is read back', () => {
  fc.assert(
    fc.property(fields, (list) => {
      const columns = list.map(([name]) => name);
      const read = parseRecords('x.dat', `[\n${recordText(Object.fromEntries(list), columns)}\n]\n`);
      expect(read.ok && Object.fromEntries((read.value.records[0]?.fields ?? []).map((field) => [field.name, field.value]))).toEqual(
        Object.fromEntries(list),
      );
    }),
  );
});
