import type { Place } from '../base/result.ts';
import { recordsOf } from '../catalog/records.ts';
import { uniqueKeys } from '../catalog/unique-keys.ts';
import type { Finding } from '../features/feature.ts';
import { functionsNamed, functionsOf, SERVER_DIRECTORIES } from '../index/c-functions.ts';
import { KINDS } from '../index/entry.ts';
import { unitEntries } from '../index/units.ts';
import { fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import { languageOf } from './languages.ts';

/** Something of one file that must be the only one of its key. */
interface Claim {
  readonly key: string;
  /** What it is, in words. */
  readonly what: string;
  readonly place: Place;
}

/** Names of one file that something else has already: keys of catalogs, names on lists, C functions that SQL can call. */
export function takenNames(context: TreeContext, path: TreePath): readonly Finding[] {
  switch (languageOf(path)) {
    case 'catalog':
      return rowKeys(context, path).flatMap((claims) => repeated(claims, 'catalog/duplicate'));
    case 'errcodes':
    case 'wait-events':
    case 'lwlocks':
      return repeated(listClaims(context, path), 'list/duplicate');
    case 'c':
      return path.endsWith('.h') ? repeated(listClaims(context, path), 'list/duplicate') : callableElsewhere(context, path);
    default:
      return [];
  }
}

/** Rows of a catalog by each of its unique indexes. Functions have a check of their own. */
function rowKeys(context: TreeContext, path: TreePath): readonly (readonly Claim[])[] {
  const catalog = basename(path).replace(/\.dat$/, '');
  if (catalog === 'pg_proc') return [];
  return uniqueKeys(context, catalog).map((columns) =>
    recordsOf(context, path).flatMap((record): readonly Claim[] => {
      const values = columns.map((column) => fieldValue(record, column));
      if (values.every((value) => value === undefined)) return [];
      const key = JSON.stringify(values);
      const what = columns.flatMap((column, index) => (values[index] === undefined ? [] : [`${column} ${values[index]}`])).join(', ');
      return [{ key, what: `A row with ${what}`, place: { path, offset: record.start } }];
    }),
  );
}

/** Names on a list that several things must not share. */
function listClaims(context: TreeContext, path: TreePath): readonly Claim[] {
  return unitEntries(context, path).flatMap(({ kind, name, place, fields }) =>
    kind === 'errcode' || kind === 'wait-event' || kind === 'lwlock'
      ? [{ key: `${kind} ${String(fields['type'] ?? '')} ${name}`, what: `The ${KINDS[kind]} ${name}`, place }]
      : [],
  );
}

/** A finding at each place of what stands there more than once. */
function repeated(claims: readonly Claim[], code: string): readonly Finding[] {
  const byKey = new Map<string, Claim[]>();
  for (const claim of claims) {
    const known = byKey.get(claim.key);
    if (known) known.push(claim);
    else byKey.set(claim.key, [claim]);
  }
  return [...byKey.values()].filter((same) => same.length > 1).flatMap((same) => same.map((claim) => finding(claim, same, code)));
}

function finding(claim: Claim, same: readonly Claim[], code: string): Finding {
  const others = same.filter((one) => one !== claim);
  const related = others.map(({ what, place }) => ({ place, message: what }));
  return { code, message: `${claim.what} is there already`, where: claim.place, related };
}

/** Functions for the function manager whose name another file of the server has taken, so that it cannot be linked. */
function callableElsewhere(context: TreeContext, path: TreePath): readonly Finding[] {
  if (!SERVER_DIRECTORIES.some((directory) => path.startsWith(`${directory}/`))) return [];
  return functionsOf(context, path)
    .filter((one) => one.isCallable)
    .flatMap((one) => {
      const same = functionsNamed(context, one.name)
        .filter((other) => other.isCallable)
        .map(({ name, place }) => ({ key: name, what: `The C function ${name}`, place }));
      const own = same.find((other) => other.place.path === path && other.place.offset === one.offset);
      return own && same.length > 1 ? [finding(own, same, 'c/duplicate')] : [];
    });
}
