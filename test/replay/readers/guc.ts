import { type Item, itemsOf, withSections } from './items.ts';

/** Rows of the five C arrays of `guc.c` or `guc_tables.c`; the group is the array. */
export function arrayRows(text: string): readonly Item[] {
  return itemsOf(text, /^(?:static )?struct config_\w+\s+(ConfigureNames\w+)\[\]\s*=\s*\n\{\n[\s\S]*?^\};/gm).flatMap((array) =>
    itemsOf(array.text, /^\t\{[^\n]*\n(?:(?!\t\},?$)[^\n]*\n)*\t\},?$/gm, array.name).flatMap((row) => {
      const name = /\{\s*"([^"]+)"\s*,/.exec(row.text)?.[1];
      return name === undefined ? [] : [{ ...row, name, start: array.start + row.start, end: array.start + row.end }];
    }),
  );
}

/** Records of `guc_parameters.dat`. */
export function recordRows(text: string): readonly Item[] {
  return itemsOf(text, /^\{ name => '([^']+)'[\s\S]*?^\},$/gm);
}

/** Parameters of `postgresql.conf.sample` with their continuation lines; the group is section and subsection. */
export function sampleLines(text: string): readonly Item[] {
  const marks: { at: number; name: string }[] = [];
  let section = '';
  for (const match of text.matchAll(/^#-+\n# (.+)\n#-+$|^# - (.+) -$/gm)) {
    section = match[1] ?? section;
    marks.push({ at: match.index, name: match[1] === undefined ? `${section} / ${match[2]}` : section });
  }
  return withSections(itemsOf(text, /^#?([a-z]\w*) = [^\n]*(?:\n[ \t]+#[^\n]*)*/gm), marks);
}

/** Entries of `config.sgml`; the name is the id without `guc-`, the group the innermost section's id. */
export function configEntries(text: string): readonly Item[] {
  const marks = itemsOf(text, /<sect[123] id="([^"]+)"/g).map((item) => ({ at: item.start, name: item.name }));
  return withSections(itemsOf(text, /<varlistentry id="guc-([^"]+)"[\s\S]*?<\/varlistentry>/g), marks);
}

/** Option arrays of enum parameters. */
export function optionArrays(text: string): readonly Item[] {
  return itemsOf(text, /^(?:static )?(?:const )?struct config_enum_entry (\w+)\[\] = \{[\s\S]*?^\};/gm);
}
