import type { SourceTree, TreePath } from '../tree/source-tree.ts';
import { CATALOG_PM, type HeaderPatterns, headerPatterns } from './header-patterns.ts';

/** Directory of the catalogs' headers and data. */
export const CATALOG_DIRECTORY = 'src/include/catalog';

/** An OID that a catalog header assigns, with what it names. */
export interface HeaderOid {
  readonly oid: number;
  readonly name: string;
  readonly path: TreePath;
  /** Of its digits. */
  readonly offset: number;
  readonly end: number;
}

/** The patterns of the tree's own Catalog.pm, or the known ones where the tree has none. */
export function readHeaderPatterns(tree: SourceTree): HeaderPatterns {
  return headerPatterns(tree.read(CATALOG_PM)?.text ?? '');
}

/**
 * OIDs in a catalog header, found as `ParseHeader` of Catalog.pm finds them: comments stripped, one macro on a physical line. The
 * OIDs of a bootstrap catalog itself are left out, because they stand in the data of pg_class and pg_type again
 * (`FindAllOidsFromHeaders`). A second CATALOG line takes the place of the first.
 */
export function headerOids(path: TreePath, text: string, patterns: HeaderPatterns = headerPatterns('')): readonly HeaderOid[] {
  let catalog: readonly HeaderOid[] = [];
  const others: HeaderOid[] = [];
  for (const { line, uses } of macroOids(path, text, patterns)) {
    if (!line.startsWith('CATALOG')) others.push(...uses);
    else catalog = line.includes('BKI_BOOTSTRAP') ? [] : uses;
  }
  return [...catalog, ...others];
}

/** Every OID that a macro of a catalog header holds, also where it stands in the data of a bootstrap catalog again. */
export function writtenHeaderOids(path: TreePath, text: string, patterns: HeaderPatterns): readonly HeaderOid[] {
  return [...macroOids(path, text, patterns)].flatMap(({ uses }) => uses);
}

function* macroOids(path: TreePath, text: string, patterns: HeaderPatterns): Generator<{ line: string; uses: readonly HeaderOid[] }> {
  for (const { line, offset, end } of declarations(text)) {
    const known = patterns.declarations.find(({ pattern }) => pattern.test(line));
    if (!known) continue;
    const match = known.pattern.exec(line);
    const name = /\(\s*(\w+)/.exec(line)?.[1] ?? '';
    const written = known.oids.map((index) => match?.[index]);
    if (line.startsWith('CATALOG')) written.push(patterns.rowType.exec(line)?.[1]);
    const raw = text.slice(offset, end).replace(/\/\*[\s\S]*?\*\//g, (comment) => ' '.repeat(comment.length));
    let at = 0;
    const uses = written.flatMap((digits): readonly HeaderOid[] => {
      if (digits === undefined || Number(digits) === 0) return [];
      at += raw.slice(at).search(new RegExp(`\\b${digits}\\b`));
      const start = offset + at;
      at += digits.length;
      return [{ oid: Number(digits), name, path, offset: start, end: start + digits.length }];
    });
    yield { line, uses };
  }
}

/** Lines that matter: directives, macros, and those with a comment, which may go on and end before a macro. */
const CANDIDATE = /^(?:#|[ \t]*(?:CATALOG|DECLARE_)|[^\n]*\/\*)[^\n]*/gm;

/** Lines that start with a macro, without their comments; a comment over several lines joins them. */
function* declarations(text: string): Generator<{ readonly line: string; readonly offset: number; readonly end: number }> {
  const isMacro = /^(?:CATALOG|DECLARE_)/;
  let clientCode = false;
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(text); match; match = CANDIDATE.exec(text)) {
    let line = match[0];
    const offset = match.index;
    if (line.startsWith('#')) {
      if (/^#ifdef\s+EXPOSE_TO_CLIENT_CODE/.test(line)) clientCode = true;
      else if (line.startsWith('#endif')) clientCode = false;
      continue;
    }
    let end = offset + line.length;
    if (!clientCode) {
      line = stripComments(line);
      while (line.includes('/*') && end < text.length) {
        const newline = text.indexOf('\n', end + 1);
        const next = newline < 0 ? text.length : newline;
        line = stripComments(`${line}${text.slice(end, next)}`);
        end = next;
      }
      line = line.trim().replaceAll(/\s+/g, ' ');
      CANDIDATE.lastIndex = end;
    }
    if (isMacro.test(line)) yield { line, offset, end };
  }
}

/** Strips from the first comment's start to the last one's end, as the script does. */
function stripComments(line: string): string {
  return line.includes('/*') ? line.replace(/\/\*[\s\S]*\*\//, '') : line;
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
