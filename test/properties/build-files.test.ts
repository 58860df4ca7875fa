import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addObject, addSource } from '../../src/core/place/build-lists.ts';
import { readMake } from '../../src/core/syntax/make.ts';
import { readMeson } from '../../src/core/syntax/meson.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { printBack } from '../support/print-back.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 8 });
const eol = fc.constantFrom('\n', '\r\n');

/** What may stand between the assignments of a Makefile. */
const makeNoise = fc.constantFrom(
  '',
  '# OBJS = no.o',
  '\t$(CC) -o $@ X = y',
  'all: OBJS = no.o',
  'include $(top)/src/Makefile.global',
  'ifdef USE_PGXS\nOTHER = z\nendif',
);

const makefile = fc.record({
  above: fc.array(makeNoise, { maxLength: 4 }),
  objects: names,
  layout: fc.constantFrom('lines', 'one line', 'two a line'),
  comment: fc.boolean(),
  reference: fc.boolean(),
  below: fc.array(makeNoise, { maxLength: 4 }),
  eol,
  final: fc.boolean(),
});

type Makefile = typeof makefile extends fc.Arbitrary<infer T> ? T : never;

function makeText(file: Makefile): string {
  const words = [...(file.reference ? ['$(WIN32RES)'] : []), ...file.objects.map((object) => `${object}.o`)];
  const separator = { lines: ' \\\n\t', 'one line': ' ', 'two a line': ' ' }[file.layout];
  const folded = words.map((word, index) =>
    index === 0 ? word : `${file.layout === 'two a line' && index % 2 === 0 ? ' \\\n\t' : separator}${word}`,
  );
  const list = `OBJS =${file.layout === 'lines' ? ' \\\n\t' : ' '}${folded.join('')}${file.comment ? ' # end' : ''}`;
  return [...file.above, list, ...file.below].join('\n').replaceAll('\n', file.eol) + (file.final ? file.eol : '');
}

test('a Makefile is printed back from its words', () => {
  fc.assert(
    fc.property(makefile, (file) => {
      const text = makeText(file);
      const variables = readMake(text);
      const objects = variables.find((variable) => variable.name === 'OBJS');
      expect(objects?.words.map((word) => word.text).filter((word) => word.endsWith('.o'))).toEqual(
        file.objects.map((object) => `${object}.o`),
      );
      expect(
        printBack(
          text,
          variables.flatMap((variable) => variable.words),
        ),
      ).toBe(text);
    }),
  );
});

test('an object added to a Makefile is one word more and nothing else', () => {
  fc.assert(
    fc.property(makefile, name, (file, added) => {
      const text = makeText(file);
      const edit = addObject(text, `${added}.o`);
      if (file.objects.includes(added)) {
        expect(edit).toBeUndefined();
        return;
      }
      const insertion = { start: edit?.at ?? -1, end: edit?.at ?? -1, text: (edit?.text ?? '').replaceAll('\n', file.eol) };
      const wordsOf = (makefileText: string) =>
        readMake(makefileText).map((variable) => [variable.name, ...variable.words.map((word) => word.text)]);
      const before = wordsOf(text);
      const after = wordsOf(applyEdits(text, [insertion]));
      expect(after.map((words) => words.filter((word) => word !== `${added}.o`))).toEqual(before);
      expect(after.flat().filter((word) => word === `${added}.o`)).toHaveLength(1);
      const objects = after.find(([variable]) => variable === 'OBJS')?.filter((word) => word.endsWith('.o')) ?? [];
      const isSorted = (words: readonly string[]) => String(words) === String([...words].sort());
      expect(isSorted(objects)).toBe(isSorted(file.objects.map((object) => `${object}.o`)));
    }),
  );
});

const mesonFile = fc.record({
  above: fc.array(fc.constantFrom('', "# files('no.c')", "x = args['k']", "if a\n  y += files('no.c')\nendif"), { maxLength: 4 }),
  sources: names,
  layout: fc.constantFrom('lines', 'lines without a last comma', 'one line'),
  comments: fc.boolean(),
  eol,
  final: fc.boolean(),
});

type MesonText = typeof mesonFile extends fc.Arbitrary<infer T> ? T : never;

function mesonText(file: MesonText): string {
  const quoted = file.sources.map((source) => `'${source}.c'`);
  const lines = quoted.map((source, index) => {
    const comma = file.layout === 'lines' || index < quoted.length - 1 ? ',' : '';
    return `  ${source}${comma}${file.comments ? ' # why' : ''}\n`;
  });
  const list = file.layout === 'one line' ? quoted.join(', ') : `\n${lines.join('')}`;
  return (
    [...file.above, `backend_sources += files(${list})`, "subdir('po')"].join('\n').replaceAll('\n', file.eol) +
    (file.final ? file.eol : '')
  );
}

test('a meson.build is printed back from its strings', () => {
  fc.assert(
    fc.property(mesonFile, (file) => {
      const text = mesonText(file);
      const { lists, subdirs } = readMeson(text);
      expect(lists.find((list) => list.variable === 'backend_sources')?.elements.map((element) => element.value)).toEqual(
        file.sources.map((source) => `${source}.c`),
      );
      expect(subdirs.map((subdir) => subdir.name)).toEqual(['po']);
      const strings = lists.flatMap((list) => list.elements.map(({ start, end, value }) => ({ start, end, text: `'${value}'` })));
      expect(printBack(text, strings)).toBe(text);
    }),
  );
});

test('a source added to a meson.build is one string more and nothing else', () => {
  fc.assert(
    fc.property(mesonFile, name, (file, added) => {
      const text = mesonText(file);
      const edit = addSource(text, `${added}.c`);
      if (file.sources.includes(added)) {
        expect(edit).toBeUndefined();
        return;
      }
      const insertion = { start: edit?.at ?? -1, end: edit?.at ?? -1, text: (edit?.text ?? '').replaceAll('\n', file.eol) };
      const values = (of: string) => readMeson(of).lists.map((list) => list.elements.map((element) => element.value));
      const after = values(applyEdits(text, [insertion]));
      expect(after.map((list) => list.filter((value) => value !== `${added}.c`))).toEqual(values(text));
      expect(after.flat().filter((value) => value === `${added}.c`)).toHaveLength(1);
    }),
  );
});
