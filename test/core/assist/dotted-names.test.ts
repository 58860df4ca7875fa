import { describe, expect, it } from 'vitest';
import { definitionAt, hoverAt, referencesAt } from '../../../src/core/api.ts';
import { memoryContext } from '../../support/context.ts';
import { rowTree } from '../../support/guc-trees.ts';

const TABLE = 'src/backend/utils/misc/guc_tables.c';
const CALLER = 'src/backend/cache/caller.c';
const MODULE = 'contrib/kms/kms.c';
const context = memoryContext({
  ...rowTree,
  [TABLE]: (rowTree[TABLE] ?? '').replace('"log_things"', '"kms.log_things"'),
  [CALLER]: 'void\ncall(void)\n{\n\tSetConfigOption("kms.log_things", "on", PGC_USERSET, PGC_S_SESSION);\n\tkms.log_things = 1;\n}\n',
  [MODULE]:
    'void\n_PG_init(void)\n{\n\tDefineCustomBoolVariable("kms.fast", "Is fast.", NULL, &fast, true, PGC_USERSET, 0, NULL, NULL, NULL);\n}\n',
});
const textOf = (path: string) => context.tree.read(path)?.text ?? '';
const lineOf = ({ path, offset }: { path: string; offset: number }) => `${path}:${textOf(path).slice(0, offset).split('\n').length}`;

describe.each([
  [TABLE, 'kms.log_things', `${TABLE}:12`],
  [CALLER, 'kms.log_things', `${TABLE}:25`],
  [MODULE, 'kms.fast', `${MODULE}:4`],
])('a name with a dot in a string of %s', (path, name, defined) => {
  const start = textOf(path).indexOf(`"${name}"`) + 1;

  it.each([1, 3, 6])('is one name wherever it is pointed at: %i', (at) => {
    const range = [start, start + name.length];
    const hover = hoverAt(context, path, start + at);
    const definition = definitionAt(context, path, start + at);
    expect([hover?.start, hover?.end, hover?.markdown]).toEqual([...range, expect.stringContaining(`**${name}**`)]);
    expect([definition?.start, definition?.end, definition?.places.map(lineOf)]).toEqual([...range, [defined]]);
    const references = referencesAt(context, path, start + at).map(lineOf);
    expect(references).toContain(path === MODULE ? `${MODULE}:4` : `${CALLER}:4`);
  });
});

it('a member of a struct is no name with a dot', () => {
  expect(hoverAt(context, CALLER, textOf(CALLER).indexOf('kms.log_things = ') + 1)).toBeUndefined();
});
