import { paths } from '../../src/core/tree/shape.ts';
import type { SourceTree, TreePath } from '../../src/core/tree/source-tree.ts';
import { gucRows, type Kind, textOf } from './corpus.ts';
import { definitions, externs, functions, includes, prototypes } from './readers/c.ts';
import { configEntries, optionArrays, sampleLines } from './readers/guc.ts';
import { type Item, neighboursOf } from './readers/items.ts';
import { functionRows, procRecords, recordContents, recordField } from './readers/proc.ts';
import { individualLocks, initCalls, sizeCalls, subsystems, trancheIds, trancheNames, typedefs, waitEvents } from './readers/shmem.ts';

/** What is compared of one part: was it written at all, is its text the same, its section, its predecessor, a neighbour. */
export type Aspect = 'written' | 'unasked' | 'text' | 'section' | 'place' | 'beside';

/** One comparison of our edit with the commit. */
export interface Comparison {
  readonly part: string;
  readonly aspect: Aspect;
  readonly equal: boolean;
  readonly ours: string;
  readonly theirs: string;
}

/** The tree before, and after by us and by the committer. */
export interface Trees {
  readonly parent: SourceTree;
  readonly ours: SourceTree;
  readonly theirs: SourceTree;
}

/** Where the parts of one registration are to be found. */
export interface Subject {
  readonly name: string;
  readonly file: TreePath | undefined;
  readonly header: TreePath | undefined;
  /** C names by role: `variable`, `checkHook`, `optionsArray`, `cName`, `sizeFunction`, … */
  readonly symbols: Readonly<Record<string, string>>;
  /** Files that the commit changed. */
  readonly changed: readonly TreePath[];
}

type Read = (tree: SourceTree) => readonly Item[];
const reader =
  (path: TreePath | undefined, read: (text: string) => readonly Item[]): Read =>
  (tree) =>
    path === undefined ? [] : read(textOf(tree, path));

/** Compares all parts of one registration. */
export function compare(kind: Kind, trees: Trees, subject: Subject): readonly Comparison[] {
  switch (kind) {
    case 'guc':
      return compareGuc(trees, subject);
    case 'function':
      return compareFunction(trees, subject);
    case 'shmem':
      return compareShmem(trees, subject);
  }
}

function compareGuc(trees: Trees, { name, file, header, symbols }: Subject): readonly Comparison[] {
  const table = [paths.gucTables, paths.gucC].find((path) => gucTableIn(trees.parent, path)) ?? paths.gucC;
  const id = name.replaceAll('_', '-').toLowerCase();
  const hooks = ['checkHook', 'assignHook', 'showHook'].flatMap((hook) => symbols[hook] ?? []);
  const setting = (item: Item) => item.text.replace(/^#?([^#\n]*)[\s\S]*/, '$1').trimEnd();
  return [
    ...comparePart('row', trees, gucRows, name),
    ...comparePart('sample', trees, reader(paths.sample, sampleLines), name),
    ...comparePart('sample setting', trees, reader(paths.sample, sampleLines), name, { text: setting, only: 'text' }),
    ...comparePart('config.sgml', trees, reader('doc/src/sgml/config.sgml', configEntries), id, {
      text: (item) => item.text.replace(/<listitem>[\s\S]*/, ''),
    }),
    ...comparePart('variable', trees, reader(file, definitions), symbols['variable']),
    ...comparePart('extern', trees, reader(header, externs), symbols['variable']),
    ...hooks.flatMap((hook) => comparePart('hook prototype', trees, reader(paths.gucHooks, prototypes), hook)),
    ...comparePart('options array', trees, reader(table, optionArrays), symbols['optionsArray']),
    ...comparePart('options extern', trees, reader('src/include/utils/guc.h', externs), symbols['optionsArray']),
    ...compareIncludes('include in table', trees, table),
  ];
}

function gucTableIn(tree: SourceTree, path: TreePath): boolean {
  return /\bConfigureNames/.test(textOf(tree, path));
}

function compareFunction(trees: Trees, { name, file, symbols, changed }: Subject): readonly Comparison[] {
  const proname = name.split('/')[0] ?? name;
  const docs = changed.find(
    (path) =>
      path.endsWith('.sgml') &&
      has(functionRows(textOf(trees.theirs, path)), proname) &&
      !has(functionRows(textOf(trees.parent, path)), proname),
  );
  const head = (item: Item) => item.text.slice(0, item.text.indexOf(')') + 1);
  return [
    ...comparePart('record', trees, reader(paths.pgProc, procRecords), name),
    ...comparePart('record fields', trees, reader(paths.pgProc, procRecords), name, {
      text: (item) => recordContents(item.text),
      only: 'text',
    }),
    ...comparePart('C function', trees, reader(file, functions), symbols['cName'], { text: head }),
    ...comparePart('docs row', trees, reader(docs, functionRows), proname, {
      text: (item) => /[\s\S]*?(?=<\/para>|<\/entry>)/.exec(item.text)?.[0] ?? '',
    }),
  ];
}

function compareShmem(trees: Trees, { symbols, file, header }: Subject): readonly Comparison[] {
  const list = paths.lwlockList;
  const locks: Read = (tree) => individualLocks(textOf(tree, list) || textOf(tree, paths.lwlockNames));
  const tranches: Read = (tree) => trancheIds(`${textOf(tree, 'src/include/storage/lwlock.h')}\n${textOf(tree, list)}`);
  const fresh = (read: Read) => added(read, trees);
  const state = symbols['structName'];
  return [
    ...comparePart('size call', trees, reader(paths.ipci, sizeCalls), symbols['sizeFunction']),
    ...comparePart('init call', trees, reader(paths.ipci, initCalls), symbols['initFunction']),
    ...fresh(reader(paths.subsystemList, subsystems)).flatMap((one) =>
      comparePart('subsystem', trees, reader(paths.subsystemList, subsystems), one),
    ),
    ...fresh(locks).flatMap((one) => comparePart('lock', trees, locks, one)),
    ...fresh(tranches).flatMap((one) => comparePart('tranche', trees, tranches, one)),
    ...fresh(reader('src/backend/storage/lmgr/lwlock.c', trancheNames)).flatMap((one) =>
      comparePart('tranche name', trees, reader('src/backend/storage/lmgr/lwlock.c', trancheNames), one),
    ),
    ...fresh(reader(paths.waitEventNames, waitEvents))
      .filter((one) => !/^[A-Z_0-9]+$/.test(one))
      .flatMap((one) =>
        comparePart('lock wait event', trees, reader(paths.waitEventNames, waitEvents), one, { text: (item) => item.name }),
      ),
    ...comparePart('variable', trees, reader(file, definitions), symbols['variable']),
    ...['sizeFunction', 'initFunction'].flatMap((role) => comparePart('prototype', trees, reader(header, prototypes), symbols[role])),
    ...comparePart('typedef', trees, reader('src/tools/pgindent/typedefs.list', typedefs), state),
    ...compareIncludes('include in ipci.c', trees, paths.ipci),
  ];
}

/** Names that either side added. */
function added(read: Read, trees: Trees): readonly string[] {
  const known = new Set(read(trees.parent).map((item) => item.name));
  return [...new Set([...read(trees.theirs), ...read(trees.ours)].map((item) => item.name))].filter((name) => !known.has(name));
}

interface PartOptions {
  /** What of the item's text is compared; all of it by default. */
  readonly text?: (item: Item) => string;
  readonly only?: Aspect;
}

/** Compares one item that the parent does not have. Nothing where neither side wrote it. */
function comparePart(part: string, trees: Trees, read: Read, name: string | undefined, options: PartOptions = {}): readonly Comparison[] {
  if (name === undefined || has(read(trees.parent), name)) return [];
  const [ours, theirs] = [read(trees.ours), read(trees.theirs)];
  const [our, their] = [ours.find((item) => item.name === name), theirs.find((item) => item.name === name)];
  if (!their) return our ? [{ part, aspect: 'unasked', equal: false, ours: our.text, theirs: '' }] : [];
  const known = new Set(
    read(trees.parent)
      .map((item) => item.name)
      .filter((one) => has(ours, one) && has(theirs, one)),
  );
  const text = options.text ?? ((item: Item) => item.text);
  const [ourSide, theirSide] = [neighboursOf(ours, name, known), neighboursOf(theirs, name, known)];
  const side = (item: Item | undefined, around: typeof ourSide) => (item ? `${item.group} < ${around?.before} > ${around?.after}` : '');
  const at = { ours: side(our, ourSide), theirs: side(their, theirSide) };
  const section = our !== undefined && our.group === their.group;
  const before = section && ourSide?.before === theirSide?.before;
  const all: readonly Comparison[] = [
    { part, aspect: 'written', equal: our !== undefined, ours: our?.text ?? '', theirs: their.text },
    ...(our
      ? [
          { part, aspect: 'text' as const, equal: text(our) === text(their), ours: text(our), theirs: text(their) },
          { part, aspect: 'section' as const, equal: section, ours: our.group, theirs: their.group },
          { part, aspect: 'place' as const, equal: before, ...at },
          { part, aspect: 'beside' as const, equal: before || (section && ourSide?.after === theirSide?.after), ...at },
        ]
      : []),
  ];
  return options.only ? all.filter((one) => one.aspect === options.only) : all;
}

/** Includes that either side added to a file: the committer may add more, so only shared and unasked ones count. */
function compareIncludes(part: string, trees: Trees, path: TreePath): readonly Comparison[] {
  const read = reader(path, includes);
  const theirs = read(trees.theirs);
  return added(read, trees).flatMap((name) =>
    has(theirs, name) || has(read(trees.ours), name) ? comparePart(part, trees, read, name) : [],
  );
}

function has(items: readonly Item[], name: string): boolean {
  return items.some((item) => item.name === name);
}

/** The C name of a function's record. */
export function sourceOf(tree: SourceTree, name: string): string | undefined {
  const record = procRecords(textOf(tree, paths.pgProc)).find((item) => item.name === name);
  return record && recordField(record.text, 'prosrc');
}
