import { describe, expect, test } from 'vitest';
import { placeProblem } from '../../../src/core/place/server-file.ts';
import { memoryContext } from '../../support/context.ts';

function problemOf(file: string, files: Readonly<Record<string, string>>): readonly unknown[] {
  const problem = placeProblem(memoryContext(files), 'guc', file);
  return problem ? [problem.code, problem.where] : [];
}

describe('a C file is no place for code of the server', () => {
  const MAKEFILE = 'src/backend/kms/Makefile';

  test.each(['MODULE_big = kms', 'MODULES=kms', 'include $(top_srcdir)/src/Makefile.shlib'])('where its Makefile says %s', (line) => {
    expect(problemOf('src/backend/kms/new.c', { [MAKEFILE]: `${line}\n` })).toEqual(['guc/loadable-module', { path: MAKEFILE, offset: 0 }]);
    expect(problemOf('src/backend/kms/new.c', { [MAKEFILE]: 'OBJS = kms.o\n' })).toEqual([]);
  });

  test('where another C file includes it, and not where a file only ends with its name', () => {
    const table = 'src/backend/utils/misc/table.c';
    const include = '#include "postgres.h"\n#include "kms/part.c"\n';
    const files = { 'src/backend/kms/part.c': '', 'src/backend/kms/other_part.c': '', [table]: include };
    expect(problemOf('src/backend/kms/part.c', files)).toEqual([
      'guc/included-file',
      { path: table, offset: include.indexOf('#include "kms') },
    ]);
    expect(problemOf('src/backend/kms/other_part.c', files)).toEqual([]);
    expect(problemOf(table, files)).toEqual([]);
  });
});
