import { describe, expect, test } from 'vitest';
import { editedTexts, findingsIn } from '../../../../src/core/api.ts';
import { guc } from '../../../../src/core/features/guc/feature.ts';
import { createMemo } from '../../../../src/core/tree/memo.ts';
import { overlayTree } from '../../../../src/core/tree/memory-tree.ts';
import { paths } from '../../../../src/core/tree/shape.ts';
import { memoryContext } from '../../../support/context.ts';
import { recordTree, rowTree } from '../../../support/guc-trees.ts';
import { eachLens } from '../../../support/lenses.ts';

const limit = {
  name: 'cache_limit',
  type: 'int',
  default: 128,
  min: 0,
  max: 'MAX_CACHE_SIZE',
  unit: 'kB',
  context: 'postmaster',
  group: 'RESOURCES_MEM',
  shortDesc: 'Sets the limit of the cache.',
  file: 'src/backend/cache/lru.c',
  header: 'src/include/cache/lru.h',
};

function register(files: Readonly<Record<string, string>>, request: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const context = memoryContext(files);
  const edit = guc.register(context, request);
  if (!edit.ok) throw new Error(`${edit.problem.code}: ${edit.problem.message}`);
  return editedTexts(context.tree, edit.value);
}

function refusal(files: Readonly<Record<string, string>>, request: Readonly<Record<string, unknown>>) {
  const edit = guc.register(memoryContext(files), request);
  return edit.ok ? undefined : edit.problem;
}

describe('a parameter in C tables', () => {
  const texts = register(rowTree, limit);

  test('gets a row beside its relative, outside of any #if', () => {
    expect(texts.get('src/backend/utils/misc/guc_tables.c')).toContain(`		64, 16, MAX_CACHE_SIZE,
		NULL, NULL, NULL
	},
	{
		{"cache_limit", PGC_POSTMASTER, RESOURCES_MEM,
			gettext_noop("Sets the limit of the cache."),
			NULL,
			GUC_UNIT_KB
		},
		&cache_limit,
		128, 0, MAX_CACHE_SIZE,
		NULL, NULL, NULL
	},
#ifdef TRACE_CACHE
`);
  });

  test('that users are told of already is told of once', () => {
    const [sample, manual] = ['src/backend/utils/misc/postgresql.conf.sample', 'doc/src/sgml/config.sgml'];
    const told = {
      ...rowTree,
      [sample]: `${rowTree[sample]}#cache_limit = 64kB\n`,
      [manual]: `${rowTree[manual]}<term><varname>cache_limit</varname></term>\n`,
    };
    const context = memoryContext(told);
    const edit = guc.register(context, limit);
    expect(edit.ok && edit.value.notes.filter((note) => note.includes('already'))).toEqual([
      `${sample} lists cache_limit already; its line is left as it is.`,
      `${manual} describes cache_limit already; its entry is left as it is.`,
    ]);
    const changed = edit.ok ? [...editedTexts(context.tree, edit.value).keys()] : [];
    expect([changed.includes(sample), changed.includes(manual), changed.length]).toEqual([false, false, 3]);
  });

  test('has a variable equal to the boot value and a declaration', () => {
    expect(texts.get('src/backend/cache/lru.c')).toContain('\nint\t\t\tcache_limit = 128;\n');
    expect(texts.get('src/backend/cache/lru.c')).toContain('#include "cache/lru.h"\n');
    expect(texts.get('src/include/cache/lru.h')).toContain('\nextern PGDLLIMPORT int cache_limit;\n');
    expect(texts.get('src/backend/utils/misc/guc_tables.c')).toContain('#include "access/xlog.h"\n#include "cache/lru.h"\n');
  });

  test('has a line in its section of the sample, in the TAB style of the tree', () => {
    expect(texts.get('src/backend/utils/misc/postgresql.conf.sample')).toContain(
      '#cache_size = 64kB\t\t\t# min 16kB\n\t\t\t\t\t# (change requires restart)\n#cache_limit = 128kB\t\t\t# (change requires restart)\n',
    );
  });

  test('is documented after its relative', () => {
    const manual = texts.get('doc/src/sgml/config.sgml') ?? '';
    expect(manual.indexOf('id="guc-cache-limit" xreflabel="cache_limit"')).toBeGreaterThan(manual.indexOf('guc-cache-size'));
    expect(manual.indexOf('guc-cache-limit')).toBeLessThan(manual.indexOf('runtime-config-logging'));
    expect(manual).toContain('This parameter can only be set at server start.');
  });

  test('keeps CRLF line ends', () => {
    const crlf = Object.fromEntries(Object.entries(rowTree).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
    for (const [path, text] of register(crlf, limit)) expect([path, text.replaceAll('\r\n', '').includes('\n')]).toEqual([path, false]);
  });
});

describe('a parameter in records', () => {
  const texts = register(recordTree, { ...limit, name: 'kms_limit', variable: 'kms_limit', checkHook: true });

  test('stands in alphabetical order, before the comments of the next one', () => {
    expect(texts.get('src/backend/utils/misc/guc_parameters.dat')).toContain(`
{ name => 'kms_limit', type => 'int', context => 'PGC_POSTMASTER', group => 'RESOURCES_MEM',
  short_desc => 'Sets the limit of the cache.',
  flags => 'GUC_UNIT_KB',
  variable => 'kms_limit',
  boot_val => '128',
  min => '0',
  max => 'MAX_CACHE_SIZE',
  check_hook => 'check_kms_limit',
},

# a comment that belongs to the record below
`);
  });

  test('has its hook declared in order of parameter names', () => {
    const header = texts.get('src/include/utils/guc_hooks.h') ?? '';
    expect(header.indexOf('check_kms_limit')).toBeGreaterThan(header.indexOf('check_bonjour'));
    expect(header.indexOf('check_kms_limit')).toBeLessThan(header.indexOf('assign_xlog_sync'));
    expect(texts.get('src/backend/cache/lru.c')).toMatch(/\nbool\ncheck_kms_limit\(int \*newval, void \*\*extra, GucSource source\)\n\{/);
  });

  test('has a sample line without TABs', () => {
    expect(texts.get('src/backend/utils/misc/postgresql.conf.sample')).not.toContain('\t');
  });
});

describe('a new file', () => {
  const texts = register(rowTree, { ...limit, file: 'src/backend/cache/kms.c', header: 'src/include/cache/kms.h' });

  test('begins with the file header comment, in the year of the tree', () => {
    expect(texts.get('src/backend/cache/kms.c')).toMatch(
      /^\/\*-+\n \*\n \* kms\.c\n[\s\S]*1996-2026[\s\S]*src\/backend\/cache\/kms\.c[\s\S]*#include "postgres\.h"\n/,
    );
    expect(texts.get('src/include/cache/kms.h')).toMatch(/#ifndef KMS_H\n#define KMS_H\n[\s\S]*\n#endif\t+\/\* KMS_H \*\/\n$/);
  });

  test('is listed in the Makefile, in order', () => {
    expect(texts.get('src/backend/cache/Makefile')).toContain('\tarc.o \\\n\tkms.o \\\n\tlru.o\n');
  });
});

test('an enum with new options gets its array and its C enum', () => {
  const texts = register(rowTree, {
    ...limit,
    name: 'kms_mode',
    type: 'enum',
    default: 'remote',
    min: undefined,
    max: undefined,
    unit: undefined,
    options: ['local', 'remote'],
  });
  expect(texts.get('src/backend/utils/misc/guc_tables.c')).toContain(
    'static const struct config_enum_entry kms_mode_options[] = {\n\t{"local", KMS_MODE_LOCAL, false},\n',
  );
  expect(texts.get('src/include/cache/lru.h')).toMatch(/typedef enum KmsMode\n\{\n\tKMS_MODE_LOCAL,\n\tKMS_MODE_REMOTE/);
});

test('what is listed has the fields of the form and the conditions of the row', () => {
  const entries = guc.list(memoryContext(rowTree));
  expect(entries.ok && entries.value.map((entry) => entry.name)).toEqual(['log_things', 'cache_size', 'trace_cache']);
  expect(entries.ok && entries.value[1]?.fields).toMatchObject({
    type: 'int',
    default: '64',
    min: '16',
    max: 'MAX_CACHE_SIZE',
    unit: 'GUC_UNIT_KB',
    group: 'RESOURCES_MEM',
  });
  expect(entries.ok && entries.value[2]?.fields['conditions']).toEqual(['#ifdef TRACE_CACHE']);
});

/** A change that makes an enum of the options. */
function enumOf(options: readonly unknown[]) {
  return { type: 'enum', unit: undefined, default: undefined, min: undefined, max: undefined, options };
}

/** The tree with names of which some are constants. */
const withConstants: Readonly<Record<string, string>> = {
  ...rowTree,
  'src/include/cache/other.h': `#define OTHER_LIMIT 64
#define OTHER_SIZE (other_size * 2)
#define OTHER_NAME "other"

enum Other
{
	OTHER_FIRST,
	OTHER_LAST = 1000
};

extern int other_size;
`,
  'src/backend/cache/hidden.c': '#define HIDDEN_SIZE 64\n',
};

describe('refusals', () => {
  test.each([
    ['a name that is taken', { name: 'CACHE_SIZE' }],
    ['a bad name', { name: 'cache.limit' }],
    ['a group that the tree has not', { group: 'RESOURCES_DISK' }],
    ['a context that the tree has not', { context: 'sometimes' }],
    ['a flag that the tree has not', { flags: ['GUC_MAGIC'] }],
    ['a unit that the tree has not', { unit: 'furlongs' }],
    ['a default above the maximum, through a macro', { default: 2000000 }],
    ['a default below the minimum', { default: -1 }],
    ['a bad C identifier', { variable: '1st' }],
    ['a keyword as variable', { variable: 'bool' }],
    ['a macro of the system as name', { name: 'errno' }],
    ['a function of the system as variable', { variable: 'select' }],
    ['a macro of the tree as variable', { variable: 'MAX_CACHE_SIZE' }],
    ['a keyword as hook', { checkHook: 'int' }],
    ['a macro of the tree as hook', { assignHook: 'MAX_CACHE_SIZE' }],
    ['a function of the system as hook', { showHook: 'select' }],
    ['a file outside the tree', { file: '../evil.c' }],
    ['a file in no directory', { file: 'src/backend/none/x.c' }],
    [
      'an enum default that is no option',
      { type: 'enum', unit: undefined, min: undefined, max: undefined, options: ['a', 'b'], default: 'c' },
    ],
  ])('%s', (_, change) => {
    const problem = refusal(rowTree, { ...limit, ...change });
    expect(problem?.code).toMatch(/^\w+\/[\w-]+$/);
    expect(problem?.message.length).toBeGreaterThan(20);
  });

  test.each([
    ['a variable as default', { default: 'other_size' }, 'guc/not-constant', 'src/include/cache/other.h'],
    ['a variable as bound', { max: 'other_size' }, 'guc/not-constant', 'src/include/cache/other.h'],
    ['a macro that stands for a variable', { default: 'OTHER_SIZE' }, 'guc/not-constant', 'src/include/cache/other.h'],
    ['a macro that is a string', { default: 'OTHER_NAME' }, 'guc/not-constant', 'src/include/cache/other.h'],
    ['a macro that a C file has for itself', { max: 'HIDDEN_SIZE' }, 'guc/not-constant', undefined],
    ['a macro that the tree has not', { default: 'NO_SUCH_MACRO' }, 'guc/not-constant', undefined],
    ['a word', { default: 'abc' }, 'guc/not-constant', undefined],
    ['a keyword', { default: 'int' }, 'guc/not-constant', undefined],
    ['two names in a row', { default: 'MAX_CACHE_SIZE MAX_CACHE_SIZE' }, 'guc/not-constant', undefined],
    ['a limit whose header is not included', { file: 'src/backend/cache/new.c', default: 'CHAR_BIT' }, 'guc/not-constant', undefined],
    ['a number with a unit', { default: '64MB' }, 'guc/bad-value', undefined],
    ['an octal number with a 9', { default: '089' }, 'guc/bad-value', undefined],
    ['a division by zero', { default: '1 / 0' }, 'guc/bad-value', undefined],
    ['a number beyond all doubles', { type: 'real', default: '1e400' }, 'guc/bad-value', undefined],
    ['a keyword as constant of an option', enumOf([{ name: 'a', value: 'int' }]), 'guc/bad-option', undefined],
    ['a variable as constant of an option', enumOf([{ name: 'a', value: 'other_size' }]), 'guc/bad-option', 'src/include/cache/other.h'],
  ])('%s, which cannot start a variable', (_, change, code, path) => {
    const problem = refusal(withConstants, { ...limit, ...change });
    expect([problem?.code, problem?.where?.path]).toEqual([code, path]);
    expect(problem?.hint).toBeTruthy();
  });

  test('but not a constant that another header has, which is included', () => {
    const texts = register(withConstants, { ...limit, default: '(int) OTHER_LIMIT', max: 'OTHER_LAST' });
    for (const path of ['src/backend/cache/lru.c', 'src/backend/utils/misc/guc_tables.c'])
      expect(texts.get(path)).toContain('#include "cache/other.h"\n');
  });

  test('a number with a unit, with what it is in the unit of the parameter', () => {
    expect(refusal(rowTree, { ...limit, default: '64MB' })?.hint).toContain('65536');
    expect(refusal(rowTree, { ...limit, default: '64MB', unit: undefined })?.hint).toContain('MB');
    expect(refusal(rowTree, { ...limit, default: '5min' })?.hint).toContain('GUC_UNIT_KB');
  });

  test('a parameter without a flag that all of its context have, with one of them', () => {
    const row = (name: string) => `	{
		{"${name}", PGC_INTERNAL, RESOURCES_MEM,
			gettext_noop("Shows it."),
			NULL,
			GUC_NOT_IN_SAMPLE
		},
		&${name},
		false,
		NULL, NULL, NULL
	},
`;
    const path = 'src/backend/utils/misc/guc_tables.c';
    const shown = ['one', 'two', 'three', 'four', 'five'].map((number) => row(`shows_${number}`)).join('\n');
    const table = (rowTree[path] ?? '').replace(/(ConfigureNamesBool\[\] =\n\{\n)/, `$1${shown}\n`);
    const problem = refusal({ ...rowTree, [path]: table }, { ...limit, context: 'internal' });
    expect([problem?.code, problem?.where?.path, problem?.field]).toEqual(['guc/flag-missing', path, 'flags']);
    const texts = register({ ...rowTree, [path]: table }, { ...limit, context: 'internal', flags: ['GUC_NOT_IN_SAMPLE'] });
    expect(texts.get('doc/src/sgml/config.sgml')).toContain('read-only');
    expect(texts.has('src/backend/utils/misc/postgresql.conf.sample')).toBe(false);
  });

  test('a variable that a header declares with another type, with the place', () => {
    const declared = { ...rowTree, 'src/include/cache/other.h': 'extern bool cache_limit;\n' };
    const problem = refusal(declared, limit);
    expect([problem?.code, problem?.where]).toEqual(['guc/variable-type', { path: 'src/include/cache/other.h', offset: 12 }]);
    expect(refusal({ ...declared, 'src/include/cache/other.h': 'extern int cache_limit;\n' }, limit)).toBeUndefined();
  });

  test('a variable that a file which sees the header has for itself', () => {
    const hidden = { 'src/backend/cache/other.c': '#include "postgres.h"\n\n#include "cache/lru.h"\n\nstatic int cache_limit = 0;\n' };
    expect(refusal({ ...rowTree, ...hidden }, limit)?.where?.path).toBe('src/backend/cache/other.c');
  });

  test('the same registration twice, with the place of the first', () => {
    const twice = refusal({ ...rowTree, ...Object.fromEntries(register(rowTree, limit)) }, limit);
    expect(twice?.where?.path).toBe('src/backend/utils/misc/guc_tables.c');
  });

  test('a tree without tables', () => {
    expect(refusal({ 'src/backend/x.c': '' }, limit)?.code).toMatch(/^guc\//);
  });
});

describe('lenses of rows', () => {
  const path = 'src/backend/utils/misc/guc_tables.c';
  const context = { ...memoryContext(rowTree), memo: createMemo() };
  const types = (text: string) => {
    const tree = overlayTree(context.tree, new Map([[path, text]]));
    const titles = eachLens({ ...context, tree }, path, new Set(['guc'])).map((lens) => lens.title);
    // On the variable and on the row.
    return titles.flatMap((title) => /^(\w+) \u00b7 64 .*\u00b7 PGC_POSTMASTER$/.exec(title)?.[1] ?? []);
  };

  test('tell the type of the table that a row was moved to as it stands', () => {
    const before = rowTree[path] ?? '';
    const [int, real] = ['ConfigureNamesInt[]', 'ConfigureNamesReal[]'];
    const after = before.replace(int, '@').replace(real, int).replace('@', real);
    expect([types(before), types(after), types(before)]).toEqual([
      ['int', 'int'],
      ['real', 'real'],
      ['int', 'int'],
    ]);
  });
});

describe('a table in which somebody is typing', () => {
  const [rows, records] = ['src/backend/utils/misc/guc_tables.c', 'src/backend/utils/misc/guc_parameters.dat'];
  const kinds = new Set(['guc']);
  const typed = (files: Readonly<Record<string, string>>, path: string, from: string, to: string) => {
    const text = (files[path] ?? '').replace(from, to);
    expect(text).not.toBe(files[path]);
    return { text, context: memoryContext({ ...files, [path]: text }) };
  };

  test.each([
    ['a brace too much', '{"log_things"', '{{"log_things"', 'guc/unfinished'],
    ['a brace that is missing', '	},\n#ifdef', '#ifdef', 'guc/unfinished'],
    ['a comment without an end', '"log_things",', '"log_things", /*', 'guc/unfinished'],
    ['a list without a beginning', 'ConfigureNamesReal[] =\n{', 'ConfigureNamesReal[] =', 'guc/unfinished'],
    ['a list without an end', '};\n\nstruct config_int', '\nstruct config_int', 'guc/unfinished'],
    ['no end marker', '{NULL, 0, 0, NULL, NULL}, NULL, false', '{"x", 0, 0, NULL, NULL}, NULL, false', 'guc/no-table'],
    ['no declaration', 'ConfigureNamesReal[]', 'ConfigureNamesReal', 'guc/no-table'],
    ['two declarations', 'struct config_real', 'struct config_int ConfigureNamesInt[] = {};\n\nstruct config_real', 'guc/two-tables'],
  ])('keeps what it has beside %s, says where that is, and takes no registration', (_, from, to, code) => {
    const { text, context } = typed(rowTree, rows, from, to);
    const titles = eachLens(context, rows, kinds).map((lens) => lens.title);
    expect(titles.filter((title) => title === 'uses').length).toBeGreaterThan(1);
    const found = findingsIn(context, rows).filter((finding) => /guc\/(?:unfinished|no-table|two-tables)/.test(finding.code));
    expect(found[0]?.code).toBe(code);
    expect(found.length).toBeLessThan(3);
    expect(found.every(({ where }) => where.offset < text.length)).toBe(true);
    expect(refusal({ ...rowTree, [rows]: text }, limit)?.code).toBe(code);
    expect(findingsIn(context, paths.sample).map((finding) => finding.code)).not.toContain('guc/unknown-in-sample');
  });

  test.each([
    ["name => 'cache_size',", "name => 'cache_size'"],
    ["name => 'cache_size'", "name => 'cache_size"],
    ["{ name => 'cache_size'", "name => 'cache_size'"],
  ])('of records keeps the others: %j becomes %j', (from, to) => {
    const { text, context } = typed(recordTree, records, from, to);
    expect(eachLens(context, records, kinds).length).toBeGreaterThan(0);
    const found = findingsIn(context, records).filter((finding) => finding.code === 'records/syntax');
    expect(found.map(({ where }) => where.offset)).toEqual([text.search(/(?:\{ )?name => 'cache_size/)]);
    expect(refusal({ ...recordTree, [records]: text }, limit)?.code).toBe('records/syntax');
  });
});
