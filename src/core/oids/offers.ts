import type { Offer } from '../features/feature.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { blockAround, oidUseAt } from './edits.ts';
import { oidFindings } from './findings.ts';
import { oidSpace } from './space.ts';

/** What can be done with the OID at an offset of a catalog file. */
export function oidOffers(context: TreeContext, path: TreePath, offset: number): readonly Offer[] {
  if (!/^src\/include\/catalog\/[^/]+\.(?:dat|h)$/.test(path)) return [];
  const space = oidSpace(context);
  const use = oidUseAt(context, { path, offset });
  if (!space.ok || !use) return [];
  const target = { kind: 'replace-oid', place: use.place } as const;
  const isDuplicate = oidFindings(context).some((finding) => finding.where.path === path && finding.where.offset === use.place.offset);
  return [
    ...(isDuplicate ? [{ title: `Replace OID ${use.oid} by an unused one`, target, fixes: 'oid/duplicate' }] : []),
    { title: 'Replace by an unused OID', target },
    { title: 'Shift this block of OIDs\u2026', target: { kind: 'shift-oids', ...blockAround(space.value, use.oid) } },
  ];
}

/** The range of the OID at an offset, which a picked one replaces: a number in use, or the empty value of a field that holds one. */
export function oidFieldAt(
  context: TreeContext,
  path: TreePath,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(from, end < 0 ? text.length : end);
  for (const match of line.matchAll(/\b(?:array_type_)?oid\s*=>\s*'(\d*)'|\b(?:[A-Z_]+)\([^()]*?\b(\d+)\b/g)) {
    const digits = match[1] ?? match[2] ?? '';
    const stop = from + match.index + match[0].length - (match[1] === undefined ? 0 : 1);
    const start = stop - digits.length;
    if (from + match.index <= offset && offset <= stop + 1) return { start, end: stop };
  }
  return undefined;
}
