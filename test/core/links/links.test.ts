import { describe, expect, it } from 'vitest';
import { linksOf, treeIndex } from '../../../src/core/api.ts';
import { memoryContext } from '../../support/context.ts';

/** Links of the entries of a name as `role path: text`. */
function linksTo(name: string, files: Readonly<Record<string, string>>): readonly string[] {
  const context = memoryContext(files);
  return treeIndex(context)
    .named(name)
    .flatMap((entry) => linksOf(context, entry))
    .map(({ role, place, text }) => `${role} ${place.path}: ${text}`);
}

const HEADER = 'src/include/utils/kms.h';
const CALLER = 'src/backend/utils/kms.c';

describe('the call of a hook', () => {
  const files = (comment: string, lines: number) => ({
    [HEADER]: 'typedef void (*kms_hook_type) (int round);\nextern PGDLLIMPORT kms_hook_type kms_hook;\n',
    [CALLER]: `#include "postgres.h"\n\n/*\n * ${comment}\n */\nvoid\nkms_run(void)\n{\n${'\tstep();\n'.repeat(lines)}\tkms_hook(1);\n}\n`,
  });

  it('is told by the comment of a short function, or by one that speaks of hooks', () => {
    expect(linksTo('kms_hook', files('Turns the keys.', 3))).toContain(`call ${CALLER}: Turns the keys.`);
    expect(linksTo('kms_hook', files('Plugins may turn the keys.', 60))).toContain(`call ${CALLER}: Plugins may turn the keys.`);
  });

  it('is shown as it is in a long function whose comment tells of other things', () => {
    expect(linksTo('kms_hook', files('Turns the keys.', 60))).toContain(`call ${CALLER}: kms_hook(1);`);
  });
});

describe('a background worker', () => {
  it('has its functions in its own file, whatever others are called so', () => {
    const register = [
      'void',
      '_PG_init(void)',
      '{',
      '\tBackgroundWorker worker;',
      '',
      '\tsprintf(worker.bgw_library_name, "kms");',
      '\tsprintf(worker.bgw_function_name, "kms_main");',
      '\tRegisterBackgroundWorker(&worker);',
      '}',
      '',
      'void',
      'kms_main(Datum arg)',
      '{',
      '}',
      '',
    ].join('\n');
    const module = 'src/test/modules/kms/kms.c';
    const links = linksTo('kms_main', { [module]: register, 'src/backend/replication/other/other.c': 'void\n_PG_init(void)\n{\n}\n' });
    expect(links).toContain(`entry function ${module}: kms_main`);
    expect(links).toContain(`registered by ${module}: _PG_init`);
  });
});
