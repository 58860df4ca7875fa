import { ok, type Result } from '../base/result.ts';
import { foldBlanks } from '../syntax/c/lex.ts';
import type { CType } from '../syntax/c/syntax.ts';
import { lineEnd } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { fileScope } from './file-scope.ts';
import { includePoint } from './includes.ts';
import { newCFile } from './new-file.ts';
import type { CFilePieces, Piece } from './pieces.ts';
import { type Declared, functionPoint, type Named, type Point, prototypePoint, type Target, typePoint, variablePoint } from './points.ts';

/** Something to be inserted at its place. */
interface Placed {
  readonly step: string;
  readonly text: string;
  readonly point: Point;
  /** Names that it declares and that others may use. */
  readonly names: readonly string[];
  readonly sort: 'include' | 'type' | 'variable' | 'prototype' | 'function';
}

const SORTS = [
  { sort: 'type', from: 'types', point: typePoint },
  { sort: 'variable', from: 'variables', point: variablePoint },
  { sort: 'prototype', from: 'prototypes', point: prototypePoint },
  { sort: 'function', from: 'functions', point: functionPoint },
] as const;

/**
 * Puts includes, types, variables, prototypes and functions into a C source file or header: beside the relatives that are named, else
 * beside those of a similar name, else where the file keeps such things. Nothing goes inside an `#if`, unless the whole file
 * stands in one, nor above something that it uses. A file that does not exist is created, in an existing directory, and listed
 * in the build files.
 */
export function placeInCFile(context: TreeContext, pieces: CFilePieces): Result<readonly Change[]> {
  const file = context.tree.read(pieces.path);
  if (!file) return newCFile(context, pieces);
  const { text } = file;
  const outline = context.c.outline(text);
  const target: Target = { text, outline, scope: fileScope(text, outline), isHeader: pieces.path.endsWith('.h') };
  const placed: Placed[] = [];
  for (const { step, header } of pieces.includes) {
    const point = includePoint(text, outline, target.scope, header);
    const known = placed.some((one) => one.names.includes(header));
    if (point && !known) placed.push({ step, text: `#include "${header}"`, point, names: [header], sort: 'include' });
  }
  placed.sort((a, b) => a.point.at - b.point.at || ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1));
  for (const { sort, from, point } of SORTS) {
    for (const piece of pieces[from]) {
      const declared = read(context, piece, from);
      placed.push({
        step: piece.step,
        text: piece.text,
        point: below(target, placed, declared, sort, point(target, declared)),
        names: declared.names,
        sort,
      });
    }
  }
  return ok(placed.map((one, index) => change(pieces.path, text, one, neighbours(placed, index))));
}

function read(context: TreeContext, piece: Piece, from: (typeof SORTS)[number]['from']): Declared {
  const { [from]: items, types } = context.c.outline(piece.text);
  const enumerators = from === 'types' ? types.flatMap((type) => type.enumerators.map((one) => one.name)) : [];
  return { piece, names: [...items.map((item) => item.name), ...enumerators], isStatic: /^static\b/m.test(piece.text) };
}

/** Moves a point down below whatever the piece uses, of the file and of what is placed with it. */
function below(target: Target, placed: readonly Placed[], { piece, names }: Declared, sort: Placed['sort'], point: Point): Point {
  const used = new Set(foldBlanks(piece.text).match(/[A-Za-z_]\w*/g));
  for (const name of names) used.delete(name);
  const { types, defines, variables } = target.outline;
  const sources = sort === 'function' ? [...types, ...defines, ...variables] : [...types, ...defines];
  const needed = sources.filter(
    (item) =>
      item.start >= point.at &&
      !target.scope.isConditional(item.start) &&
      [item.name, ...enumeratorsOf(item)].some((name) => used.has(name)),
  );
  const fresh = placed.filter((one) => one.sort !== 'include' && one.names.some((name) => used.has(name)));
  const at = Math.max(point.at, ...needed.map((item) => lineEnd(target.text, item.end - 1)), ...fresh.map((one) => one.point.at));
  return at > point.at ? { at, blankBefore: true, blankAfter: true } : point;
}

function enumeratorsOf(item: Named | CType): readonly string[] {
  return 'enumerators' in item ? item.enumerators.map((one) => one.name) : [];
}

/** What else goes to the same place, just before and just after. */
function neighbours(placed: readonly Placed[], index: number): { readonly before: Placed | undefined; readonly after: Placed | undefined } {
  const at = placed[index]?.point.at;
  const same = (one: Placed) => one.point.at === at;
  return { before: placed.slice(0, index).findLast(same), after: placed.slice(index + 1).find(same) };
}

function change(path: string, text: string, one: Placed, { before, after }: ReturnType<typeof neighbours>): Change {
  const { at, blankBefore, blankAfter } = one.point;
  const above = text.slice(0, at);
  const lead = before ? '' : above === '' || above.endsWith('\n') ? '' : '\n';
  const needsBefore = before ? areApart(before, one) : blankBefore && above !== '' && !/(?:^|\n)[ \t]*\r?\n$/.test(above + lead);
  const needsAfter = !after && blankAfter && /^[ \t]*\S/.test(text.slice(at, at + 200));
  return {
    kind: 'edit',
    step: one.step,
    path,
    start: at,
    end: at,
    text: `${lead}${needsBefore ? '\n' : ''}${one.text}\n${needsAfter ? '\n' : ''}`,
  };
}

/** Whether an empty line stands between two new things at one place: lines of one sort stand together. */
function areApart(one: Placed, next: Placed): boolean {
  const isLine = (placed: Placed) => placed.sort === 'include' || placed.sort === 'prototype' || !placed.text.includes('\n');
  return one.sort !== next.sort || !isLine(one) || !isLine(next);
}
