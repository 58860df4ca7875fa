import { foldBlanks } from '../syntax/c/lex.ts';
import type { CSyntax } from '../syntax/c/syntax.ts';
import type { CFilePieces, Piece } from './pieces.ts';

/** What a piece is. */
export type Sort = 'type' | 'variable' | 'prototype' | 'function';

/** A piece and what it declares. */
export interface Declared {
  readonly piece: Piece;
  /** Names of the items of its sort. */
  readonly items: readonly string[];
  /** Names that others can use: the items and, of a type, the enumerators. */
  readonly names: readonly string[];
  readonly isStatic: boolean;
  /** All words of the code that are not declared by it. */
  readonly uses: ReadonlySet<string>;
}

/** A piece in its turn. */
export interface OrderedPiece {
  readonly sort: Sort;
  readonly declared: Declared;
}

/** The pieces of a file so that each follows what it uses: types, variables, prototypes, variables that name those functions, functions. */
export function inOrder(c: CSyntax, pieces: CFilePieces): readonly OrderedPiece[] {
  const all = (sort: Sort, list: readonly Piece[]) => list.map((piece) => ({ sort, declared: read(c, piece, sort) }));
  const [types, variables, prototypes] = [
    all('type', pieces.types),
    all('variable', pieces.variables),
    all('prototype', pieces.prototypes),
  ];
  const functionNames = prototypes.flatMap((one) => one.declared.names);
  const late = variables.filter((one) => functionNames.some((name) => one.declared.uses.has(name)));
  const early = variables.filter((one) => !late.includes(one));
  return [...types, ...early, ...prototypes, ...late, ...all('function', pieces.functions)];
}

function read(c: CSyntax, piece: Piece, sort: Sort): Declared {
  const outline = c.outline(piece.text);
  const items = { type: outline.types, variable: outline.variables, prototype: outline.prototypes, function: outline.functions }[sort];
  const enumerators = sort === 'type' ? outline.types.flatMap((type) => type.enumerators.map((one) => one.name)) : [];
  const itemNames = items.map((item) => item.name);
  const names = [...itemNames, ...enumerators];
  const uses = new Set(foldBlanks(piece.text).match(/[A-Za-z_]\w*/g));
  for (const name of names) uses.delete(name);
  return { piece, items: itemNames, names, uses, isStatic: /^static\b/m.test(piece.text) };
}

/** Whether an empty line stands between two new neighbours: lines of one sort stand together, everything else apart. */
export function standApart(one: OrderedPiece, next: OrderedPiece): boolean {
  const isLine = ({ sort, declared }: OrderedPiece) => sort === 'prototype' || !declared.piece.text.includes('\n');
  return one.sort !== next.sort || one.sort === 'function' || !isLine(one) || !isLine(next);
}
