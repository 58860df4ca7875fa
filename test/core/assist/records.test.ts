import { describe, expect, it } from 'vitest';
import { completionsAt, definitionAt, findingsIn, hoverAt, outlineOf } from '../../../src/core/api.ts';
import { memoryContext } from '../../support/context.ts';
import { recordTree } from '../../support/guc-trees.ts';

const RECORDS = 'src/backend/utils/misc/guc_parameters.dat';
const AMOP = 'src/include/catalog/pg_amop.dat';

const context = memoryContext({
  ...recordTree,
  'src/include/utils/guc_tables.h': `${recordTree['src/include/utils/guc_tables.h']}
struct config_enum
{
	int		   *variable;
	const struct config_enum_entry *options;
	GucEnumCheckHook check_hook;
};

struct config_generic
{
	const char *name;			/* name of variable */
	const char *short_desc;		/* short desc. of this variable's purpose */
	enum config_type vartype;	/* type of variable */
};
`,
  'src/include/utils/guc.h': `${recordTree['src/include/utils/guc.h']}
typedef bool (*GucEnumCheckHook) (int *newval, void **extra,
								  GucSource source);
`,
  'src/include/cache/lru.h':
    'typedef enum\n{\n\tLEVEL_LOW,\n\tLEVEL_HIGH,\t\t\t\t\t/* keeps everything */\n} Level;\n\n/* #define LEVELS */\n',
  'src/backend/cache/lru.c': `int			cache_level = LEVEL_LOW;

/* There must be room. */
bool
check_level(int *newval, void **extra, GucSource source)
{
	return true;
}
`,
  [RECORDS]: (recordTree[RECORDS] ?? '').replace(
    '\n# a comment',
    `
{ name => 'cache_level', type => 'enum', context => 'PGC_SIGHUP', group => 'RESOURCES_MEM',
  short_desc => 'Sets the level.',
  variable => 'cache_level',
  boot_val => 'LEVEL_HIGH',
  options => 'level_options',
  check_hook => 'check_level',
  ifdef => 'LEVELS',
},

# a comment`,
  ),
  'src/include/catalog/pg_amop.h': `CATALOG(pg_amop,2602,AccessMethodOperatorRelationId)
{
	Oid			oid;			/* oid */
	int16		amopstrategy;	/* operator strategy number */

	/* is operator for 's'earch or 'o'rdering? */
	char		amoppurpose BKI_DEFAULT(s);
	Oid			amopopr BKI_LOOKUP(pg_operator);
}
`,
  [AMOP]:
    "[\n\n{ amopfamily => 'btree/cache_ops', amoplefttype => 'int4', amoprighttype => 'int4', amopstrategy => '1', amopopr => '<(int4,int4)' },\n\n]\n",
  'src/include/catalog/pg_operator.dat':
    "[\n\n{ oid => '97', descr => 'less than', oprname => '<', oprleft => 'int4', oprright => 'int4' },\n\n]\n",
});
const textOf = (file: string) => context.tree.read(file)?.text ?? '';
const hover = (file: string, text: string) => hoverAt(context, file, textOf(file).indexOf(text) + text.length)?.markdown;
const declared = (file: string, text: string) =>
  definitionAt(context, file, textOf(file).indexOf(text) + text.length)?.places.map(
    ({ path, offset }) => `${path}:${textOf(path).slice(0, offset).split('\n').length}`,
  );

describe('fields of records', () => {
  it('of parameters are explained by the struct that they fill, and hooks by what they are called with', () => {
    expect(hover(RECORDS, "'PGC_SIGHUP', group => 'RESOURCES_MEM',\n  short")).toContain('const char *short_desc;');
    expect(hover(RECORDS, 'check_h')).toContain('typedef bool (*GucEnumCheckHook) (int *newval, void **extra, GucSource source);');
    expect(declared(RECORDS, '{ na')).toEqual(['src/include/utils/guc_tables.h:18']);
    const [offered] = completionsAt(context, RECORDS, textOf(RECORDS).indexOf("  boot_val => '64'")).filter(
      (one) => one.label === 'check_hook',
    );
    expect(offered).toMatchObject({ insert: "check_hook => '" });
  });

  it('of catalogs have the comment beside them, or else above, and never that of their neighbour', () => {
    expect(hover(AMOP, 'amopstrat')).toContain('operator strategy number');
    expect(hover(AMOP, 'amopo')).toBe('```c\nOid amopopr BKI_LOOKUP(pg_operator);\n```');
  });
});

describe('values of the record of a parameter', () => {
  it('are explained by what C declares, and lead there', () => {
    expect(hover(RECORDS, "variable => 'cache_level")).toContain('int cache_level = LEVEL_LOW;');
    expect(hover(RECORDS, "check_hook => 'check_")).toBe(
      '```c\nbool\ncheck_level(int *newval, void **extra, GucSource source)\n```\n\nThere must be room.',
    );
    expect(hover(RECORDS, "options => 'level")).toContain('- `low` is `LEVEL_LOW`\n- `high` is `LEVEL_HIGH`');
    expect(hover(RECORDS, "boot_val => 'LEVEL_")).toBe('```c\nLEVEL_HIGH\n```\n\nkeeps everything\n\nSet by `high`.');
    expect(hover(RECORDS, "max => 'MAX_")).toContain('#define MAX_CACHE_SIZE (1024 * 1024)');
    expect(hover(RECORDS, "ifdef => 'LEV")).toContain('#define LEVELS');
    expect(declared(RECORDS, "check_hook => 'check_")).toEqual(['src/backend/cache/lru.c:5']);
    expect(declared(RECORDS, "boot_val => 'LEVEL_")).toEqual(['src/include/cache/lru.h:4']);
    expect(declared(RECORDS, "type => 'en")).toEqual(['src/include/utils/guc_tables.h:9']);
  });

  it('that name nothing are explained by their field', () => {
    expect(hover(RECORDS, "short_desc => 'Sets the lev")).toContain("short desc. of this variable's purpose");
    expect(declared(RECORDS, "boot_val => '6")).toBeUndefined();
  });
});

describe('the description of a record', () => {
  it('stands for the record, as its name and its OID do', () => {
    const file = 'src/include/catalog/pg_operator.dat';
    for (const field of ["descr => 'less", "oprname => '", "oid => '9"]) expect(hover(file, field)).toContain('**<(int4,int4)**');
  });
});

describe('the outline of records', () => {
  it('names operators with their types, and what has no name by its first values', () => {
    const names = (file: string) => outlineOf(file, textOf(file)).map((item) => `${item.name} | ${item.detail}`);
    expect(names(AMOP)).toEqual(['btree/cache_ops | int4 int4 1 <(int4,int4)']);
    expect(names('src/include/catalog/pg_operator.dat')).toEqual(['<(int4,int4) | 97']);
    expect(names(RECORDS)[1]).toBe('cache_level | undefined');
  });
});

describe('a file of records with one that is unfinished', () => {
  const whole = "[\n\n{ oid => '1', oprname => '+' },\n{ oid => '2', oprname => '-' },\n{ oid => '3', oprname => '*' },\n\n]\n";
  const path = 'src/include/catalog/pg_operator.dat';

  it.each([
    ["'2', ", "'2' "],
    ["'-' }", "'-'"],
    ["'2'", "'2"],
    ["{ oid => '2'", "oid => '2'"],
  ])('keeps its outline, and has one finding there: %j becomes %j', (from, to) => {
    const text = whole.replace(from, to);
    const others = outlineOf(path, text).map((item) => item.detail);
    expect([others.includes('1'), others.includes('3'), others.includes('2')]).toEqual([true, true, false]);
    const findings = findingsIn(memoryContext({ [path]: text }), path).map(({ code, where }) => [
      code,
      text.slice(0, where.offset).split('\n').length,
    ]);
    expect(findings).toEqual([['records/syntax', 4]]);
  });
});
