import { fail, ok, type Result } from '../base/result.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import { addToBuildLists } from './build-lists.ts';
import type { CFilePieces, Piece } from './pieces.ts';

const RULE = '-------------------------------------------------------------------------';

/** Creates a C file or header with PostgreSQL's file header comment, and lists a C file where its directory is built. */
export function newCFile(context: TreeContext, pieces: CFilePieces): Result<readonly Change[]> {
  const { path } = pieces;
  if (!context.tree.list(dirname(path)))
    return fail({
      code: 'place/no-directory',
      message: `${path} cannot be created: ${dirname(path)} is no directory of this tree`,
      hint: 'Name an existing directory.',
    });
  const lists = addToBuildLists(context, path);
  if (!lists.ok) return lists;
  const step =
    [...pieces.functions, ...pieces.variables, ...pieces.types, ...pieces.prototypes][0]?.step ?? pieces.includes[0]?.step ?? 'file';
  const text = path.endsWith('.h') ? headerText(context, pieces) : sourceText(context, pieces);
  return ok([{ kind: 'create', step, path, text }, ...lists.value]);
}

function sourceText(context: TreeContext, pieces: CFilePieces): string {
  const identification = [' * IDENTIFICATION', ` *\t  ${pieces.path}`];
  const includes = sortedIncludes(pieces).map((header) => `#include "${header}"`);
  const blocks = [
    [...fileComment(context, pieces, identification), `#include "${firstInclude(context, pieces.path)}"`].join('\n'),
    includes.join('\n'),
    ...pieces.types.map((piece) => piece.text),
    lines(pieces.variables),
    lines(pieces.prototypes),
    ...pieces.functions.map((piece, index) => `${index === 0 ? '\n' : ''}${piece.text}`),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headerText(context: TreeContext, pieces: CFilePieces): string {
  const guard = basename(pieces.path)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_');
  const blocks = [
    [...fileComment(context, pieces, [` * ${pieces.path}`]), `#ifndef ${guard}`, `#define ${guard}`].join('\n'),
    sortedIncludes(pieces)
      .map((header) => `#include "${header}"`)
      .join('\n'),
    ...pieces.types.map((piece) => piece.text),
    lines(pieces.variables),
    lines(pieces.prototypes),
    ...pieces.functions.map((piece) => piece.text),
    `#endif\t\t\t\t\t\t\t/* ${guard} */`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function sortedIncludes(pieces: CFilePieces): readonly string[] {
  return [...new Set(pieces.includes.map((include) => include.header))].sort();
}

function lines(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('\n');
}

function fileComment(context: TreeContext, pieces: CFilePieces, end: readonly string[]): readonly string[] {
  return [
    `/*${RULE}`,
    ' *',
    ` * ${basename(pieces.path)}`,
    ` *\t  ${pieces.description}`,
    ' *',
    ` * Portions Copyright (c) 1996-${copyrightYear(context)}, PostgreSQL Global Development Group`,
    ' * Portions Copyright (c) 1994, Regents of the University of California',
    ' *',
    ...end,
    ' *',
    ` *${RULE}`,
    ' */',
  ];
}

/** The year that the tree itself gives in COPYRIGHT; today's only where it gives none. */
function copyrightYear(context: TreeContext): number {
  const text = context.tree.read('COPYRIGHT')?.text ?? '';
  const years = [...text.matchAll(/Copyright \(c\) \d{4}-(\d{4}), PostgreSQL Global Development Group/g)].map((match) => Number(match[1]));
  return years.length > 0 ? Math.max(...years) : context.today.year;
}

/** The header that every C file of the directory includes first: postgres.h, or what its neighbours use. */
function firstInclude(context: TreeContext, path: TreePath): string {
  const directory = dirname(path);
  const neighbour = (context.tree.list(directory) ?? []).find((entry) => entry.kind === 'file' && entry.name.endsWith('.c'));
  const text = neighbour ? (context.tree.read(`${directory}/${neighbour.name}`)?.text ?? '') : '';
  return /^#include "((?:postgres|postgres_fe|c)\.h)"/m.exec(text)?.[1] ?? 'postgres.h';
}
