import { fail, ok, type Problem, type Result } from '../base/result.ts';
import type { CType } from '../syntax/c/syntax.ts';
import { isMacroList } from '../syntax/macro-list.ts';
import { applyEdits } from '../text/edit.ts';
import { lineEnd } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { fileScope } from './file-scope.ts';
import { includePoint } from './includes.ts';
import { newCFile } from './new-file.ts';
import { type Declared, inOrder, type OrderedPiece, type Sort, standApart } from './order.ts';
import type { CFilePieces } from './pieces.ts';
import { functionPoint, type Named, type Point, prototypePoint, type Target, typePoint, variablePoint } from './points.ts';

/** A piece at its place. */
interface Placed extends OrderedPiece {
  readonly point: Point;
}

const POINTS: Readonly<Record<Sort, (target: Target, wanted: Declared) => Point>> = {
  type: typePoint,
  variable: variablePoint,
  prototype: prototypePoint,
  function: functionPoint,
};

/**
 * Puts includes, types, variables, prototypes and functions into a C source file or header: beside the relatives that are named, else
 * beside those of a similar name, else where the file keeps such things. Nothing goes inside an `#if`, unless the whole file
 * stands in one, nor above something that it uses. A file that does not exist is created, in an existing directory; so is
 * the text of an empty one.
 */
export function placeInCFile(context: TreeContext, pieces: CFilePieces): Result<readonly Change[]> {
  const file = context.tree.read(pieces.path);
  if (!file || file.text.trim() === '') return newCFile(context, pieces);
  const { text, path } = file;
  const outline = context.c.outline(text);
  const target: Target = { text, outline, scope: fileScope(text), isHeader: path.endsWith('.h') };
  if (isMacroList(text)) return fail(notUnderstood(path, 0, 'it is a list for macros'));
  const placed: Placed[] = [];
  for (const ordered of inOrder(context.c, pieces)) {
    const point = POINTS[ordered.sort](target, ordered.declared);
    placed.push({ ...ordered, point: below(target, placed, ordered, point) });
  }
  const changes = [
    ...includeChanges(path, target, pieces.includes),
    ...placed.map((one, index): Change => {
      const { step, text: code } = one.declared.piece;
      const same = (other: Placed) => other.point.at === one.point.at;
      const [before, after] = [placed.slice(0, index).findLast(same), placed.slice(index + 1).find(same)];
      return insertion(path, step, code, target.text, one.point, before && standApart(before, one), after !== undefined);
    }),
  ];
  const lost = firstLost(context, target, changes, placed);
  if (!lost) return ok(changes);
  return fail(notUnderstood(path, lost.point.at, `${lost.declared.items[0]} would not be read as a ${lost.sort} here`));
}

function notUnderstood(path: TreePath, offset: number, reason: string): Problem {
  return {
    code: 'place/not-understood',
    message: `${path} is no C file that takes declarations: ${reason}`,
    where: { path, offset },
    hint: 'Name another file; if this one is plain C, look for an unfinished edit near this place.',
  };
}

/** The first piece that the edited file, read again, does not declare for certain, as where it stands in what is no C by itself. */
function firstLost(context: TreeContext, target: Target, changes: readonly Change[], placed: readonly Placed[]): Placed | undefined {
  const edits = changes.flatMap((change) => (change.kind === 'edit' ? [change] : []));
  const text = applyEdits(target.text, edits);
  const outline = context.c.outline(text);
  const scope = fileScope(text);
  const items = { type: outline.types, variable: outline.variables, prototype: outline.prototypes, function: outline.functions };
  return placed.find(({ sort, declared }) =>
    declared.items.some((name) => !items[sort].some((item) => item.name === name && !scope.isConditional(item.start))),
  );
}

function includeChanges(path: string, target: Target, includes: CFilePieces['includes']): readonly Change[] {
  const wanted = [...new Map(includes.map((include) => [include.header, include])).values()].sort((a, b) => (a.header < b.header ? -1 : 1));
  const points = wanted.flatMap(({ step, header }) => {
    const point = includePoint(target.text, target.outline, target.scope, header);
    return point ? [{ step, line: `#include "${header}"`, point }] : [];
  });
  return points.map(({ step, line, point }, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    const isSecond = before?.point.at === point.at;
    return insertion(path, step, line, target.text, point, isSecond ? false : undefined, after?.point.at === point.at);
  });
}

/** Moves a point down below whatever the piece uses, of the file and of what is placed with it. */
function below(target: Target, placed: readonly Placed[], { sort, declared }: OrderedPiece, point: Point): Point {
  const { types, defines, variables, prototypes } = target.outline;
  const sources: readonly (Named | CType)[] = [
    ...types,
    ...defines,
    ...(sort === 'function' ? variables : []),
    ...(sort === 'variable' && !target.isHeader ? prototypes : []),
  ];
  const isUsed = (name: string) => declared.uses.has(name);
  const isLocal = (item: Named) => target.outline.functions.some((one) => one.start < item.start && item.start < one.end);
  const needed = sources.filter(
    (item) =>
      item.start >= point.at &&
      !target.scope.isConditional(item.start) &&
      !isLocal(item) &&
      [item.name, ...enumeratorsOf(item)].some(isUsed),
  );
  const fresh = placed.filter((one) => one.declared.names.some(isUsed));
  const at = Math.max(point.at, ...needed.map((item) => lineEnd(target.text, item.end - 1)), ...fresh.map((one) => one.point.at));
  return at > point.at ? { at, blankBefore: true, blankAfter: true } : point;
}

function enumeratorsOf(item: Named | CType): readonly string[] {
  return 'enumerators' in item ? item.enumerators.map((one) => one.name) : [];
}

/**
 * Inserts lines at a point. `apart` tells whether an empty line parts them from what is inserted just before at the same place,
 * undefined where nothing is; `isFollowed` whether something is inserted just after.
 */
function insertion(
  path: string,
  step: string,
  code: string,
  text: string,
  point: Point,
  apart: boolean | undefined,
  isFollowed: boolean,
): Change {
  const { at, blankBefore, blankAfter } = point;
  const above = text.slice(0, at);
  const lead = apart !== undefined || above === '' || above.endsWith('\n') ? '' : '\n';
  const needsBefore = apart ?? (blankBefore && above !== '' && !/\n[ \t]*\r?\n$/.test(above + lead));
  const needsAfter = !isFollowed && blankAfter && /^[ \t]*\S/.test(text.slice(at, at + 200));
  return { kind: 'edit', step, path, start: at, end: at, text: `${lead}${needsBefore ? '\n' : ''}${code}\n${needsAfter ? '\n' : ''}` };
}
