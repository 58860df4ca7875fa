import type { Sign } from './signs.ts';

/** A piece of backend code that hackers type often, as one tree wants it. */
export interface Idiom {
  /** What is typed to get it; begins with `pg`, unique among all idioms and the snippets of `snippets/`. */
  readonly prefix: string;
  /** A few words for lists. */
  readonly label: string;
  /** One sentence: what it gives. */
  readonly description: string;
  /** Where it belongs: between functions, or inside of one after its declarations. */
  readonly scope: 'file' | 'function';
  /** Headers it needs beside `postgres.h`, as in `#include "…"`; a system header stands in angle brackets. */
  readonly includes: readonly string[];
  /** VS Code snippet syntax, lines ended by `\n`, indented by TABs of width 4. */
  readonly body: string;
}

/** An idiom whose body is still lines. */
export interface Draft extends Omit<Idiom, 'body'> {
  readonly body: readonly string[];
}

/** Whether the open tree shows a sign. */
export type Shows = (sign: Sign) => boolean;

/** Writes an idiom as a tree wants it; undefined where the tree has not what it is about. */
export type Recipe = (shows: Shows) => Draft | undefined;
