import { describe, expect, test } from 'vitest';
import { addObject, addSource, addToBuildList, planBuild } from '../../../src/core/place/build-lists.ts';
import { declaration, externDeclaration } from '../../../src/core/place/declaration.ts';
import { mostSimilar } from '../../../src/core/place/similar.ts';
import { sortedSlot } from '../../../src/core/place/sorted.ts';
import { placeTypedefs, TYPEDEFS } from '../../../src/core/place/typedefs.ts';
import { applyEdits } from '../../../src/core/text/edit.ts';
import { memoryContext } from '../../support/context.ts';

describe('a slot in a sorted list', () => {
  test('is where byte order puts the name', () => {
    expect(['A', 'c', 'zz', 'b'].map((name) => sortedSlot(['B', 'a', 'b_x', 'z'], name))).toEqual([0, 3, 4, 2]);
    expect(sortedSlot([], 'a')).toBe(0);
  });

  test('does not follow a stray entry', () => {
    expect(sortedSlot(['zzz', 'a', 'b', 'd', 'e'], 'c')).toBe(3);
    expect(sortedSlot(['a', 'b', 'd', 'e', 'a0'], 'c')).toBe(2);
  });
});

describe('the most similar name', () => {
  const of = (name: string, ...names: string[]) =>
    mostSimilar(
      [name],
      names.map((one) => ({ name: one })),
    )?.name;

  test('shares words, leading ones most, across humps and underscores', () => {
    expect(of('io_min_workers', 'io_method', 'io_workers', 'max_workers')).toBe('io_workers');
    expect(of('KmsShmemInit', 'KmsShmemSize', 'XLogShmemInit')).toBe('KmsShmemSize');
    expect(of('XLOGShmemSize', 'xlog_shmem_init')).toBe('xlog_shmem_init');
  });

  test('is the last of equals, and nobody among strangers', () => {
    expect(of('enable_kms', 'enable_a', 'enable_b')).toBe('enable_b');
    expect(of('kms_mode', 'work_mem', 'max_a_b_c_d_mode')).toBeUndefined();
  });
});

describe('declarations', () => {
  test('have their name in column 12, as pgindent puts it', () => {
    expect(declaration('int', 'kms_entries', '64')).toBe('int\t\t\tkms_entries = 64;');
    expect(declaration('char', '*kms_provider', '""')).toBe('char\t   *kms_provider = "";');
    expect(declaration('bool', 'found', undefined, 1)).toBe('\tbool\t\tfound;');
    expect(declaration('Size', 'size')).toBe('Size\t\tsize;');
    expect(declaration('double', 'kms_ratio', '0.5')).toBe('double\t\tkms_ratio = 0.5;');
  });

  test('have one blank after a type that reaches column 12', () => {
    expect(declaration('static KmsSharedState', '*KmsState', 'NULL')).toBe('static KmsSharedState *KmsState = NULL;');
    expect(declaration('TransactionId', 'xid')).toBe('TransactionId xid;');
    expect(declaration('static HTAB', '*KmsHash')).toBe('static HTAB *KmsHash;');
  });

  test('are not aligned in headers', () => {
    expect(externDeclaration('char', '*kms_provider', true)).toBe('extern PGDLLIMPORT char *kms_provider;');
    expect(externDeclaration('int', 'kms_entries', false)).toBe('extern int kms_entries;');
  });
});

describe('build lists', () => {
  const make = (text: string, name: string) => {
    const edit = addObject(text, name);
    return edit ? text.slice(0, edit.at) + edit.text + text.slice(edit.at) : undefined;
  };
  const meson = (text: string, name: string) => {
    const edit = addSource(text, name);
    return edit ? text.slice(0, edit.at) + edit.text + text.slice(edit.at) : undefined;
  };
  const OBJS = 'OBJS = \\\n\t$(WIN32RES) \\\n\tacl.o \\\n\tbool.o\n\ninclude x\n';

  test('of a Makefile get a line in the middle, at either end, or nothing', () => {
    expect(make(OBJS, 'kms.o')).toBe('OBJS = \\\n\t$(WIN32RES) \\\n\tacl.o \\\n\tbool.o \\\n\tkms.o\n\ninclude x\n');
    expect(make(OBJS, 'aio.o')).toBe('OBJS = \\\n\t$(WIN32RES) \\\n\tacl.o \\\n\taio.o \\\n\tbool.o\n\ninclude x\n');
    expect(make(OBJS, 'a.o')).toBe('OBJS = \\\n\t$(WIN32RES) \\\n\ta.o \\\n\tacl.o \\\n\tbool.o\n\ninclude x\n');
    expect(make(OBJS, 'acl.o')).toBeUndefined();
  });

  test('of a Makefile with several words on a line get a word', () => {
    expect(make('OBJS = a.o c.o\n', 'b.o')).toBe('OBJS = a.o b.o c.o\n');
    expect(make('OBJS = a.o \\\n\tc.o d.o # these\n', 'e.o')).toBe('OBJS = a.o \\\n\tc.o d.o e.o # these\n');
    expect(make('OBJS\t= a.o', 'b.o')).toBe('OBJS\t= a.o b.o');
  });

  test('of a Makefile that ends in a continuation keep it', () => {
    expect(make('OBJS = \\\n\ta.o \\\n\nall:\n', 'b.o')).toBe('OBJS = \\\n\ta.o \\\n\tb.o \\\n\nall:\n');
  });

  test('that hold only sometimes, or that a target has, are not those', () => {
    expect(make('ifdef X\nOBJS += w.o x.o y.o\nendif\nOBJS += a.o\n', 'b.o')).toBe(
      'ifdef X\nOBJS += w.o x.o y.o\nendif\nOBJS += a.o b.o\n',
    );
    expect(make('MODULES = kms\nprog: OBJS = a.o\n', 'b.o')).toBeUndefined();
  });

  test('of a meson.build get a line with the comma its list wants', () => {
    expect(meson("x += files(\n  'a.c',\n  'c.c',\n)\n", 'b.c')).toBe("x += files(\n  'a.c',\n  'b.c',\n  'c.c',\n)\n");
    expect(meson("x += files(\n  'a.c', # first\n)\n", 'b.c')).toBe("x += files(\n  'a.c', # first\n  'b.c',\n)\n");
    expect(meson("x = files(\n  'a.c'\n)\n", 'b.c')).toBe("x = files(\n  'a.c',\n  'b.c'\n)\n");
    expect(meson("x = files('b.c')\n", 'a.c')).toBe("x = files('a.c', 'b.c')\n");
    expect(meson("x = files('a.c')\n", 'b.c')).toBe("x = files('a.c', 'b.c')\n");
    expect(meson("p = files('gram.c')\nx += files(\n  'a.c',\n  'b.c',\n)\n", 'h.c')).toBe(
      "p = files('gram.c')\nx += files(\n  'a.c',\n  'b.c',\n  'h.c',\n)\n",
    );
    expect(meson("lib = static_library('l', 'a.c')\n", 'b.c')).toBeUndefined();
  });

  test('are named for a plan, or refused with what to do', () => {
    const tree = {
      'src/backend/kms/Makefile': OBJS,
      'src/backend/bad/Makefile': 'MODULES = x\n',
      'meson.build': '',
      'src/backend/kms/meson.build': "backend_sources += files('acl.c')\n",
      'src/backend/none/a.c': '',
    };
    const context = memoryContext(tree);
    const source = 'src/backend/kms/kms.c';
    const lists = [
      { what: 'makefile', path: 'src/backend/kms/Makefile', source },
      { what: 'meson', path: 'src/backend/kms/meson.build', source },
    ] as const;
    expect(planBuild(context, source)).toEqual({ ok: true, value: { lists, notes: [] } });
    expect(lists.flatMap((list) => addToBuildList(context, list)).map(({ path, text }) => [path, text])).toEqual([
      ['src/backend/kms/Makefile', ' \\\n\tkms.o'],
      ['src/backend/kms/meson.build', ", 'kms.c'"],
    ]);
    expect(planBuild(context, 'src/backend/kms/kms.h')).toEqual({ ok: true, value: { lists: [], notes: [] } });
    expect(planBuild(context, 'src/backend/bad/kms.c')).toMatchObject({
      ok: false,
      problem: { code: 'build/no-list', message: 'src/backend/bad/Makefile has no OBJS list that could name kms.c' },
    });
    expect(planBuild(context, 'src/backend/none/kms.c')).toMatchObject({ ok: false, problem: { code: 'build/no-list' } });
  });

  const MAKE = 'src/backend/kms/Makefile';
  const MESON = 'src/backend/kms/meson.build';
  const SOURCE = 'src/backend/kms/kms.c';
  const meant = { [MAKE]: OBJS, [MESON]: "backend_sources += files('acl.c')\n", 'src/backend/meson.build': '' };
  const building = (files: Readonly<Record<string, string>>, source = SOURCE) => {
    const build = planBuild(memoryContext(files), source);
    return build.ok ? [build.value.lists.map((list) => list.path), build.value.notes] : build.problem.code;
  };

  test('that are missing beside others are told of, where the tree uses them', () => {
    const { [MAKE]: make, [MESON]: meson, ...rest } = meant;
    const note = (path: string) => `${path} is missing, so no line was added to it for kms.c.`;
    expect(building({ ...rest, [MAKE]: make })).toEqual([[MAKE], [note(MESON)]]);
    expect(building({ ...rest, [MESON]: meson })).toEqual([[MESON], [note(MAKE)]]);
    expect(building({ [MAKE]: make })).toEqual([[MAKE], []]);
    expect(building(rest)).toEqual([[], []]);
    expect(building({ ...rest, 'src/backend/kms/acl.c': '' })).toBe('build/no-list');
  });

  test('get a file that was there before and that nothing names', () => {
    const written = { ...meant, [SOURCE]: 'int kms = 0;\n' };
    expect(building(written)).toEqual([[MAKE, MESON], []]);
    expect(building({ ...written, [MAKE]: OBJS.replace('bool', 'kms'), [MESON]: "x = files('kms.c')\n" })).toEqual([[], []]);
    expect(building({ [SOURCE]: '' })).toEqual([[], []]);
    expect(building({ ...written, 'src/backend/kms/acl.c': '#include "kms.c"\n' })).toEqual([[], []]);
  });

  test('are left to the user where a file that was there is built by platform, or where they have no list', () => {
    const note = (path: string, file = 'kms.c') => `${path} does not list ${file}: make sure that it is built.`;
    const written = { ...meant, [SOURCE]: 'int kms = 0;\n' };
    expect(building({ ...written, 'configure.ac': '  KMS="src/backend/kms/kms.c"\n' })).toEqual([[], [note(MAKE), note(MESON)]]);
    expect(building({ ...written, [MESON]: `${meant[MESON]}if x\n  backend_sources += files('kms.c')\nendif\n` })).toEqual([
      [],
      [note(MAKE)],
    ]);
    expect(building({ ...written, [MAKE]: OBJS.replace('bool', 'kms') })).toEqual([[], [note(MESON)]]);
    expect(building({ ...written, [MAKE]: 'all:\n' })).toEqual([[], [note(MAKE), note(MESON)]]);
    const port = { 'src/port/Makefile': OBJS, 'src/port/dirent.c': '' };
    expect(building(port, 'src/port/dirent.c')).toEqual([[], [note('src/port/Makefile', 'dirent.c')]]);
  });
});

describe('typedefs.list', () => {
  const listed = (text: string, ...names: string[]) => {
    const changes = placeTypedefs(memoryContext({ [TYPEDEFS]: text }), names, 'typedefs');
    return applyEdits(
      text,
      changes.map((change) => ({ start: 0, end: 0, ...change })),
    );
  };

  test('gets names in byte order, upper case first', () => {
    expect(listed('ACL\nZone\nabbr\n', 'KmsState', 'KmsKey', 'kms_state')).toBe('ACL\nKmsKey\nKmsState\nZone\nabbr\nkms_state\n');
  });

  test('gets nothing twice, and keeps a missing last line end', () => {
    expect(listed('A\nB', 'B', 'C', 'D')).toBe('A\nB\nC\nD\n');
    expect(listed('A\n', 'A')).toBe('A\n');
    expect(placeTypedefs(memoryContext({}), ['A'], 'typedefs')).toEqual([]);
  });
});
