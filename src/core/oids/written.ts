import { CATALOG_DIRECTORY, catalogHeaders, readHeaderPatterns, writtenHeaderOids } from '../catalog/headers.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';

/** The digits of an OID where it is assigned, or said once more. */
export interface WrittenOid {
  readonly oid: number;
  readonly path: TreePath;
  readonly start: number;
  readonly end: number;
}

/** A data file's field; the script looks at one field of each name on a line. */
const FIELDS = [/^.*?\boid\s*=>\s*'(\d+)'/gm, /^.*?\barray_type_oid\s*=>\s*'(\d+)'/gm];

/**
 * Every place where a catalog file writes an OID that it assigns: what the tree's renumber_oids.pl rewrites. Beside the OIDs in use
 * these are the OIDs of a bootstrap catalog in its own header, and in old trees the symbols of headers that hold indexes only.
 */
export function writtenOids(context: TreeContext): readonly WrittenOid[] {
  const data = (context.tree.list(CATALOG_DIRECTORY) ?? []).map(({ name }) => `${CATALOG_DIRECTORY}/${name}`);
  const files = [...catalogHeaders(context.tree), ...data.filter((path) => path.endsWith('.dat'))];
  return files.flatMap((path) => writtenOidsIn(context, path));
}

/** Those of one file. */
export function writtenOidsIn({ tree }: TreeContext, path: TreePath): readonly WrittenOid[] {
  const text = tree.read(path)?.text ?? '';
  const name = basename(path);
  if (/^pg_.*\.dat$/.test(name)) return FIELDS.flatMap((field) => matches(path, text, field));
  if (!catalogHeaders(tree).includes(path)) return [];
  const macros = writtenHeaderOids(path, text, readHeaderPatterns(tree)).map(({ oid, offset, end }) => ({ oid, path, start: offset, end }));
  return name.startsWith('pg_') ? macros : [...macros, ...matches(path, text, /^\s*#\s*define\s+\w+\s+(\d+)\b/gm)];
}

/** Numbers that the last characters of matches but for a quote are. */
function matches(path: TreePath, text: string, pattern: RegExp): readonly WrittenOid[] {
  return [...text.matchAll(pattern)].map((match) => {
    const digits = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(digits);
    return { oid: Number(digits), path, start, end: start + digits.length };
  });
}
