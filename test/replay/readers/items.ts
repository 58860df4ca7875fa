/** Something found in a text, in order of place: `[start, end)` covers `text`. `group` is the list or section it stands in. */
export interface Item {
  readonly name: string;
  readonly group: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All matches of a global pattern as items; the first capture is the name. */
export function itemsOf(text: string, pattern: RegExp, group = ''): readonly Item[] {
  return [...text.matchAll(pattern)].map((match) => ({
    name: match[1] ?? '',
    group,
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

/** What stands just before and after an item. */
export interface Neighbours {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The nearest items of the same group before and after `name` that `known` holds too; undefined where there is no such item. */
export function neighboursOf(items: readonly Item[], name: string, known: ReadonlySet<string>): Neighbours | undefined {
  const at = items.findIndex((item) => item.name === name);
  const item = items[at];
  if (!item) return undefined;
  const kin = (other: Item) => other.group === item.group && known.has(other.name);
  return { before: items.slice(0, at).findLast(kin)?.name, after: items.slice(at + 1).find(kin)?.name };
}

/** Gives every item the section that the last mark before it names. Marks and items are both in order of place. */
export function withSections(items: readonly Item[], marks: readonly { readonly at: number; readonly name: string }[]): readonly Item[] {
  return items.map((item) => ({ ...item, group: marks.findLast((mark) => mark.at < item.start)?.name ?? '' }));
}
