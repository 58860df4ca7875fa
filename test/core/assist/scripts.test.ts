import { describe, expect, it } from 'vitest';
import { completionsAt, definitionAt, findingsIn, foldingsOf, hoverAt, referencesAt } from '../../../src/core/api.ts';
import { memoryContext } from '../../support/context.ts';
import { eachLens } from '../../support/lenses.ts';

const CODES = 'src/backend/utils/errcodes.txt';
const SPEC = 'src/test/isolation/specs/both.spec';
const SQL = 'src/test/regress/sql/trap_2.sql';
const SCHEDULE = 'src/test/regress/parallel_schedule';

const context = memoryContext({
  [CODES]:
    'Section: Class 22 - Data Exception\n22012    E    ERRCODE_DIVISION_BY_ZERO    division_by_zero\n22023    E    ERRCODE_INVALID_PARAMETER_VALUE    invalid_parameter_value\n',
  'src/backend/utils/adt/divide.c': 'void\ndivide(void)\n{\n\tereport(ERROR, errcode(ERRCODE_DIVISION_BY_ZERO));\n}\n',
  [SPEC]:
    '# Two sessions.\n# first\n# second\nsession s1\nstep one { SELECT 1; }\nstep "two" { SELECT 2; }\nsession s2\nstep other { SELECT 3; }\npermutation one other\n  two # one\npermutation "two"\n',
  'src/test/isolation/isolation_schedule': '# one\n# two\n# three\ntest: both\n',
  'src/test/isolation/expected/both.out': '',
  [SQL]: "begin\nexception when division_by_zero then\n  raise notice 'division_by_zero(';\nwhen sqlstate '22023' then null;\nend\n",
  'src/test/regress/expected/trap_2.out': '',
  'src/test/regress/expected/trap_2_1.out': '',
  [SCHEDULE]: 'test: boolean trap_2\ntest: trap\n',
  'src/test/regress/serial_schedule': 'test: trap_2\n',
});
const textOf = (file: string) => context.tree.read(file)?.text ?? '';
/** The place right behind the first character of the n-th match. */
const at = (file: string, word: string, nth = 0) => {
  const found = [...textOf(file).matchAll(new RegExp(`\\b${word}\\b`, 'g'))][nth];
  expect(found, `${word} in ${file}`).toBeDefined();
  return (found?.index ?? 0) + 1;
};
const lines = (file: string, offsets: readonly { readonly path: string; readonly offset: number }[]) =>
  offsets.map(({ path, offset }) => `${path === file ? '' : path}:${textOf(path).slice(0, offset).split('\n').length}`);

describe('scripts', () => {
  it('lead from conditions and SQLSTATEs that they handle to the list, and back', () => {
    expect(lines(CODES, definitionAt(context, SQL, at(SQL, 'division_by_zero'))?.places ?? [])).toEqual([':2']);
    expect(lines(CODES, definitionAt(context, SQL, at(SQL, '22023'))?.places ?? [])).toEqual([':3']);
    expect(hoverAt(context, SQL, at(SQL, 'division_by_zero'))?.markdown).toContain('SQLSTATE 22012');
    expect(definitionAt(context, SQL, at(SQL, 'division_by_zero', 1))).toBeUndefined();
    expect(lines(CODES, referencesAt(context, CODES, at(CODES, '22012')))).toEqual([':2', 'src/backend/utils/adt/divide.c:4', `${SQL}:2`]);
    expect(lines(CODES, referencesAt(context, CODES, at(CODES, '22023')))).toEqual([':3', `${SQL}:4`]);
  });

  it('lead from tests to the schedules that run them and to what they must print, and from a schedule to both', () => {
    const titles = (file: string) =>
      eachLens(context, file, new Set(['test'])).map(
        ({ title, target }) => `${title} ${target?.kind === 'places' ? lines('', target.places).join(' ') : ''}`,
      );
    const schedules = [`parallel_schedule ${SCHEDULE}:1`, 'serial_schedule src/test/regress/serial_schedule:1'];
    const expected = 'src/test/regress/expected/trap_2';
    expect(titles(SQL)).toEqual([...schedules, `expected ${expected}.out:1 ${expected}_1.out:1`]);
    expect(titles(`${expected}_1.out`)).toEqual([...schedules, `script ${SQL}:1`, `expected ${expected}.out:1`]);
    expect(eachLens(context, SQL, new Set(['guc']))).toEqual([]);
    expect(lines('', referencesAt(context, SCHEDULE, at(SCHEDULE, 'trap_2')))).toEqual([
      `${SQL}:1`,
      `${expected}.out:1`,
      `${expected}_1.out:1`,
      `${SCHEDULE}:1`,
      'src/test/regress/serial_schedule:1',
    ]);
  });
});

describe('isolation tests', () => {
  it('explain steps, lead to them, find and complete them in permutations', () => {
    const use = at(SPEC, 'two', 1);
    expect(lines(SPEC, definitionAt(context, SPEC, use)?.places ?? [])).toEqual([':6']);
    expect(hoverAt(context, SPEC, use)?.markdown).toContain('SELECT 2;');
    expect(lines(SPEC, referencesAt(context, SPEC, at(SPEC, 'two')))).toEqual([':6', ':10', ':11']);
    expect(lines(SPEC, referencesAt(context, SPEC, at(SPEC, 'one')))).toEqual([':5', ':9']);
    expect(completionsAt(context, SPEC, at(SPEC, 'other', 1)).map((one) => one.label)).toEqual(['one', 'two', 'other']);
    expect(completionsAt(context, SPEC, at(SPEC, 'SELECT'))).toEqual([]);
  });

  it('fold their comments, as schedules do', () => {
    expect(foldingsOf(SPEC, textOf(SPEC)).map(({ kind }) => kind)).toContain('comment');
    const schedule = 'src/test/isolation/isolation_schedule';
    for (const text of [textOf(schedule), textOf(schedule).replaceAll('\n', '\r\n')])
      expect(foldingsOf(schedule, text).map(({ kind }) => kind)).toEqual(['comment']);
  });
});

describe('lists', () => {
  it('report a name that is there twice at both places', () => {
    const text = `${textOf(CODES)}22099    E    ERRCODE_DIVISION_BY_ZERO    other\n`;
    const found = findingsIn(memoryContext({ [CODES]: text }), CODES);
    expect(found.map(({ code, related }) => [code, related?.length])).toEqual([
      ['list/duplicate', 1],
      ['list/duplicate', 1],
    ]);
  });

  it('explain the headings of their classes, which lead to the manual and to their lines', () => {
    const manual = 'doc/src/sgml/errcodes.sgml';
    const table = '<para/>\n<table id="errcodes-table">\n <title><productname>PostgreSQL</productname> Error Codes</title>\n';
    const commented = textOf(CODES).replace('Exception\n', 'Exception\n\n# values that do not fit\n');
    const own = memoryContext({ [CODES]: `${commented}\nSection: Class XX - Internal Error\n`, [manual]: table });
    expect(hoverAt(own, CODES, 3)?.markdown).toBe(
      'Class **22** of SQLSTATEs: **Data Exception**, 2 conditions\n\nvalues that do not fit\n\n' +
        `In the manual: table \u201cPostgreSQL Error Codes\u201d, \`${manual}\`.`,
    );
    expect(definitionAt(own, CODES, 3)?.places).toEqual([{ path: manual, offset: table.indexOf('<table') }]);
    expect(referencesAt(own, CODES, 3)).toHaveLength(2);
    expect(hoverAt(own, CODES, commented.length + 3)?.markdown).toContain('**Internal Error**, 0 conditions');
    expect(definitionAt(context, CODES, 3)?.places).toEqual([{ path: CODES, offset: 0 }]);
  });
});
