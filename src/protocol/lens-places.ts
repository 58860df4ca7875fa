import { request } from './request.ts';

/**
 * Where the lenses of a document stand, as three numbers for each place: lines from the place before it, character (UTF-16), and how many
 * lenses stand there. A file may have thousands, and an editor asks for all of them after each keystroke.
 */
export interface LensPlaces {
  /** Number of the document, which its lenses carry. */
  readonly document: number;
  readonly places: readonly number[];
}

/** A lens as the protocol has it before it is resolved. */
export interface PlacedLens {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly data: LensData;
}

/** What a lens carries until it is shown: its document by number, and which of its lenses it is. */
export type LensData = readonly [document: number, index: number];

interface Position {
  readonly line: number;
  readonly character: number;
}

/** The answer of `textDocument/codeLens` in few numbers, for a client that makes lenses of it by `lensesAt`. */
export const lensPlacesRequest = request<{ readonly uri: string }, LensPlaces>('pgsmith/lensPlaces');

/** The places of lenses, in their order, as numbers. */
export function toLensPlaces(document: number, placed: readonly { readonly position: Position; readonly count: number }[]): LensPlaces {
  const places: number[] = [];
  let line = 0;
  for (const { position, count } of placed) {
    places.push(position.line - line, position.character, count);
    line = position.line;
  }
  return { document, places };
}

/** The lenses at places. */
export function lensesAt({ document, places }: LensPlaces): PlacedLens[] {
  const lenses: PlacedLens[] = [];
  let line = 0;
  for (let at = 0; at < places.length; at += 3) {
    line += places[at] ?? 0;
    const position = { line, character: places[at + 1] ?? 0 };
    for (let left = places[at + 2] ?? 0; left > 0; left -= 1)
      lenses.push({ range: { start: position, end: position }, data: [document, lenses.length] });
  }
  return lenses;
}
