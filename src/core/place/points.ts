import { skipOpaque } from '../syntax/c/lex.ts';
import type { CItem, COutline, CVariable } from '../syntax/c/syntax.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import type { FileScope } from './file-scope.ts';
import { preambleStart } from './includes.ts';
import type { Declared } from './order.ts';
import { mostSimilar } from './similar.ts';
import { sortedSlot } from './sorted.ts';

/** Where something is inserted, and whether an empty line has to separate it from its neighbours. */
export interface Point {
  readonly at: number;
  readonly blankBefore: boolean;
  readonly blankAfter: boolean;
}

/** The file that gets a piece. */
export interface Target {
  readonly text: string;
  readonly outline: COutline;
  readonly scope: FileScope;
  readonly isHeader: boolean;
}

/** An item of a file that has a name. */
export type Named = CItem & { readonly name: string };

/**
 * A type goes beside its relatives, else after the last type: in a header before what may use it and not between a type and the variable that is
 * declared right below it, in a source file before the functions.
 */
export function typePoint(target: Target, wanted: Declared): Point {
  const types = certain(target, target.outline.types);
  const { prototypes, variables, functions } = target.outline;
  const beside = kin(types, wanted);
  const declared = beside && isDeclaredOf(target, beside) ? variables.find((variable) => variable.start >= beside.end) : undefined;
  if (beside) return after(target, declared ?? beside, true);
  const limit = firstStart(target, target.isHeader ? [...prototypes, ...variables, ...functions] : functions);
  const leading = types.filter((type) => type.start < limit);
  const last = leading.findLast((type) => !isDeclaredOf(target, type));
  if (last) return after(target, last, true);
  const [first] = leading;
  return first
    ? { at: target.scope.settle(headingStart(target, first.start)), blankBefore: true, blankAfter: true }
    : afterPreamble(target);
}

/** Whether the line below a type of a header declares a variable. */
function isDeclaredOf(target: Target, type: Named): boolean {
  return target.isHeader && target.text.startsWith('extern ', after(target, type, false).at);
}

/**
 * A variable goes beside its relatives, else after the last one of its kind: in a header after the `extern` variables, in a source
 * file after the static or after the global variables above the first function. The first global variable of a file stands above
 * its static ones, as a parameter's variable does.
 */
export function variablePoint(target: Target, wanted: Declared): Point {
  const same = certain(target, target.outline.variables).filter((one) => one.isExtern === isExtern(wanted));
  const limit = target.isHeader ? target.text.length : firstStart(target, target.outline.functions);
  const leading = same.filter((one) => one.start < limit);
  const alike = leading.filter((one) => one.isStatic === wanted.isStatic);
  const beside =
    related(same, wanted) ?? mostSimilar(wanted.names, alike) ?? alike.at(-1) ?? (wanted.isStatic ? leading.at(-1) : undefined);
  if (beside) return inRun(target, same, beside, wanted, isSetOff(target, beside, wanted));
  if (target.isHeader) return beforePrototypes(target);
  const type = certain(target, target.outline.types)
    .filter((one) => one.start < limit)
    .at(-1);
  return type && wanted.isStatic ? after(target, type, true) : afterPreamble(target);
}

/** A prototype goes beside its relatives, else after the last one; in a source file above the first function. */
export function prototypePoint(target: Target, wanted: Declared): Point {
  const { text, outline, isHeader } = target;
  const limit = isHeader ? text.length : firstStart(target, outline.functions);
  const prototypes = certain(target, outline.prototypes).filter((one) => one.start < limit);
  const beside = related(certain(target, outline.prototypes), wanted) ?? mostSimilar(wanted.names, prototypes) ?? prototypes.at(-1);
  if (beside) return inRun(target, prototypes, beside, wanted, isHeader && standsAlone(target, beside));
  if (isHeader) return { at: target.scope.body.end, blankBefore: true, blankAfter: true };
  const last = certain(target, [...outline.variables, ...outline.types]).filter((one) => one.start < limit);
  const end = last.sort((a, b) => a.start - b.start).at(-1);
  return end ? after(target, end, true) : afterPreamble(target);
}

/** A function goes beside its relatives, else to the end of the file. */
export function functionPoint(target: Target, wanted: Declared): Point {
  const beside = kin(certain(target, target.outline.functions), wanted);
  return beside ? after(target, beside, true) : { at: target.scope.body.end, blankBefore: true, blankAfter: true };
}

function certain<T extends Named>(target: Target, items: readonly T[]): readonly T[] {
  const { body, isConditional } = target.scope;
  return items.filter((item) => item.start >= body.start && item.start < body.end && !isConditional(item.start));
}

/** The nearest of the relatives that were named. */
function related<T extends Named>(items: readonly T[], wanted: Declared): T | undefined {
  for (const name of wanted.piece.related ?? []) {
    const found = items.filter((item) => item.name === name).at(-1);
    if (found) return found;
  }
  return undefined;
}

function kin<T extends Named>(items: readonly T[], wanted: Declared): T | undefined {
  return related(items, wanted) ?? mostSimilar(wanted.names, items);
}

function isExtern(wanted: Declared): boolean {
  return /^(?:pg_noreturn\s+)?extern\b/m.test(wanted.piece.text);
}

/**
 * After `beside`; where it stands in a block of lines of a header that is kept in byte order, the block's order decides. Fewer than four lines
 * are no order.
 */
function inRun(target: Target, items: readonly Named[], beside: Named, wanted: Declared, blank: boolean): Point {
  const adjoin = (one: Named, next: Named) => /^[ \t]*(?:\/\*[^\n]*\*\/)?[ \t]*\r?\n$/.test(target.text.slice(one.end, next.start));
  const run = [beside];
  const at = items.indexOf(beside);
  for (let i = at - 1; items[i] && adjoin(items[i] as Named, run[0] as Named); i -= 1) run.unshift(items[i] as Named);
  for (let i = at + 1; items[i] && adjoin(run.at(-1) as Named, items[i] as Named); i += 1) run.push(items[i] as Named);
  const names = run.map((item) => item.name);
  const [name] = wanted.names;
  const isSorted = names.length >= 4 && names.every((one, index) => index === 0 || (names[index - 1] ?? '') < one);
  if (name === undefined || !isSorted || !target.isHeader || blank) return after(target, beside, blank);
  const slot = sortedSlot(names, name);
  const [previous, next] = [run[slot - 1], run[slot]];
  if (previous) return after(target, previous, false);
  return { at: lineStart(target.text, (next ?? beside).start), blankBefore: false, blankAfter: false };
}

/**
 * Whether empty lines part a new variable from the one before it: another kind, a comment or a table, or one that stands alone and is
 * static, or has a comment of its own that would seem to be about both.
 */
function isSetOff(target: Target, beside: CVariable, wanted: Declared): boolean {
  if (beside.isStatic !== wanted.isStatic || wanted.piece.text.includes('\n')) return true;
  const isApart = wanted.isStatic || commentStart(target, beside) < beside.start;
  return isBlock(target.text, beside) || (isApart && standsAlone(target, beside));
}

/** Whether a variable takes several lines, as tables do, so that empty lines set it off. */
function isBlock(text: string, variable: CVariable): boolean {
  return variable.initializer !== undefined && text.slice(variable.start, variable.end).includes('\n');
}

/** Whether empty lines set an item off from everything else, above its comment and below it. */
function standsAlone(target: Target, item: CItem): boolean {
  const above = target.text.slice(0, commentStart(target, item));
  return /\n[ \t]*\r?\n$/.test(above) && /^[ \t]*\r?\n/.test(target.text.slice(after(target, item, false).at));
}

/** Start of the comment right above an item, or of the item. */
function commentStart(target: Target, item: CItem): number {
  return headingStart(target, item.start, /(?:^|\n)[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\r?\n$/);
}

function firstStart(target: Target, items: readonly CItem[]): number {
  return Math.min(...items.filter((item) => !target.scope.isConditional(item.start)).map((item) => item.start), target.text.length);
}

/** After an item and the comment that begins on its last line. */
function after(target: Target, item: CItem, blank: boolean): Point {
  const { text, scope } = target;
  let at = item.end;
  const rest = /[ \t]*/y;
  rest.lastIndex = at;
  rest.test(text);
  if (text[rest.lastIndex] === '/') at = skipOpaque(text, rest.lastIndex);
  return { at: scope.settle(lineEnd(text, Math.max(item.start, at - 1))), blankBefore: blank, blankAfter: blank };
}

/** Where the declarations of a file begin: after the last include or define above all other items. */
function afterPreamble(target: Target): Point {
  const { text, outline, scope } = target;
  const first = firstStart(target, [...outline.functions, ...outline.variables, ...outline.prototypes, ...outline.types]);
  const preamble = [...outline.includes, ...outline.defines].filter((item) => item.start < first && !scope.isConditional(item.start));
  const last = preamble.sort((a, b) => a.start - b.start).at(-1);
  const at = last ? lineEnd(text, last.end) : preambleStart(text, scope);
  return { at: scope.settle(Math.min(Math.max(at, scope.body.start), scope.body.end)), blankBefore: true, blankAfter: true };
}

/** Above the first prototype of a header and the comment that heads its paragraph. */
function beforePrototypes(target: Target): Point {
  const first = certain(target, [...target.outline.prototypes, ...target.outline.functions]).reduce<CItem | undefined>(
    (found, item) => (found && found.start < item.start ? found : item),
    undefined,
  );
  const at = first ? headingStart(target, first.start) : target.scope.body.end;
  return { at: target.scope.settle(at), blankBefore: true, blankAfter: true };
}

/** Start of the comments above `offset`, which head what stands there. */
function headingStart(target: Target, offset: number, comment = /(?:^|\n)[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/\s*$/): number {
  const { text, scope } = target;
  let at = lineStart(text, offset);
  for (let found = comment.exec(text.slice(scope.body.start, at)); found; found = comment.exec(text.slice(scope.body.start, at))) {
    at = scope.body.start + found.index + (found[0].startsWith('\n') ? 1 : 0);
  }
  return at;
}
