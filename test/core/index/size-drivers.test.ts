import { expect, test } from 'vitest';
import { createMemo, openTree, type TreeContext } from '../../../src/core/api.ts';
import { withSizeDrivers } from '../../../src/core/index/size-drivers.ts';
import { remember } from '../../../src/core/tree/memo.ts';
import { memoryTree } from '../../../src/core/tree/memory-tree.ts';
import { cSyntax } from '../../support/context.ts';

const PATH = 'src/backend/store/cache.c';
const OTHER = 'src/backend/store/other.c';
const VARIABLES = 'src/backend/store/variables';

const code = `#include "store/cache.h"

#define CACHE_SLOTS (2 * NSlots)
static int extra;
static Pool pools[2];
static int total;

static void
CountPools(void)
{
	pools[0].size = NSlots;
	pools[1].size = cache_extra;
	total = 0;
	total += pools[0].size;
}

Size
CacheShmemSize(int entries)
{
	return add_size(sizeof(CacheHeader), mul_size(entries, NOther));
}

void
CacheShmemInit(void)
{
	extra = cache_extra + 1;
	local = NOther;
	if (NOther > 0)
		local = NOther + 1;
	local = NSlots;
	local += 1;
	summed = 0;
	summed += NOther;
	helped = cache_bytes(context);
#ifdef USE_BIG
	either = NSlots;
#else
	either = 8;
#endif
	noted = NSlots;
	/*
	noted = 3;
	*/
	snprintf(buf, sizeof(buf), "%d", ChooseSlots());
	SetConfigOption("chosen", buf, PGC_POSTMASTER, PGC_S_DYNAMIC_DEFAULT);
	ShmemInitStruct("cache", 0, &found);
}

static int
ChooseSlots(void)
{
	return Min(NSlots, 8);
}

void
CacheStart(void)
{
	CacheShmemRequest(1, NOther + 2);
}
`;

/** A tree whose file of variables says by which variable each parameter is held. */
const treeWith = (variables: string, text = code) =>
  memoryTree(
    new Map([
      ['src/backend/utils/init/globals.c', 'void\nInitializeMax(void)\n{\n\tMaxThings = max_things + 8;\n}\n'],
      ['src/include/catalog/pg_proc.h', ''],
      [PATH, text],
      [
        'src/include/store/cache.h',
        '#define CACHE_PARTS 16\n#define CACHE_ROOM (NSlots * 8)\n#define CACHE_PLACES (CACHE_ROOM * 2)\nextern int CountThings(void);\n',
      ],
      ['src/backend/store/things.c', 'int\nCountThings(void)\n{\n\treturn max_things + 1;\n}\n'],
      [OTHER, 'Size\nOtherShmemSize(void)\n{\n\treturn NOther;\n}\n'],
      [VARIABLES, variables],
    ]),
  );

const memo = createMemo();

/** The tree with everything that was found before. */
function contextOf(tree: ReturnType<typeof treeWith>): TreeContext {
  const around = { c: cSyntax, today: { year: 2026, month: 11, day: 29 }, random: () => 0.5, reservedOids: new Set<number>(), memo };
  const context = openTree(tree, around);
  if (!context.ok) throw new Error(context.problem.message);
  return context.value;
}

/** Names of parameters by variable, as the tree says. */
function variables(context: TreeContext): ReadonlyMap<string, string> {
  return remember(context, 'variables', ({ tree }) => {
    const lines = (tree.read(VARIABLES)?.text ?? '').split('\n').filter(Boolean);
    return new Map(lines.map((line) => line.split(' ') as [string, string]));
  });
}

/** The parameters on which an area depends that has this size in that tree, where other files have areas too; what was found before is remembered. */
function driversOf(tree: ReturnType<typeof treeWith>, fields: Readonly<Record<string, string>>, others: readonly string[] = []) {
  const context = contextOf(tree);
  const area = { name: 'cache', place: { path: PATH, offset: tree.read(PATH)?.text.search(/Shmem(?:Init|Request)Struct\(/) ?? 0 }, fields };
  const elsewhere = others.map((path) => ({ name: path, place: { path, offset: 0 }, fields: {} }));
  const [found] = withSizeDrivers(context, [area, ...elsewhere], variables);
  return found?.fields['gucs'];
}

const TREE = treeWith('NSlots slots\nChosen chosen\nNOther other\ncache_extra extra_entries\nmax_things max_things\n');

const SIZES: readonly (readonly [fields: Readonly<Record<string, string>>, expected: readonly string[] | undefined, how: string])[] = [
  [{ size: 'mul_size(CACHE_SLOTS, 4)' }, ['slots'], 'a macro'],
  [{ size: 'CacheShmemSize(3)' }, ['other'], 'a function'],
  [{ maxEntries: 'extra' }, ['extra_entries'], 'a variable that is computed before'],
  [{ maxEntries: 'MaxThings * 2' }, ['max_things'], 'a variable that is computed when the server starts'],
  [{ maxEntries: 'local' }, ['slots'], 'what replaced all that was assigned before'],
  [{ size: 'summed * 2', sizeFunction: 'CacheShmemSize' }, ['other'], 'what is added up'],
  [{ size: 'helped * 2', sizeFunction: 'CacheShmemSize' }, ['other'], 'the size function where a local is computed by something unknown'],
  [{ maxEntries: 'either * 2' }, ['slots'], 'each branch of an #if'],
  [{ maxEntries: 'noted * 2' }, ['slots'], 'what code assigns, whatever a comment says'],
  [{ size: 'CACHE_PLACES * 2' }, ['slots'], 'a macro of a header that another one of it uses'],
  [{ maxEntries: 'total' }, ['slots', 'extra_entries'], 'a variable of the file that adds up the elements of another one'],
  [{ size: '(Size) CACHE_ROOM' }, ['slots'], 'a macro of a header'],
  [{ size: 'CountThings()' }, ['max_things'], 'a function that a header declares'],
  [{ size: 'Chosen' }, ['chosen', 'slots'], 'what the code chooses it by'],
  [{ size: 'CACHE_PARTS * sizeof(Part)', sizeFunction: 'CacheShmemSize' }, undefined, 'nothing where the macro of a header is constant'],
  [{ size: 'sizeof(CacheHeader)', sizeFunction: 'CacheShmemSize' }, undefined, 'nothing where it is constant'],
  [{ size: 'NSlots', sizeFunction: 'CacheShmemSize' }, ['slots'], 'its own size, not what the size function counts for others'],
  [{ size: 'size', sizeFunction: 'CacheShmemSize' }, ['other'], 'the size function where its own size is a parameter'],
];

test.each(SIZES)('the size %j leads to %j: by %s', (fields, expected) => {
  expect(driversOf(TREE, fields)).toEqual(expected);
});

test('a parameter that another variable holds is another one, whatever was found before', () => {
  const size = { size: 'NSlots * NOther' };
  expect(driversOf(TREE, size)).toEqual(['slots', 'other']);
  expect(driversOf(treeWith('NSlots renamed\n'), size)).toEqual(['renamed']);
  expect(driversOf(TREE, size)).toEqual(['slots', 'other']);
});

test('a function of another file counts once that file has an area', () => {
  const size = { size: 'OtherShmemSize()' };
  expect(driversOf(TREE, size)).toBeUndefined();
  expect(driversOf(TREE, size, [OTHER])).toEqual(['other']);
  expect(driversOf(TREE, size)).toBeUndefined();
});

test('a size that is a parameter of the function that asks for the area is what callers pass', () => {
  const request =
    'static void CacheShmemRequest(int parts, int entries);\n\nvoid\nCacheShmemRequest(int parts, int entries)\n{\n\tShmemRequestStruct(.name = "cache");\n}\n';
  expect(driversOf(treeWith('NOther other\n', `${request}${code}`), { size: 'entries * 2' })).toEqual(['other']);
});

test('of two areas of one name each has its own parameters', () => {
  const twice = [
    '#ifdef A\nvoid\nFirst(void)\n{\n\tn = NSlots;\n\tShmemInitStruct("cache", n);\n}\n',
    '#else\nvoid\nSecond(void)\n{\n\tn = NOther;\n\tShmemInitStruct("cache", n);\n}\n#endif\n',
  ].join('');
  const context = contextOf(treeWith('NSlots slots\nNOther other\n', twice));
  const areas = [...twice.matchAll(/ShmemInitStruct/g)].map(({ index }) => ({
    name: 'cache',
    place: { path: PATH, offset: index },
    fields: { size: 'n * 2' },
  }));
  expect(withSizeDrivers(context, areas, variables).map((area) => area.fields['gucs'])).toEqual([['slots'], ['other']]);
});
