import { describe, expect, it } from 'vitest';
import { recordFaults } from '../../src/core/assist/record-faults.ts';
import { catalogColumns } from '../../src/core/catalog/columns.ts';
import { overlayTree } from '../../src/core/tree/memory-tree.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

const CATALOG = 'src/include/catalog';

describe.each(cachedTrees())('records of the catalogs of PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  const files = (context.tree.list(CATALOG) ?? []).flatMap(({ name }) => (/^pg_\w+\.dat$/.test(name) ? [`${CATALOG}/${name}`] : []));
  const faultsAfter = (file: string, change: (text: string) => string) => {
    const text = change(context.tree.read(file)?.text ?? '');
    const changed = { ...context, tree: overlayTree(context.tree, new Map([[file, text]])) };
    return recordFaults(changed, file).map(({ code, where }) => [code, /^\w*/.exec(text.slice(where.offset))?.[0]]);
  };

  it('have the fields that their headers ask for, and no others', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => recordFaults(context, file))).toEqual([]);
  });

  it('have a finding where a name is misspelt and where a column without a default is left out', () => {
    for (const file of files) {
      const required = catalogColumns(context.tree, file.slice(CATALOG.length + 1, -'.dat'.length)).filter(
        ({ name, fallback }) => fallback === undefined && name !== 'oid' && name !== 'pronargs',
      );
      const name = required[0]?.name ?? '';
      const field = new RegExp(`(?<=[{,]\\s*)${name}( => '[^']*')(,\\s*)?`);
      expect([file, faultsAfter(file, (text) => text.replace(field, 'zz_zz$1$2'))[0]]).toEqual([file, ['catalog/unknown-column', 'zz_zz']]);
      expect([file, faultsAfter(file, (text) => text.replace(field, ''))]).toEqual([file, [['catalog/missing-column', '']]]);
    }
  });
});
