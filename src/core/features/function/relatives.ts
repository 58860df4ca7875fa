import { fail, ok, type Result } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { callableFunctions } from './c-function.ts';
import type { FunctionRequest } from './form.ts';
import { bestOf, type NameKinship, nameKinship } from './kinship.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

/** The functions of a tree that a new one stands beside. */
export interface Relatives {
  /** The row that the new one follows; undefined in an empty list. */
  readonly after: FunctionRow | undefined;
  /** Whether that row is a relative, not just the end of the list. */
  readonly related: boolean;
  /** C functions to stand after, nearest first; in a file that has none of them the new one is the last. */
  readonly cFunctions: readonly string[];
  /** How near a registered SQL function is, for the documentation; zero and below is no relation. */
  readonly kinship: (name: string) => number;
}

/**
 * Chooses the relatives of a function, as committers do most often: after the last overload of the same name; else after the row of
 * the same C file whose name shares the rarest words; else after the last row of that file; else after the row anywhere that
 * shares most. `near` overrides the choice.
 */
export function findRelatives(context: TreeContext, site: FunctionSite, request: FunctionRequest): Result<Relatives> {
  const { rows } = site;
  const kin = nameKinship(rows.map((row) => row.name));
  const inFile = request.file === undefined ? [] : callableFunctions(context.tree.read(request.file)?.text ?? '');
  const fileFunctions = new Set(inFile);
  const sameFile = rows.filter((row) => row.language === 'internal' && fileFunctions.has(row.source));
  const named = request.near === undefined ? undefined : rows.filter((row) => isNamed(row, request.near ?? ''));
  if (named?.length === 0) {
    return fail({
      code: 'function/no-neighbour',
      message: `No function "${request.near}" is registered in ${paths.pgProc}`,
      hint: 'Name a registered function or its OID with near.',
    });
  }
  const relative =
    named?.at(-1) ??
    rows.findLast((row) => row.name === request.name) ??
    bestOf(sameFile, (row) => kin.shared(request.name, row.name)) ??
    sameFile.at(-1) ??
    bestOf(rows, (row) => Math.max(0, kin.shared(request.name, row.name) - LEAST_SHARED));
  const after = relative ?? rows.at(-1);
  return ok({
    after,
    related: relative !== undefined,
    cFunctions: rankedFunctions(kin, request, inFile, named?.at(-1)?.source),
    kinship: kinshipTo(kin, request, rows, new Set(sameFile.map((row) => row.name)), after, named !== undefined),
  });
}

/** Words worth less than this in sum, such as `pg` alone, make no relatives. */
const LEAST_SHARED = 2.5;

function isNamed(row: FunctionRow, near: string): boolean {
  return row.name === near || String(row.oid) === near || row.source === near;
}

/** C functions of the file by the words they share, the last of equals first. */
function rankedFunctions(
  kin: NameKinship,
  request: FunctionRequest,
  inFile: readonly string[],
  first: string | undefined,
): readonly string[] {
  const cName = request.cName ?? request.name;
  const ranked = inFile.map((name, index) => ({ name, index, shared: kin.shared(cName, name) })).filter(({ shared }) => shared > 0);
  ranked.sort((a, b) => b.shared - a.shared || b.index - a.index);
  return [...new Set([...(first === undefined ? [] : [first]), ...ranked.map(({ name }) => name)])];
}

/**
 * Shared words, leading words twice, a bonus for the same C file, and one for nearness to the new row. The weights are those under
 * which most rows of the documentation land in the table that the committer chose.
 */
function kinshipTo(
  kin: NameKinship,
  request: FunctionRequest,
  rows: readonly FunctionRow[],
  sameFile: ReadonlySet<string>,
  after: FunctionRow | undefined,
  chosen: boolean,
): (name: string) => number {
  const at = after === undefined ? -1 : rows.indexOf(after);
  const distance = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    distance.set(row.name, Math.min(distance.get(row.name) ?? Number.POSITIVE_INFINITY, Math.abs(index - at)));
  }
  return (name) => {
    const away = distance.get(name);
    if (away === undefined) return 0;
    if (chosen && away === 0) return Number.POSITIVE_INFINITY;
    const names = kin.shared(request.name, name) + 2 * kin.prefix(request.name, name);
    return names + (sameFile.has(name) ? 3 : 0) + 3 / (1 + away / 3);
  };
}
