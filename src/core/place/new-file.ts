import { fail, ok, type Result } from '../base/result.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname } from '../tree/source-tree.ts';
import { fileComment, mostFrequent, neighbourTexts } from './file-comment.ts';
import { FIRST_HEADER } from './includes.ts';
import { inOrder, type OrderedPiece, standApart } from './order.ts';
import type { CFilePieces } from './pieces.ts';

/** Writes a C file or header that does not exist, or of which nothing but blanks does, with PostgreSQL's file header comment. */
export function newCFile(context: TreeContext, pieces: CFilePieces): Result<readonly Change[]> {
  const { path } = pieces;
  if (!context.tree.list(dirname(path)))
    return fail({
      code: 'place/no-directory',
      message: `${path} cannot be created: ${dirname(path)} is no directory of this tree`,
      hint: 'Name an existing directory.',
    });
  const ordered = inOrder(context.c, pieces);
  const step = [...pieces.functions, ...pieces.variables, ...pieces.types, ...pieces.prototypes, ...pieces.includes][0]?.step ?? 'file';
  const neighbours = neighbourTexts(context, path);
  const comment = fileComment(context, path, pieces.description, neighbours);
  const text = path.endsWith('.h') ? headerText(pieces, comment, ordered) : sourceText(pieces, comment, ordered, opening(neighbours));
  const blank = context.tree.read(path)?.text;
  return ok([blank === undefined ? { kind: 'create', step, path, text } : { kind: 'edit', step, path, start: 0, end: blank.length, text }]);
}

/** The file header stands directly above what every C file includes first; two empty lines set the functions off. */
function sourceText(pieces: CFilePieces, comment: string, ordered: readonly OrderedPiece[], first: string): string {
  const declarations = ordered.filter((one) => one.sort !== 'function');
  const functions = ordered.filter((one) => one.sort === 'function');
  const above = [`${comment}\n${first}`, includeLines(pieces), joined(declarations)].filter(Boolean).join('\n\n');
  return `${[above, joined(functions)].filter(Boolean).join('\n\n\n')}\n`;
}

function headerText(pieces: CFilePieces, comment: string, ordered: readonly OrderedPiece[]): string {
  const guard = basename(pieces.path)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_');
  const blocks = [
    `${comment}\n#ifndef ${guard}\n#define ${guard}`,
    includeLines(pieces),
    joined(ordered),
    `#endif\t\t\t\t\t\t\t/* ${guard} */`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function includeLines(pieces: CFilePieces): string {
  const headers = new Set(pieces.includes.map((include) => include.header).filter((header) => !FIRST_HEADER.test(header)));
  return [...headers]
    .sort()
    .map((header) => `#include "${header}"`)
    .join('\n');
}

function joined(pieces: readonly OrderedPiece[]): string {
  return pieces
    .map((one, index) => {
      const previous = pieces[index - 1];
      return `${previous ? (standApart(previous, one) ? '\n\n' : '\n') : ''}${one.declared.piece.text}`;
    })
    .join('');
}

/** What most C files of a directory include first: postgres.h, postgres_fe.h, or one of them by `#ifdef`. */
function opening(neighbours: readonly string[]): string {
  const first = /^#ifn?def FRONTEND\n#include "\w+\.h"\n#else\n#include "\w+\.h"\n#endif$|^#include "(?:postgres|postgres_fe|c)\.h"$/m;
  return mostFrequent(neighbours.flatMap((text) => first.exec(text)?.[0] ?? [])) ?? '#include "postgres.h"';
}
