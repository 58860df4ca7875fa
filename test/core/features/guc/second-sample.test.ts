import { describe, expect, test } from 'vitest';
import { editedTexts } from '../../../../src/core/api.ts';
import { guc } from '../../../../src/core/features/guc/feature.ts';
import { memoryContext } from '../../../support/context.ts';
import { recordTree } from '../../../support/guc-trees.ts';
import { eachLens } from '../../../support/lenses.ts';

const RECORDS = 'src/backend/utils/misc/guc_parameters.dat';
const SAMPLE = 'src/backend/utils/misc/kms.conf.sample';

function record(name: string): string {
  return `{ name => 'kms.${name}', type => 'int', context => 'PGC_USERSET', group => 'DEVELOPER_OPTIONS',\n  short_desc => 'Sets ${name}.',\n  variable => 'cache_size',\n  boot_val => '64',\n  min => '16',\n  max => '100',\n},\n\n`;
}

/** A fork with parameters of a prefix of its own, which a sample beside postgresql.conf.sample lists and the manual does not describe. */
const fork = {
  ...recordTree,
  [RECORDS]: (recordTree[RECORDS] ?? '').replace('# a comment', `${record('host')}${record('port')}# a comment`),
  [SAMPLE]: '# - Developer Options -\n\n#kms.host = 64\n#kms.port = 64\n',
};

describe('parameters of a second sample', () => {
  test('are sound as they are', () => {
    expect(guc.check(memoryContext(fork))).toEqual({ ok: true, value: [] });
  });

  test('get others of their prefix beside them, documented as little as they are', () => {
    const context = memoryContext(fork);
    const edit = guc.register(context, {
      name: 'kms.name',
      type: 'bool',
      default: 'true',
      context: 'userset',
      group: 'DEVELOPER_OPTIONS',
      shortDesc: 'Sets the name.',
    });
    if (!edit.ok) throw new Error(edit.problem.message);
    const texts = editedTexts(context.tree, edit.value);
    expect(texts.get(SAMPLE)).toContain('#kms.name = on');
    expect([...texts.keys()]).not.toContain('src/backend/utils/misc/postgresql.conf.sample');
    expect([...texts.keys()]).not.toContain('doc/src/sgml/config.sgml');
    expect(edit.value.notes.join()).toContain('describes no parameter of group DEVELOPER_OPTIONS');
  });

  test('have lenses on its lines', () => {
    const lines = eachLens(memoryContext(fork), SAMPLE, new Set(['guc']));
    const text = fork[SAMPLE];
    expect(new Set(lines.map(({ offset }) => text.slice(offset, text.indexOf(' ', offset))))).toEqual(new Set(['#kms.host', '#kms.port']));
  });
});
