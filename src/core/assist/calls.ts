import { recordsOf } from '../catalog/records.ts';
import type { Link } from '../features/feature.ts';
import type { IndexEntry } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import { linksOf } from '../links/links.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { languageOf } from './languages.ts';
import { listedAt } from './words.ts';

/** Roles of links that lead from an entry on, as opposed to those that lead to it. */
const ONWARD = new Set([
  'C function',
  'hook',
  'definition',
  'variable',
  'entry function',
  'transition',
  'final',
  'combine',
  'function',
  'input',
  'output',
]);
/** Roles of links that call or use an entry. */
const INWARD = new Set(['use', 'test', 'call', 'installer', 'registered by']);

/** The entry whose record or declaration stands at an offset; tools for C know the calls of C code, so only lists, tables and hooks are looked into. */
export function callableAt(context: TreeContext, path: TreePath, offset: number): IndexEntry | undefined {
  const entries = treeIndex(context).ofFile(path);
  if (path.endsWith('.dat')) {
    const record = recordsOf(context, path).find((one) => one.start <= offset && offset < one.end);
    return entries.find((one) => one.kind !== 'oid' && one.place.offset === record?.start);
  }
  if (/^(?:errcodes|wait-events|lwlocks)$/.test(languageOf(path) ?? '') || path.endsWith('/lwlocklist.h'))
    return listedAt(context, path, offset);
  return (
    entries.find((one) => one.kind === 'hook' && one.place.offset <= offset && offset <= one.end) ?? parameterAt(context, path, offset)
  );
}

/** The parameter whose row of a C table begins around an offset, up to the end of its name: what a row names after that, tools for C know. */
function parameterAt(context: TreeContext, path: TreePath, offset: number): IndexEntry | undefined {
  const parameters = treeIndex(context).ofFile(path);
  const entry = parameters.findLast((one) => one.kind === 'guc' && one.place.offset <= offset);
  if (!entry) return undefined;
  const start = entry.place.offset;
  const named = /^[^"]*"[^"]*"/.exec(context.tree.read(path)?.text.slice(start, start + 500) ?? '');
  return named && offset <= start + named[0].length ? entry : undefined;
}

/** What calls or uses an entry: code, catalog rows, tests. */
export function callsTo(context: TreeContext, entry: IndexEntry): readonly Link[] {
  return linksOf(context, entry).filter(({ role }) => INWARD.has(role) || role.startsWith('pg_'));
}

/** What an entry runs. */
export function callsFrom(context: TreeContext, entry: IndexEntry): readonly Link[] {
  return linksOf(context, entry).filter(({ role }) => ONWARD.has(role));
}
