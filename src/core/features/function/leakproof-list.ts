import type { TypeTable } from '../../catalog/types.ts';
import { lineEnd } from '../../text/lines.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import type { FunctionRow } from './locate.ts';
import type { SqlInsertion } from './sql.ts';

/** Expected output of the regression test opr_sanity. */
export const EXPECTED_SANITY = 'src/test/regress/expected/opr_sanity.out';

/**
 * The line of a leakproof function in the expected output of opr_sanity, which lists all of them by OID. Undefined where the tree has no
 * such list.
 */
export function leakproofLine(
  tree: SourceTree,
  types: TypeTable,
  rows: readonly FunctionRow[],
  added: { readonly name: string; readonly types: readonly string[]; readonly oid: number },
): SqlInsertion | undefined {
  const text = tree.read(EXPECTED_SANITY)?.text ?? '';
  const query = /^WHERE nspname = 'pg_catalog' AND proleakproof\r?\nORDER BY 1;\r?\n/m.exec(text);
  if (!query) return undefined;
  const signed = (name: string, list: readonly string[]) =>
    `${name}(${list.map((type) => types.types.get(type)?.display ?? type).join(',')})`;
  const oids = new Map(rows.map((row) => [signed(row.name, row.argumentTypes.split(' ').filter(Boolean)), row.oid ?? 0]));
  let offset = query.index + query[0].length;
  for (let end = lineEnd(text, offset); offset < end; offset = end, end = lineEnd(text, offset)) {
    const line = text.slice(offset, end).trim();
    if (!/^[\w"]+\(.*\)$/.test(line) || (oids.get(line) ?? 0) > added.oid) break;
  }
  return { path: EXPECTED_SANITY, offset, text: `${signed(added.name, added.types)}\n` };
}
