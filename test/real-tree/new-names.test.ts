import { describe, expect, test } from 'vitest';
import { guc } from '../../src/core/features/guc/feature.ts';
import { definedFunctions, serverFiles } from '../../src/core/index/c-functions.ts';
import { definedVariables } from '../../src/core/index/c-variables.ts';
import { reservedName } from '../../src/core/place/new-name.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

/** What stands in for the system where it lacks something. */
const REPLACEMENTS = /^src\/(?:port|timezone)\/|^src\/common\/(?:d2s|ryu)|^src\/backend\/port\//;

describe.each(cachedTrees())('PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);

  test('has no function, variable or parameter of a name that is said to be reserved', () => {
    const listed = guc.list(context);
    const variables = listed.ok ? listed.value.flatMap(({ fields }) => String(fields['variable'] ?? '').match(/^\w+$/)?.[0] ?? []) : [];
    const files = serverFiles(context).filter((path) => !REPLACEMENTS.test(path));
    const defined = files.flatMap((path) => {
      const text = context.tree.read(path)?.text ?? '';
      const functions = definedFunctions(text).filter((one) => !one.isStatic);
      return [...functions, ...definedVariables(text)].map((one) => one.name);
    });
    expect(defined.length).toBeGreaterThan(5000);
    expect([...new Set([...variables, ...defined])].filter((name) => reservedName(name))).toEqual([]);
  });
});
