/** How much two function names have in common, measured against all names of the catalog. */
export interface NameKinship {
  /** Sum over the words that both have, each worth more the fewer functions are called so. */
  readonly shared: (one: string, other: string) => number;
  /** Number of leading words in common. */
  readonly prefix: (one: string, other: string) => number;
}

/** Measures names against the given ones: a word of few names tells more than `pg` or `get`. */
export function nameKinship(names: readonly string[]): NameKinship {
  const frequency = new Map<string, number>();
  for (const name of names) for (const word of new Set(words(name))) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log((names.length + 1) / ((frequency.get(word) ?? 0) + 0.5));
  return {
    shared: (one, other) => {
      const others = new Set(words(other));
      return [...new Set(words(one))].reduce((sum, word) => (others.has(word) ? sum + rarity(word) : sum), 0);
    },
    prefix: (one, other) => {
      const [left, right] = [words(one), words(other)];
      let count = 0;
      while (count < left.length && left[count] === right[count]) count += 1;
      return count;
    },
  };
}

function words(name: string): readonly string[] {
  return name.toLowerCase().split('_').filter(Boolean);
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
