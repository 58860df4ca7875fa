/**
 * The slot for `name` in a list that is sorted in byte order, or nearly: where the fewest entries stand on the wrong side of it, the
 * last of such slots. In a sorted list that is the only right one; a single stray entry of a list that drifted moves nothing else.
 */
export function sortedSlot(entries: readonly string[], name: string): number {
  let wrong = entries.filter((entry) => entry < name).length;
  let [slot, fewest] = [0, wrong];
  entries.forEach((entry, index) => {
    wrong += entry < name ? -1 : 1;
    if (wrong > fewest) return;
    slot = index + 1;
    fewest = wrong;
  });
  return slot;
}
