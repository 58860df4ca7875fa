import { placeInCFile } from '../../src/core/place/c-file.ts';
import type { CFilePieces } from '../../src/core/place/pieces.ts';
import { editedTexts, toTreeEdit } from '../../src/core/text/tree-edit.ts';
import type { TreeContext } from '../../src/core/tree/context.ts';
import type { TreePath } from '../../src/core/tree/source-tree.ts';

/** Pieces of one file, given as texts; those with relatives as `[text, ...relatives]`. */
export interface Wanted {
  readonly description?: string;
  readonly includes?: readonly string[];
  readonly types?: readonly WantedPiece[];
  readonly variables?: readonly WantedPiece[];
  readonly prototypes?: readonly WantedPiece[];
  readonly functions?: readonly WantedPiece[];
}
type WantedPiece = string | readonly [text: string, ...related: string[]];

/** The texts of all files after pieces were placed in the file at `path`; the message where that was refused. */
export function placed(context: TreeContext, path: TreePath, wanted: Wanted): Readonly<Record<TreePath, string>> | string {
  const changes = placeInCFile(context, piecesOf(path, wanted));
  if (!changes.ok) return changes.problem.message;
  const edit = toTreeEdit(context.tree, { title: '', steps: [], notes: [] }, changes.value);
  return edit.ok ? Object.fromEntries(editedTexts(context.tree, edit.value)) : edit.problem.message;
}

function piecesOf(path: TreePath, wanted: Wanted): CFilePieces {
  const pieces = (step: string, list: readonly WantedPiece[] = []) =>
    list.map((one) => (typeof one === 'string' ? { step, text: one } : { step, text: one[0], related: one.slice(1) }));
  return {
    path,
    description: wanted.description ?? 'key management',
    includes: (wanted.includes ?? []).map((header) => ({ step: 'include', header })),
    types: pieces('type', wanted.types),
    variables: pieces('variable', wanted.variables),
    prototypes: pieces('prototype', wanted.prototypes),
    functions: pieces('function', wanted.functions),
  };
}
