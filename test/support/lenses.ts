import { type Lens, lensesOf, type TreeContext } from '../../src/core/api.ts';

/** A lens with its place. */
export type PlacedLens = Lens & { readonly offset: number };

/** The lenses of a file one by one, each with its place. */
export function eachLens(context: TreeContext, path: string, kinds: ReadonlySet<string>): readonly PlacedLens[] {
  return lensesOf(context, path, kinds).flatMap(({ offset, lenses }) => lenses.map((lens) => ({ offset, ...lens })));
}
