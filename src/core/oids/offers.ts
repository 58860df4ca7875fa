import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import type { Offer } from '../features/feature.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { blockAround, oidAt } from './edits.ts';
import { oidSpace } from './space.ts';

/** What can be done with the OID at an offset of a catalog file; of a data file's field any part will do. */
export function oidOffers(context: TreeContext, path: TreePath, offset: number): readonly Offer[] {
  if (!path.startsWith(`${CATALOG_DIRECTORY}/`) || !/\.(?:dat|h)$/.test(path)) return [];
  const space = oidSpace(context);
  const here = oidAt(context, { path, offset: fieldAt(context, path, offset)?.start ?? offset });
  if (!space.ok || !here) return [];
  const target = { kind: 'replace-oid', place: { path, offset: here.start } } as const;
  const isDuplicate = space.value.uses.filter((use) => use.oid === here.oid).length > 1;
  return [
    ...(isDuplicate ? [{ title: `Replace OID ${here.oid} by an unused one`, target, fixes: 'oid/duplicate' }] : []),
    { title: 'Replace by an unused OID', target },
    { title: 'Shift this block of OIDs\u2026', target: { kind: 'shift-oids', ...blockAround(space.value, here.oid) } },
  ];
}

/** The range of the OID at an offset, which a picked one replaces: digits, or the empty value of a field that holds an OID. */
export function oidFieldAt(
  context: TreeContext,
  path: TreePath,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const field = fieldAt(context, path, offset);
  if (field || !path.startsWith(`${CATALOG_DIRECTORY}/`)) return field;
  const here = oidAt(context, { path, offset });
  return here && { start: here.start, end: here.end };
}

/** The digits, if any, of the field `oid` or `array_type_oid` around an offset. */
function fieldAt(context: TreeContext, path: TreePath, offset: number): { readonly start: number; readonly end: number } | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const line = text.slice(from, newline < 0 ? text.length : newline);
  for (const match of line.matchAll(/\b((?:array_type_)?oid\s*=>\s*')(\d*)'/g)) {
    const start = from + match.index + (match[1]?.length ?? 0);
    const end = start + (match[2]?.length ?? 0);
    if (from + match.index <= offset && offset <= end + 1) return { start, end };
  }
  return undefined;
}
