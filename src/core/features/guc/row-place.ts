import { lineEnd, lineStart } from '../../text/lines.ts';
import type { GucEntry, Parameter } from './entry.ts';
import { type Kinship, nearestKin, WORTH_LEAVING_THE_END } from './kinship.ts';
import type { GucSite } from './locate.ts';
import type { ShortRowStyle } from './row-text.ts';

/** Where a row or record goes. */
export interface RowPoint {
  readonly offset: number;
  /** The parameter above it; undefined where it is the first. */
  readonly after: string | undefined;
  /** What stands before and after the text of the row. */
  readonly before: string;
  readonly behind: string;
  readonly style: ShortRowStyle;
}

/** In alphabetical order where the tree demands it, else after the nearest relative of the same type, else at the end of the table. */
export function rowPoint(site: GucSite, parameter: Parameter, kinship: (entry: GucEntry) => ReturnType<Kinship>): RowPoint {
  if (site.sorted) return sortedPoint(site, parameter);
  const rows = site.entries.filter((entry) => entry.type === parameter.type);
  const after = nearestKin(rows, kinship, WORTH_LEAVING_THE_END) ?? rows.at(-1) ?? site.entries.at(-1);
  if (!after) {
    const offset = site.dialect === 'rows' ? (site.tables.get(parameter.type)?.endMarker ?? 0) : site.close;
    return { offset, after: undefined, before: '', behind: '\n', style: 'NULL' };
  }
  const offset = afterRow(site.text, after);
  const isSpaced = /^[ \t]*\r?\n/.test(site.text.slice(offset));
  return { offset, after: after.name, before: isSpaced ? '\n' : '', behind: '', style: styleAbove(site, rows, after) };
}

function sortedPoint(site: GucSite, parameter: Parameter): RowPoint {
  const name = parameter.name.toLowerCase();
  const next = site.entries.findIndex((entry) => entry.name.toLowerCase() > name);
  const greater = site.entries[next];
  const after = (greater ? site.entries[next - 1] : site.entries.at(-1))?.name;
  const offset = greater ? beforeComments(site.text, greater.start) : site.close;
  return { offset, after, before: '', behind: '\n', style: 'NULL' };
}

/** Start of the comment lines right above a record, which belong to it. */
function beforeComments(text: string, start: number): number {
  let at = lineStart(text, start);
  while (at > 0 && text[lineStart(text, at - 1)] === '#') at = lineStart(text, at - 1);
  return at;
}

/** After the line of the comma that ends a row, and after the `#endif` of what surrounds it. */
function afterRow(text: string, entry: GucEntry): number {
  const comma = text.indexOf(',', entry.end);
  let at = lineEnd(text, comma < 0 ? entry.end : comma);
  let depth = entry.path.endsWith('.dat') ? 0 : entry.conditions.length;
  for (const line = /^[ \t]*#[ \t]*(if|endif)|/gmy; depth > 0 && at < text.length; at = lineEnd(text, at)) {
    line.lastIndex = at;
    const word = line.exec(text)?.[1];
    if (word === 'endif') depth -= 1;
    else if (word === 'if') depth += 1;
  }
  return at;
}

/** The way in which the nearest row above, itself included, that has one description and no flags ends it. */
function styleAbove(site: GucSite, rows: readonly GucEntry[], after: GucEntry): ShortRowStyle {
  const above = rows.slice(0, rows.indexOf(after) + 1).reverse();
  for (const row of above) {
    if (row.flags.length > 0 || row.longDesc !== undefined) continue;
    const end = /(NULL,?|,)\s*\}\s*,\s*&/.exec(site.text.slice(row.start, row.end))?.[1];
    if (end !== undefined) return end === ',' ? 'comma' : end === 'NULL' ? 'NULL' : 'NULL,';
  }
  return 'NULL';
}
