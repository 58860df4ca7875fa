import type { Place } from '../base/result.ts';

/** What a reader is told about what stands at `[start, end)`. */
export interface Hover {
  readonly start: number;
  readonly end: number;
  /** Markdown without raw HTML; names and texts of the tree are escaped or in code. */
  readonly markdown: string;
}

/** Where the name at `[start, end)` is defined: one place, or several of which each is a definition. */
export interface Definition {
  readonly start: number;
  readonly end: number;
  readonly places: readonly Place[];
}

/** Something that can be put in the place of `[start, end)`, which holds the word that is being typed. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly kind: 'field' | 'value' | 'type' | 'function' | 'parameter' | 'constant' | 'snippet';
  /** A few words shown beside the label. */
  readonly detail?: string;
  readonly markdown?: string;
  /** What is inserted where it is not the label; with tab stops for the kind `snippet`. */
  readonly insert?: string;
  /** Smaller ones are shown first; those without one are shown by their labels. */
  readonly rank?: number;
}

/** An entry of the outline of one file. */
export interface OutlineItem {
  readonly name: string;
  readonly detail?: string;
  readonly kind: 'record' | 'field' | 'section' | 'entry' | 'setting';
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly OutlineItem[];
}

/** Lines that can be folded into the first one. */
export interface Folding {
  readonly start: number;
  readonly end: number;
  readonly kind: 'region' | 'comment';
}
