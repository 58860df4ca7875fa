/** Throws when `condition` does not hold. For our own bugs only, never for bad input: that is a `Problem`. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`pgsmith bug: ${message}`);
}
