import { describe, expect, test } from 'vitest';
import { constantHeaders } from '../../src/core/features/guc/constants.ts';
import { locate } from '../../src/core/features/guc/locate.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

describe.each(cachedTrees())('PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);

  test('has constants only as values and bounds of its parameters, all seen by the file of the tables', () => {
    const site = locate(context);
    if (!site.ok) throw new Error(site.problem.message);
    const { entries, tableFile } = site.value;
    const refused = entries
      .filter((entry) => entry.type !== 'string')
      .flatMap(({ name, boot, min, max }) => {
        const results = [boot, min, max].flatMap((one) => (one === undefined ? [] : [constantHeaders(context, tableFile, one)]));
        return results.flatMap((one) => (one.ok ? one.value.map((header) => `${name}: ${header}`) : [`${name}: ${one.problem.message}`]));
      });
    expect(entries.length).toBeGreaterThan(300);
    expect(refused).toEqual([]);
  });
});
