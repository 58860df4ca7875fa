import type { TreePath } from '../tree/source-tree.ts';

/** A position in a file of the tree; `offset` counts UTF-16 units from the start of its text. */
export interface Place {
  readonly path: TreePath;
  readonly offset: number;
}

/** Why a request or a tree was refused. Codes are stable: `area/reason`. */
export interface Problem {
  readonly code: string;
  /** One sentence: what was looked for and what was found instead. */
  readonly message: string;
  readonly where?: Place;
  /** The field of the form that it is about, where it is about one. */
  readonly field?: string;
  /** One sentence: what the user can do next. */
  readonly hint?: string;
}

/** The outcome of anything that a wrong tree or a wrong request can make fail. Our own bugs throw instead. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A refusal. */
export function fail(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
