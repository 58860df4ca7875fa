import type { TreePath } from '../tree/source-tree.ts';

/** A declaration or definition to be placed in a C file: complete lines joined by `\n`, no blank line around, no final newline. */
export interface Piece {
  /** The plan's step it serves. */
  readonly step: string;
  readonly text: string;
  /** Names of existing declarations of the same sort that it belongs beside, nearest first; it goes after the first one that the file has. */
  readonly related?: readonly string[];
}

/** Everything one registration wants in one C source file or header, which may not exist yet. */
export interface CFilePieces {
  readonly path: TreePath;
  /** What the file is about, for the header comment of a new file: a phrase without a period. */
  readonly description: string;
  /** Headers as written between the quotes, for example `utils/guc.h`. Those already included are left alone. */
  readonly includes: readonly { readonly step: string; readonly header: string }[];
  readonly types: readonly Piece[];
  readonly variables: readonly Piece[];
  readonly prototypes: readonly Piece[];
  readonly functions: readonly Piece[];
}
