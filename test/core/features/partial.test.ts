import { describe, expect, test } from 'vitest';
import type { Feature } from '../../../src/core/features/feature.ts';
import { functionFeature } from '../../../src/core/features/function/feature.ts';
import { guc } from '../../../src/core/features/guc/feature.ts';
import { shmem } from '../../../src/core/features/shmem/feature.ts';
import { editedTexts } from '../../../src/core/text/tree-edit.ts';
import { memoryContext } from '../../support/context.ts';
import { age, functionTree } from '../../support/function-trees.ts';
import { recordTree, rowTree } from '../../support/guc-trees.ts';
import { treeOf } from './shmem/trees.ts';

type Files = Readonly<Record<string, string>>;

const limit = {
  name: 'cache_limit',
  type: 'int',
  default: 128,
  min: 0,
  max: 1000,
  group: 'RESOURCES_MEM',
  shortDesc: 'Sets the limit of the cache.',
  file: 'src/backend/cache/lru.c',
  header: 'src/include/cache/lru.h',
};
const mode = { ...limit, name: 'cache_mode', type: 'enum', options: 'a,b', default: 'a', min: undefined, max: undefined };
const area = { name: 'KMS State', file: 'src/backend/store/kms.c' };

/** A tree without what is below a path. */
function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([one]) => one !== path && !one.startsWith(`${path}/`)));
}

function register(feature: Feature, files: Files, request: Readonly<Record<string, unknown>>) {
  const context = memoryContext(files);
  const edit = feature.register(context, request);
  if (!edit.ok) throw new Error(`${edit.problem.code}: ${edit.problem.message}`);
  return { notes: edit.value.notes, steps: edit.value.steps, texts: editedTexts(context.tree, edit.value) };
}

const notes = (...[feature, files, request]: Parameters<typeof register>) => register(feature, files, request).notes;

describe('a plan says once what is missing in the tree', () => {
  const gap = (path: string, what: string) => `${path} is missing, so no line was added to it for ${what}.`;

  test.each([rowTree, recordTree])('the sample', (tree) => {
    const sample = 'src/backend/utils/misc/postgresql.conf.sample';
    expect(notes(guc, tree, limit)).toEqual([]);
    expect(notes(guc, without(tree, sample), limit)).toEqual([gap(sample, 'cache_limit')]);
    expect(notes(guc, without(tree, sample), { ...limit, flags: ['GUC_NOT_IN_SAMPLE'] })).toEqual([]);
  });

  test('the list of types, for every kind that makes some', () => {
    const typedefs = 'src/tools/pgindent/typedefs.list';
    const note = gap(typedefs, 'the new types');
    expect(notes(guc, rowTree, mode)).toEqual([note]);
    expect(notes(guc, { ...rowTree, [typedefs]: 'Oid\n' }, mode)).toEqual([]);
    expect(notes(guc, rowTree, limit)).toEqual([]);
    expect(notes(shmem, without(treeOf('calculate-size'), typedefs), area)).toContain(note);
  });

  test('the manual', () => {
    expect(notes(guc, without(rowTree, 'doc'), limit)).toEqual(['No documentation was written: doc/src/sgml/config.sgml is missing.']);
    const note = 'No documentation was written: there is neither doc/src/sgml/func.sgml nor a folder doc/src/sgml/func.';
    expect(notes(functionFeature, without(functionTree, 'doc'), age)).toContain(note);
    expect(notes(functionFeature, functionTree, age).join()).not.toContain('No documentation');
    expect(notes(functionFeature, { ...functionTree, 'doc/src/sgml/func.sgml': '' }, age)).toContain(
      'No documentation was written: no relative of the function stands in a table of functions. Name one with near.',
    );
  });

  test('the regression tests', () => {
    const note = (path: string) => `No regression test was written: ${path} is missing.`;
    expect(notes(functionFeature, without(functionTree, 'src/test'), age)).toContain(note('src/test/regress/parallel_schedule'));
    expect(notes(functionFeature, without(functionTree, 'src/test/regress/expected'), age)).toContain(note('src/test/regress/expected'));
    const full = { ...functionTree, 'src/test/regress/parallel_schedule': 'test: a b\n' };
    expect(notes(functionFeature, full, age).join()).toContain('has room for another test');
    expect(notes(functionFeature, without(functionTree, 'src/test'), { ...age, leakproof: true })).toContain(
      gap('src/test/regress/expected/opr_sanity.out', 'kms_age'),
    );
  });

  test('lists of parameters of a kind', () => {
    expect(notes(guc, rowTree, { ...limit, name: 'enable_cache', type: 'bool', default: 'true', min: undefined, max: undefined })).toEqual([
      gap('src/test/regress/expected/sysviews.out', 'enable_cache'),
    ]);
    const list = { ...limit, type: 'string', default: '', min: undefined, max: undefined, flags: ['GUC_LIST_INPUT', 'GUC_LIST_QUOTE'] };
    expect(notes(guc, rowTree, list)).toEqual([gap('src/bin/pg_dump/dumputils.c', 'cache_limit')]);
  });

  test('a build file beside a new file', () => {
    const meson = { 'meson.build': '', 'src/backend/cache/meson.build': "backend_sources += files('lru.c')\n" };
    const fresh = { ...limit, file: 'src/backend/cache/kms.c' };
    expect(notes(guc, { ...rowTree, ...meson }, fresh)).toEqual([]);
    expect(notes(guc, { ...rowTree, 'meson.build': '' }, fresh)).toEqual([gap('src/backend/cache/meson.build', 'kms.c')]);
    expect(notes(guc, without({ ...rowTree, ...meson }, 'src/backend/cache/Makefile'), fresh)).toEqual([
      gap('src/backend/cache/Makefile', 'kms.c'),
    ]);
  });
});

describe('a header whose words are needed', () => {
  test.each([
    ['src/include/utils/guc.h', 'context'],
    ['src/include/utils/guc_tables.h', 'group'],
  ])('is named where it is missing, or where it has none: %s', (path, what) => {
    const problem = (files: Files) => {
      const edit = guc.register(memoryContext(files), limit);
      return edit.ok ? undefined : edit.problem;
    };
    expect(problem(without(rowTree, path))).toMatchObject({
      code: 'guc/no-words',
      message: `No ${what} is known: ${path}, which declares them, is missing`,
      hint: 'Check that the checkout is complete.',
    });
    expect(problem({ ...rowTree, [path]: '' })?.message).toMatch(new RegExp(`^No ${what} is known: found none in \\w+ of ${path}$`));
  });
});

describe('a C file that was there before and that no build file lists is listed', () => {
  const listed = (feature: Feature, tree: Files, request: Readonly<Record<string, unknown>> & { readonly file: string }, text: string) => {
    const folder = request.file.slice(0, request.file.lastIndexOf('/'));
    const files = {
      ...tree,
      [`${folder}/Makefile`]: 'OBJS = \\\n\tarc.o\n',
      [`${folder}/meson.build`]: "x += files(\n  'arc.c',\n)\n",
      [request.file]: text,
    };
    const { texts, steps } = register(feature, files, request);
    const name = request.file.slice(folder.length + 1, -2);
    expect(texts.get(`${folder}/Makefile`)).toBe(`OBJS = \\\n\tarc.o \\\n\t${name}.o\n`);
    expect(texts.get(`${folder}/meson.build`)).toBe(`x += files(\n  'arc.c',\n  '${name}.c',\n)\n`);
    expect(steps.map((step) => step.what)).toEqual(expect.arrayContaining(['makefile', 'meson']));
    return texts.get(request.file);
  };
  const top = '#include "postgres.h"\n\n';

  test('with a parameter, be its variable there already', () => {
    const request = { ...limit, file: 'src/backend/cache/kms.c' };
    expect(listed(guc, rowTree, request, `${top}int\tother = 0;\n`)).toContain('cache_limit = 128;');
    expect(listed(guc, rowTree, request, `${top}#include "cache/lru.h"\n\nint\t\t\tcache_limit = 128;\n`)).toBeUndefined();
  });

  test('with a function, be it there already', () => {
    expect(listed(functionFeature, functionTree, age, `${top}int\tother = 0;\n`)).toContain('kms_age(PG_FUNCTION_ARGS)');
    const written = `${top}#include "fmgr.h"\n\nDatum\nkms_age(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_INT64(0);\n}\n`;
    expect(listed(functionFeature, functionTree, age, written)).toBeUndefined();
  });

  test('with shared memory', () => {
    expect(listed(shmem, treeOf('calculate-size'), area, `${top}int\tother = 0;\n`)).toContain('KmsShmemInit');
  });

  test('and begins as a new one where it is empty', () => {
    expect(listed(functionFeature, functionTree, age, '')).toMatch(/^\/\*-+\n[\s\S]*\*\/\n#include "postgres.h"\n/);
  });
});
