import { expect, test } from 'vitest';
import type { TreeContext } from '../../../../src/core/api.ts';
import { guc } from '../../../../src/core/features/guc/feature.ts';
import { createMemo } from '../../../../src/core/tree/memo.ts';
import { overlayTree } from '../../../../src/core/tree/memory-tree.ts';
import { memoryContext } from '../../../support/context.ts';
import { rowTree } from '../../../support/guc-trees.ts';

const HEADER = 'src/include/utils/guc.h';
const TABLE = 'src/backend/utils/misc/guc_tables.c';
const SWITCHES = 'src/include/pg_config_manual.h';
const request = { name: 'kms_limit', type: 'int', default: 5, context: 'userset', group: 'RESOURCES_MEM', shortDesc: 'Sets it.' };

/** The same tree with a file changed and with what is remembered of it. */
function edited(context: TreeContext, path: string, from: string, to: string): TreeContext {
  const text = context.tree.read(path)?.text ?? '';
  expect(text).toContain(from);
  return { ...context, tree: overlayTree(context.tree, new Map([[path, text.replace(from, to)]])) };
}

test('a flag that somebody adds to guc.h is known at once', () => {
  const context = { ...memoryContext(rowTree), memo: createMemo() };
  const flagged = { ...request, flags: ['GUC_KMS'] };
  const before = guc.plan(context, flagged);
  expect(before.ok ? '' : before.problem.code).toBe('guc/unknown-flag');
  const after = guc.plan(edited(context, HEADER, '#define GUC_NO_SHOW_ALL', '#define GUC_KMS 0x40\n#define GUC_NO_SHOW_ALL'), flagged);
  expect(after.ok ? '' : after.problem.code).not.toBe('guc/unknown-flag');
});

test('a default that depends on a switch is the one of an ordinary build, and follows the switch', () => {
  const row = '\t\t64, 16, MAX_CACHE_SIZE,';
  const files = {
    ...rowTree,
    [TABLE]: (rowTree[TABLE] ?? '').replace(row, '#ifdef DEBUG_CACHE\n\t\t1,\n#else\n\t\t64,\n#endif\n\t\t16, MAX_CACHE_SIZE,'),
    [SWITCHES]: `${rowTree[SWITCHES]}/* #define DEBUG_CACHE */\n`,
  };
  const defaultIn = (context: TreeContext) => {
    const listed = guc.list(context);
    return listed.ok ? listed.value.find((one) => one.name === 'cache_size')?.fields['default'] : undefined;
  };
  const faults = (context: TreeContext) => {
    const found = guc.check(context);
    return found.ok ? found.value.map(({ code }) => code) : [];
  };
  const context = { ...memoryContext(files), memo: createMemo() };
  expect([defaultIn(context), faults(context)]).toEqual(['64', []]);
  const debugged = edited(context, SWITCHES, '/* #define DEBUG_CACHE */', '#define DEBUG_CACHE');
  expect([defaultIn(debugged), faults(debugged)]).toEqual(['1', ['guc/default-out-of-range']]);
  // A switch that an option of configure sets is on or off: neither is the ordinary build.
  const optional = memoryContext({ ...files, 'src/include/pg_config.h.in': '/* Define to 1 to debug caches. */\n#undef DEBUG_CACHE\n' });
  expect(defaultIn(optional)).toBe('1');
});

test('a constant is one of the tree or of the system, not a name of a kind that the system keeps', () => {
  const context = memoryContext(rowTree);
  const planned = (more: object) => guc.plan(context, { ...request, ...more });
  const refused = planned({ default: 'EKMS' });
  expect(refused.ok ? '' : refused.problem.code).toBe('guc/not-constant');
  const options = planned({ type: 'enum', default: 'lazy', options: 'lazy=ELAZY, eager=EAGER' });
  expect(options.ok && options.value.steps.map(({ what }) => what)).toContain('enum');
});

test('a variable or a hook inside of an #if is not taken for one that is compiled', () => {
  const planned = (code: string, more: object = {}) => {
    const file = 'src/backend/utils/misc/kms.c';
    const result = guc.plan(memoryContext({ ...rowTree, [file]: `#include "postgres.h"\n\n${code}` }), {
      ...request,
      min: 0,
      max: 9,
      file,
      header: HEADER,
      ...more,
    });
    return result.ok ? '' : result.problem.code;
  };
  const hook = 'bool\ncheck_kms_limit(int *newval, void **extra, GucSource source)\n{\n\treturn true;\n}\n';
  expect(planned('#if 0\nint\t\t\tkms_limit = 5;\n#endif\n')).toBe('guc/variable-conditional');
  expect(planned(`int\t\t\tkms_limit = 5;\n\n#ifdef USE_KMS\n${hook}#endif\n`, { checkHook: true })).toBe('guc/hook-conditional');
  expect(planned(`int\t\t\tkms_limit = 5;\n\n${hook}`, { checkHook: true })).toBe('');
});
