import { fail, ok, type Result } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { FunctionRequest } from './form.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

/** The row that a new one follows, undefined for the end of the list, and relatives from the nearest on. */
export interface Relatives {
  readonly after: FunctionRow | undefined;
  readonly names: readonly string[];
}

/**
 * Chooses the relatives of a function: the row named by the user; else rows implemented in the same C file, those with the most
 * leading name parts in common first (three of four committers' entries stand beside one of the same file); else rows with at
 * least two leading name parts in common.
 */
export function findRelatives(context: TreeContext, site: FunctionSite, request: FunctionRequest): Result<Relatives> {
  if (request.near !== undefined) {
    const rows = site.rows.filter((row) => row.name === request.near || String(row.oid) === request.near || row.source === request.near);
    const after = rows.at(-1);
    if (!after)
      return fail({
        code: 'function/no-neighbour',
        message: `No function "${request.near}" is registered in src/include/catalog/pg_proc.dat`,
        hint: 'Name a registered function or its OID with near.',
      });
    return ok({ after, names: rankedNames(site, [after, ...sameFileRows(context, site, request.file)], request.name) });
  }
  const sameFile = sameFileRows(context, site, request.file);
  const best = nearest(sameFile, request.name, 0) ?? nearest(site.rows, request.name, 2);
  return ok({ after: best, names: rankedNames(site, best ? [best, ...sameFile] : sameFile, request.name) });
}

/** Rows whose C function a file defines. */
function sameFileRows(context: TreeContext, site: FunctionSite, file: TreePath | undefined): readonly FunctionRow[] {
  const text = file === undefined ? undefined : context.tree.read(file)?.text;
  if (text === undefined) return [];
  const defined = new Set([...text.matchAll(/^(\w+)\s*\(PG_FUNCTION_ARGS\)/gm)].map((match) => match[1] ?? ''));
  return site.rows.filter((row) => row.language === 'internal' && defined.has(row.source));
}

/** The last of the rows that share the most leading name parts, at least `least` of them. */
function nearest(rows: readonly FunctionRow[], name: string, least: number): FunctionRow | undefined {
  let best: FunctionRow | undefined;
  let shared = least - 1;
  for (const row of rows) {
    const parts = commonParts(row.name, name);
    if (parts < shared || (parts === shared && !best)) continue;
    best = row;
    shared = parts;
  }
  return best;
}

/** How many leading parts, separated by `_`, two names have in common. */
export function commonParts(one: string, other: string): number {
  const [left, right] = [one.split('_'), other.split('_')];
  let count = 0;
  while (count < left.length && left[count] === right[count]) count += 1;
  return count;
}

/** Names of the given rows, the first in front and the others by kinship, then those of distant relatives. */
function rankedNames(site: FunctionSite, rows: readonly FunctionRow[], name: string): readonly string[] {
  const byKinship = (candidates: readonly FunctionRow[]) =>
    candidates.map((row) => ({ name: row.name, shared: commonParts(row.name, name) })).sort((a, b) => b.shared - a.shared);
  const distant = byKinship(site.rows).filter((row) => row.shared >= 2);
  return [...new Set([...rows.slice(0, 1), ...byKinship(rows.slice(1)), ...distant].map((row) => row.name))];
}
