import type { TreeContext } from '../tree/context.ts';
import { noted, plant, recall, remember, type Source } from '../tree/memo.ts';
import { dirname, type TreePath } from '../tree/source-tree.ts';
import type { IndexEntry, Kind } from './entry.ts';
import { fileExtractors, treeExtractors } from './extractors.ts';
import { sourceFiles } from './files.ts';

/**
 * The index is made of units: one for each file that may hold entries, named by its path, and one for each extractor that needs
 * several files, named `*KIND`. A unit is computed by itself, remembered by itself and stored by itself.
 */
export type UnitKey = string;

/** Gives the entries of a unit; those of a stored unit are decoded when they are asked for. */
export type UnitReader = () => readonly IndexEntry[];

/** The units of a tree, those of whole-tree extractors first. */
export function unitKeys(context: TreeContext): readonly UnitKey[] {
  return remember(context, 'index units', ({ tree }) => [
    ...treeExtractors.map((_, index) => treeUnit(index)),
    ...[...sourceFiles(tree)].filter((path) => fileExtractors.some((one) => one.files.test(path))),
  ]);
}

/** The entries of one unit, as long as what it was computed from is the same. */
export function unitEntries(context: TreeContext, key: UnitKey): readonly IndexEntry[] {
  return unitReader(context, key)();
}

/** As `unitEntries`; what it was computed from is looked at now, not when the entries are asked for. */
export function unitReader(context: TreeContext, key: UnitKey): UnitReader {
  const whole = treeUnitIndex(key);
  if (whole !== undefined) return remember(context, memoKey(key), (inner) => always(treeExtractors[whole]?.extract(inner) ?? []));
  return recall(context.memo, context.tree, memoKey(key), undefined, (tree) => always(entriesOfFile(key, (path) => tree.read(path)?.text)));
}

function always(entries: readonly IndexEntry[]): UnitReader {
  return () => entries;
}

/** Those of the units that can hold entries of a kind. */
export function unitsOfKind(keys: readonly UnitKey[], kind: Kind): readonly UnitKey[] {
  const able = fileExtractors.filter((one) => one.kinds.includes(kind));
  return keys.filter((key) => (isTreeUnit(key) ? key === `*${kind}` : able.some((one) => one.files.test(key))));
}

/** Whether a unit asks the C parser when it is computed. */
export function isParsed(key: UnitKey): boolean {
  return isTreeUnit(key) && treeExtractors[treeUnitIndex(key) ?? -1]?.parses === true;
}

/** Whether a unit needs a context, so that it cannot be computed from a file alone. */
export function isTreeUnit(key: UnitKey): boolean {
  return key.startsWith('*');
}

/** The entries of one file. `read` is called only where an extractor wants the text of the file, or of one beside it. */
export function entriesOfFile(path: TreePath, read: (path: TreePath) => string | undefined): readonly IndexEntry[] {
  const able = fileExtractors.filter((one) => one.files.test(path));
  const needles = able.flatMap((one) => one.needle ?? []);
  const text = needles.length > 0 ? read(path) : undefined;
  const beside = (name: string) => read(`${dirname(path)}/${name}`);
  const isRich = text !== undefined && anyOf(needles).test(text);
  return able.flatMap((one) => {
    if (one.needle === undefined) return one.extract(path, '', beside);
    return isRich && one.needle.test(text) ? one.extract(path, text, beside) : [];
  });
}

const united = new Map<string, RegExp>();

/** One expression for all needles: most files hold none of them, and are searched once instead of once for each. */
function anyOf(needles: readonly RegExp[]): RegExp {
  const source = needles.map((one) => `(?:${one.source})`).join('|');
  const known = united.get(source) ?? new RegExp(source, 'm');
  united.set(source, known);
  return known;
}

/** What a unit that was computed in this context was read from; undefined for one that was not. */
export function unitSources(context: TreeContext, key: UnitKey): readonly Source[] | undefined {
  return noted(context.memo, memoKey(key));
}

/** Takes over a unit that was computed elsewhere from these sources. */
export function takeUnit(context: TreeContext, key: UnitKey, reader: UnitReader, sources: readonly Source[]): void {
  plant(context, memoKey(key), isTreeUnit(key) ? context.shape : undefined, reader, sources);
}

function memoKey(key: UnitKey): string {
  return `index ${key}`;
}

function treeUnit(index: number): UnitKey {
  return `*${treeExtractors[index]?.kind}`;
}

function treeUnitIndex(key: UnitKey): number | undefined {
  return isTreeUnit(key) ? treeExtractors.findIndex((one) => `*${one.kind}` === key) : undefined;
}
