import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConf } from '../../../src/core/syntax/conf.ts';

const SAMPLE = `# comment of the file
#------------------------------------------------------------------------------
# RESOURCE USAGE (except WAL)
#------------------------------------------------------------------------------

# - Memory -

#cache_size = 64kB			# min 16kB
					# (change requires restart)
cache_mode = 'it''s'		# on
# Caution: this belongs to nothing.
#cache_level=3
`;

describe('a configuration sample', () => {
  test('has parameters with their values, in their sections', () => {
    const { parameters, sections } = parseConf(SAMPLE);
    expect(parameters.map(({ name, value }) => [name, value])).toEqual([
      ['cache_size', '64kB'],
      ['cache_mode', "'it''s'"],
      ['cache_level', '3'],
    ]);
    expect(parameters.map(({ section }) => sections[section]?.subsection)).toEqual(['Memory', 'Memory', 'Memory']);
    expect(sections.at(-1)).toMatchObject({ section: 'RESOURCE USAGE (except WAL)', subsection: 'Memory' });
  });

  test('has comment lines that continue a parameter', () => {
    const [first] = parseConf(SAMPLE).parameters;
    expect(SAMPLE.slice(first?.start, first?.end)).toBe('#cache_size = 64kB\t\t\t# min 16kB\n\t\t\t\t\t# (change requires restart)\n');
  });

  test('may end without a line end and have CRLF', () => {
    const { parameters } = parseConf(SAMPLE.trimEnd().replaceAll('\n', '\r\n'));
    expect(parameters.map(({ name }) => name)).toEqual(['cache_size', 'cache_mode', 'cache_level']);
    expect(parameters.at(-1)?.end).toBe(SAMPLE.trimEnd().replaceAll('\n', '\r\n').length);
  });
});

test('what is read lies in order in the text, each parameter on lines of its own', () => {
  const line = fc.constantFrom('#a = 1', "b = 'x'", '\t\t# more', '# text', '', '# - Sub -', '#-----------', '# TOP', '#c_d=on # x');
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, eol, ended) => {
      const text = lines.join(eol) + (ended ? eol : '');
      const { parameters, sections } = parseConf(text);
      let at = 0;
      for (const parameter of parameters) {
        expect(parameter.start).toBeGreaterThanOrEqual(at);
        expect(parameter.start === 0 || text[parameter.start - 1] === '\n').toBe(true);
        expect(text.slice(parameter.start).replace(/^#/, '').startsWith(parameter.name)).toBe(true);
        expect(text.slice(parameter.start, parameter.end)).toContain(parameter.value);
        expect(sections[parameter.section]?.start).toBeLessThanOrEqual(parameter.start);
        at = parameter.end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
      const count = lines.filter((one) => /^#?\w+ ?= ?\S/.test(one)).length;
      expect(parameters).toHaveLength(count);
    }),
  );
});
