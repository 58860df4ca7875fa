import { describe, expect, test } from 'vitest';
import { catalogColumns } from '../../src/core/catalog/columns.ts';
import { collectOids } from '../../src/core/catalog/oids.ts';
import { recordText } from '../../src/core/syntax/record-text.ts';
import { parseRecords } from '../../src/core/syntax/records.ts';
import { cachedTrees, ensureTrees } from '../../src/dev/trees.mjs';
import { diskTree } from '../../src/host/disk-tree.ts';

ensureTrees();
const CATALOG = 'src/include/catalog';

describe.each(cachedTrees())('PostgreSQL $name', ({ name, path }) => {
  const tree = diskTree(path);
  const files = (tree.list(CATALOG) ?? []).filter((entry) => /^pg_.*\.dat$/.test(entry.name));

  test('has records that are printed as they stand', () => {
    const odd: string[] = [];
    let count = 0;
    for (const { name: file } of files) {
      const text = tree.read(`${CATALOG}/${file}`)?.text ?? '';
      const read = parseRecords(file, text);
      if (!read.ok) throw new Error(read.problem.message);
      const columns = catalogColumns(tree, file.replace('.dat', '')).map((column) => column.name);
      for (const record of read.value.records) {
        count += 1;
        const fields = Object.fromEntries(record.fields.map((field) => [field.name, field.value]));
        if (recordText(fields, columns) !== text.slice(record.start, record.end + 1)) odd.push(`${file} ${fields['oid']}`);
      }
    }
    expect(count).toBeGreaterThan(5000);
    // Development trees hold a few records that nobody has run through reformat_dat_file.pl yet; released ones hold none.
    if (/^\d+$/.test(name)) expect(odd).toEqual([]);
    else expect(odd.length).toBeLessThan(count / 20);
  });

  test('has the OIDs that a search for the word finds in its data', () => {
    const space = collectOids(tree);
    const texts = files.map((file) => tree.read(`${CATALOG}/${file.name}`)?.text ?? '');
    const found = texts.flatMap((text) => [...text.matchAll(/(?:\{ |\n {2}|, )(?:array_type_)?oid => '(\d+)'/g)].map((match) => match[1]));
    const inData = space.ok ? space.value.uses.filter((use) => use.place.path.endsWith('.dat')).map((use) => String(use.oid)) : [];
    expect([...inData].sort()).toEqual([...found].sort());
  });
});
