/** The script whose `ParseHeader` decides what counts as an OID in a catalog header. */
export const CATALOG_PM = 'src/backend/catalog/Catalog.pm';

/** A macro that assigns OIDs. */
interface DeclarationPattern {
  readonly pattern: RegExp;
  /** Numbers of the captures that hold OIDs. */
  readonly oids: readonly number[];
}

/** What to look for in a catalog header. */
export interface HeaderPatterns {
  readonly declarations: readonly DeclarationPattern[];
  /** Its first capture is the OID of a catalog's row type. */
  readonly rowType: RegExp;
}

/** All macros that trees have known so far, as Catalog.pm spells such patterns. */
const KNOWN = String.raw`
 /^CATALOG\(\s*(\w+),\s*(\d+),\s*(\w+)\s*\)/
 /BKI_ROWTYPE_OID\(\s*(\d+),\s*(\w+)\s*\)/
 /^DECLARE_TOAST(_WITH_MACRO)?\(\s*(\w+),\s*(\d+),\s*(\d+)/
 /^DECLARE_(UNIQUE_)?INDEX(_PKEY)?\(\s*(\w+),\s*(\d+),/
 /^DECLARE_OID_DEFINING_MACRO\(\s*(\w+),\s*(\d+)\s*\)/
`;

/**
 * The patterns that a tree's Catalog.pm matches header lines against: which macros it knows and how strictly it reads them differs
 * from tree to tree. The known ones where the script has none.
 */
export function headerPatterns(script: string): HeaderPatterns {
  const declarations = readPatterns(script, '\\^(?:CATALOG|DECLARE_)');
  const rowType = readPatterns(script, 'BKI_ROWTYPE_OID')[0]?.pattern;
  return declarations.length > 0 && rowType ? { declarations, rowType } : headerPatterns(KNOWN);
}

/** Perl patterns `/…/` or `/…/x` that begin so; JavaScript understands the constructs in use, named captures included. */
function readPatterns(script: string, beginning: string): readonly DeclarationPattern[] {
  const literals = script.matchAll(new RegExp(`/(${beginning}(?:[^/\\\\]|\\\\.)*)/(x?)`, 'g'));
  return [...literals].flatMap(([, written = '', extended]) => {
    const source = extended ? written.replaceAll(/\s+/g, '') : written;
    const captures = [...source.matchAll(/(?<!\\)\((?!\?)|\(\?<\w+>/g)];
    const oids = captures.flatMap((capture, index) => (source.startsWith('\\d+)', capture.index + capture[0].length) ? [index + 1] : []));
    return oids.length > 0 ? [{ pattern: new RegExp(source), oids }] : [];
  });
}
