import type { SourceTree, TreePath } from '../tree/source-tree.ts';

/** Directory of the catalogs' headers and data. */
export const CATALOG_DIRECTORY = 'src/include/catalog';

/** An OID that a catalog header assigns, with what it names. */
export interface HeaderOid {
  readonly oid: number;
  readonly name: string;
  readonly path: TreePath;
  readonly offset: number;
}

/**
 * OIDs in a catalog header, found as `ParseHeader` of the tree's Catalog.pm finds them: comments stripped, one macro on a
 * physical line, lines under EXPOSE_TO_CLIENT_CODE not looked at. The OIDs of a bootstrap catalog itself are left out,
 * because they stand in the data of pg_class and pg_type again (`FindAllOidsFromHeaders`).
 */
export function headerOids(path: TreePath, text: string): readonly HeaderOid[] {
  const found: HeaderOid[] = [];
  for (const { line, offset } of declarations(text)) {
    const add = (name: string | undefined, ...oids: (string | undefined)[]) => {
      for (const oid of oids) if (oid !== undefined && Number(oid) > 0) found.push({ oid: Number(oid), name: name ?? '', path, offset });
    };
    const catalog = /^CATALOG\((\w+),(\d+),\w+\)/.exec(line);
    const toast = /^DECLARE_TOAST(?:_WITH_MACRO)?\(\s*(\w+),\s*(\d+),\s*(\d+)/.exec(line);
    const index = /^DECLARE_(?:UNIQUE_)?INDEX(?:_PKEY)?\(\s*(\w+),\s*(\d+),/.exec(line);
    const other = /^DECLARE_OID_DEFINING_MACRO\(\s*(\w+),\s*(\d+)\s*\)/.exec(line);
    if (catalog && !/BKI_BOOTSTRAP/.test(line)) add(catalog[1], catalog[2], /BKI_ROWTYPE_OID\((\d+),\w+\)/.exec(line)?.[1]);
    add(toast?.[1], toast?.[2], toast?.[3]);
    add(index?.[1], index?.[2]);
    add(other?.[1], other?.[2]);
  }
  return found;
}

/** Lines that start with a macro, with their comments stripped; a comment over several lines joins them. */
function* declarations(text: string): Generator<{ readonly line: string; readonly offset: number }> {
  let clientCode = false;
  const start = /^[^\n]*$/gm;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    if (start.lastIndex === match.index) start.lastIndex += 1;
    let line = match[0];
    if (line.startsWith('#')) {
      if (/^#ifdef\s+EXPOSE_TO_CLIENT_CODE/.test(line)) clientCode = true;
      else if (/^#endif\s*\/\*\s*EXPOSE_TO_CLIENT_CODE/.test(line)) clientCode = false;
      continue;
    }
    if (clientCode) continue;
    if (line.includes('/*')) {
      let end = match.index + line.length;
      line = stripComments(line);
      while (line.includes('/*') && end < text.length) {
        const newline = text.indexOf('\n', end + 1);
        const next = newline < 0 ? text.length : newline;
        line = stripComments(`${line}${text.slice(end, next)}`);
        end = next;
      }
      start.lastIndex = end + 1;
    }
    const trimmed = line.trim();
    if (/^(?:CATALOG|DECLARE_)/.test(trimmed)) yield { line: trimmed.replaceAll(/\s+/g, ' '), offset: match.index };
  }
}

/** Strips from the first comment's start to the last one's end, as the script does. */
function stripComments(line: string): string {
  return line.replace(/\/\*[\s\S]*\*\//, '');
}

/**
 * The headers whose OIDs count: the files that the tree's own `unused_oids` script reads, which are `pg_*.h` and, in old
 * trees, two more that it names.
 */
export function catalogHeaders(tree: SourceTree): readonly TreePath[] {
  const script = tree.read(`${CATALOG_DIRECTORY}/unused_oids`)?.text ?? '';
  const named = new Set(/@input_files\s*=\s*[^;]*qw\(([^)]*)\)/.exec(script)?.[1]?.split(/\s+/).filter(Boolean) ?? []);
  const entries = tree.list(CATALOG_DIRECTORY) ?? [];
  return entries
    .filter((entry) => /^pg_.*\.h$/.test(entry.name) || named.has(entry.name))
    .map((entry) => `${CATALOG_DIRECTORY}/${entry.name}`);
}
