import { describe, expect, test } from 'vitest';
import { idiomsAt } from '../../../src/core/idioms/complete.ts';
import { memoryContext } from '../../support/context.ts';
import { newTree } from './trees.ts';

/** Completions at the mark of a text. */
function at(marked: string, path = 'src/backend/kms.c') {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  const header = newTree().read('src/include/fmgr.h')?.text ?? '';
  const context = memoryContext({ 'src/include/fmgr.h': header, [path]: text });
  return { text, found: idiomsAt(context, path, offset) };
}

describe('idioms as completions', () => {
  test.each(['^', 'x;\n\t^', 'p^', 'pg^', 'pgma^', '\tpgma^', 'x = 1; pgm^', '/* done */ pg^', '"text" pg^', 'pg^magic'])(
    'are offered in %j',
    (marked) => {
      const { text, found } = at(marked);
      const magic = found.find((one) => one.label === 'pgmagic');
      expect(magic?.insert).toContain('PG_MODULE_MAGIC_EXT(');
      expect(text.slice(magic?.start, magic?.end)).toMatch(/^(?:p\w*)?$/);
      expect(magic?.markdown).toContain('#include "fmgr.h"');
    },
  );

  test.each(['x ^', 'x^', 'page^', '/* pg^ */', '/*\n^\n*/', '// pg^\n', '"pg^"', '"a\\" pg^"', 'a_pg^'])(
    'are not offered in %j',
    (marked) => {
      expect(at(marked).found).toEqual([]);
    },
  );

  test('are for C files only', () => {
    expect(at('pg^', 'src/backend/kms.h').found.length).toBeGreaterThan(0);
    expect(at('pg^', 'src/backend/kms.sql').found).toEqual([]);
  });
});
