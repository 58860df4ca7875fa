import { describe, expect, it } from 'vitest';
import { treeIndex } from '../../../src/core/api.ts';
import type { Kind } from '../../../src/core/index/entry.ts';
import { memoryContext } from '../../support/context.ts';

/** Names of what is found in one file. */
function namesOf(kind: Kind, path: string, text: string): readonly string[] {
  return treeIndex(memoryContext({ [path]: text }))
    .ofKind(kind)
    .map((one) => one.name);
}

describe('hooks', () => {
  it('are found with each export mark, and over two lines', () => {
    const header = [
      'typedef void (*kms_hook_type) (int round);',
      'extern PGDLLIMPORT kms_hook_type kms_hook;',
      'extern PGDLLEXPORT kms_hook_type exported_kms_hook;',
      'extern PGDLLEXPORT kms_hook_type',
      '\t\t\tlong_kms_hook;',
      'extern kms_hook_type plain_kms_hook;',
      'extern kms_hook_type kms_hook_of(int round);',
    ].join('\n');
    expect(namesOf('hook', 'src/include/utils/kms.h', header)).toEqual([
      'kms_hook',
      'exported_kms_hook',
      'long_kms_hook',
      'plain_kms_hook',
    ]);
  });
});

describe('programs', () => {
  it.each([
    'int\nmain(int argc, char **argv)\n{\n}\n',
    'int\nmain(void)\n{\n}\n',
    'int\nmain()\n{\n}\n',
    'int main(int argc,\n\t\t char **argv)\n{\n}\n',
  ])('have %j', (text) => {
    expect(namesOf('program', 'src/bin/kms/kms.c', text)).toEqual(['kms']);
  });

  it.each(['\n', '\r\n'])('are named as the Makefile names what it links, with lines that end in %j', (eol) => {
    const makefile = ['OBJS = \\', '\tkms_main.o', '', 'kms: $(OBJS)', '\t$(CC) $^ -o $@', ''].join(eol);
    const files = { 'src/bin/kms/kms_main.c': 'int\nmain(void)\n{\n}\n', 'src/bin/kms/Makefile': makefile };
    expect(treeIndex(memoryContext(files)).ofKind('program')).toMatchObject([{ name: 'kms' }]);
  });

  it('are neither what a test expects nor what only declares or calls main', () => {
    expect(namesOf('program', 'src/interfaces/ecpg/test/expected/sql-kms.c', 'int\nmain(void)\n{\n}\n')).toEqual([]);
    expect(namesOf('program', 'src/bin/kms/kms.c', 'int\tmain(void);\n\nvoid\nf(void)\n{\n\tmain();\n}\n')).toEqual([]);
  });
});

describe('tests', () => {
  it('may stand in a directory of their own', () => {
    expect(namesOf('test', 'src/bin/kms/t/later/001_kms.pl', '')).toEqual(['001_kms']);
    expect(namesOf('test', 'src/interfaces/ecpg/kms_test/sql/kms.pgc', '')).toEqual(['sql/kms']);
  });
});

describe('extensions', () => {
  it('have their comments whole, whichever way a quote in them is written', () => {
    const control = `comment = 'the tree''s and the key\\'s'\ndefault_version = '1.0'\n`;
    const [extension] = treeIndex(memoryContext({ 'contrib/kms/kms.control': control })).ofKind('extension');
    expect(extension?.fields).toMatchObject({ comment: "the tree's and the key's", default_version: '1.0' });
  });
});
