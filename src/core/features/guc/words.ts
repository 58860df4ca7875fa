/** Parts of a parameter's name, plural endings dropped, so that `slots` meets `slot`. */
export function words(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split('_')
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}

/** How many leading words two names share. */
export function sharedPrefix(one: string, other: string): number {
  const [left, right] = [words(one), words(other)];
  let count = 0;
  while (count < left.length && left[count] === right[count]) count += 1;
  return count;
}

/** How many words two names share, wherever they stand. */
export function sharedWords(one: string, other: string): number {
  const right = new Set(words(other));
  return words(one).filter((word) => right.has(word)).length;
}

/** The item of the highest positive score, the last of equals; undefined where none scores. */
export function bestOf<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  let best: T | undefined;
  let highest = 0;
  for (const item of items) {
    const value = score(item);
    if (value <= 0 || value < highest) continue;
    best = item;
    highest = value;
  }
  return best;
}
