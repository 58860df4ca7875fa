import { type Item, itemsOf, withSections } from './items.ts';

/** Records of `pg_proc.dat`; the name is `proname/oid`, since names are overloaded. */
export function procRecords(text: string): readonly Item[] {
  return itemsOf(text, /^\{ oid => '(\d+)'[\s\S]*?\},$/gm).map((item) => ({
    ...item,
    name: `${recordField(item.text, 'proname')}/${item.name}`,
  }));
}

/** The value of a field of a record, unquoted, or undefined. */
export function recordField(record: string, field: string): string | undefined {
  return new RegExp(`[ {]${field} => '((?:[^'\\\\]|\\\\.)*)'`).exec(record)?.[1]?.replace(/\\(.)/g, '$1');
}

/** The fields of a record in one order and layout, since committers leave the layout to the next run of reformat_dat_file.pl. */
export function recordContents(record: string): string {
  const fields = [...record.matchAll(/'?(\b\w+)'? => (?:'((?:[^'\\]|\\.)*)'|(\d+))/g)].map(
    (match) => `${match[1]} => ${match[2] ?? match[3]}`,
  );
  return fields.sort().join('\n');
}

/** Rows of documentation tables that describe a function, in both table styles; the name is the function, the group the table. */
export function functionRows(text: string): readonly Item[] {
  const marks = itemsOf(text, /<(?:table|sect[1-4]|informaltable)(?: id="([^"]+)")?/g).map((item) => ({ at: item.start, name: item.name }));
  const rows = itemsOf(text, /<row>[\s\S]*?<\/row>/g).flatMap((row) => {
    const name = /<primary>(\w+)<\/primary>/.exec(row.text)?.[1] ?? /<function>(\w+)\b/.exec(row.text)?.[1];
    return name === undefined ? [] : [{ ...row, name }];
  });
  return withSections(rows, marks);
}
