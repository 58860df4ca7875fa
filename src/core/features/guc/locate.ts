import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { conditionsAround } from '../../syntax/c/directives.ts';
import { isSoundList } from '../../syntax/c/rows.ts';
import { readRecords } from '../../syntax/records.ts';
import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember, rememberText } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { GucEntry, GucType } from './entry.ts';
import { isOffByDefault } from './macros.ts';
import { type GucRow, type GucTable, readGucRecord, readTable, TABLES } from './rows.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

/** Where and how a tree declares parameters. */
export interface GucSite {
  readonly dialect: 'rows' | 'records';
  /** File of the rows or records. */
  readonly path: TreePath;
  readonly text: string;
  /** C file of the tables: it includes the headers of all variables and holds the option arrays. */
  readonly tableFile: TreePath;
  readonly tableText: string;
  readonly tables: ReadonlyMap<GucType, GucTable>;
  readonly rows: readonly GucRow[];
  /** The same as parameters, made when somebody asks for them. */
  readonly entries: readonly GucEntry[];
  /** What of the table cannot be read; rows and entries are those that can. */
  readonly unread: readonly Problem[];
  /** Whether records must be in alphabetical order, as the tree's gen_guc_tables.pl says. */
  readonly sorted: boolean;
  /** Offset of the `]` that ends the records. */
  readonly close: number;
  /** Reading it needs the C parser, which listing does without. */
  readonly vocabulary: () => Vocabulary;
}

/** Probes the dialect and reads every parameter that can be read. */
export function locate(context: TreeContext): Result<GucSite> {
  switch (context.shape.guc) {
    case 'guc_parameters.dat':
      return locateRecords(context);
    case 'guc_tables.c':
      return locateRows(context, paths.gucTables);
    case 'guc.c':
      return locateRows(context, paths.gucC);
    case undefined:
      return fail({
        code: 'guc/no-table',
        message:
          'No table of configuration parameters: looked for guc_parameters.dat, and for ConfigureNamesBool in guc_tables.c and guc.c, under src/backend/utils/misc',
        hint: 'Check that the checkout is complete.',
      });
  }
}

function locateRecords(context: TreeContext): Result<GucSite> {
  const path = paths.gucParameters;
  const text = context.tree.read(path)?.text ?? '';
  const { records, close, unread } = readRecords(path, text);
  const entries = once(() => entriesOf(path, rows));
  const generator = context.tree.read('src/backend/utils/misc/gen_guc_tables.pl')?.text ?? '';
  const rows = records.flatMap((record) => readGucRecord(text, record) ?? []);
  const tableText = context.tree.read(paths.gucTables)?.text ?? '';
  return ok({
    dialect: 'records',
    path,
    text,
    tableFile: paths.gucTables,
    tableText,
    tables: new Map(),
    rows,
    get entries() {
      return entries();
    },
    unread,
    sorted: /alphabetical/i.test(generator),
    close,
    vocabulary: () => vocabularyOf(context, paths.gucTables),
  });
}

function locateRows(context: TreeContext, path: TreePath): Result<GucSite> {
  const text = context.tree.read(path)?.text ?? '';
  const tables = new Map<GucType, GucTable>();
  const unread: Problem[] = [];
  const all = [...text.matchAll(DECLARED)];
  for (const type of Object.keys(TABLES) as GucType[]) {
    const [declared, second] = all.filter((match) => match[1] === TABLES[type]);
    const table = declared && tableOf(context, text, type, declared.index);
    if (table) tables.set(type, table);
    unread.push(...tableProblems(path, type, declared?.index, table));
    if (second)
      unread.push({
        code: 'guc/two-tables',
        message: `${path} defines ${TABLES[type]} twice`,
        where: { path, offset: second.index },
        hint: 'Add the row by hand to the one that is compiled.',
      });
  }
  const rows = [...tables.values()].flatMap((table) => table.rows);
  const entries = once(() => entriesOf(path, rows));
  return ok({
    dialect: 'rows',
    path,
    text,
    tableFile: path,
    tableText: text,
    tables,
    rows,
    get entries() {
      return entries();
    },
    unread,
    sorted: false,
    close: 0,
    vocabulary: () => vocabularyOf(context, path),
  });
}

/** The words of parameters, read when they are asked for: from the headers, which others edit, and from the table file. */
function vocabularyOf(context: TreeContext, tableFile: TreePath): Vocabulary {
  return remember(context, 'guc vocabulary', (inner) => readVocabulary(inner, inner.tree.read(tableFile)?.text ?? ''));
}

/** A line that begins with a type and one of the names, and declares no table of another file. */
const DECLARED = new RegExp(`\\b(${Object.values(TABLES).join('|')})(?<=^\\w[\\w \\t*]*)\\s*\\[\\s*\\](?!\\s*;)`, 'gm');

/** What a registration must know of a table before it adds a row to it. */
function tableProblems(path: TreePath, type: GucType, start: number | undefined, table: GucTable | undefined): readonly Problem[] {
  const name = TABLES[type];
  const hint = 'Look for an unfinished edit in the table.';
  const problem = (code: string, offset: number, message: string): Problem => ({ code, message, where: { path, offset }, hint });
  if (start === undefined || !table) return [problem('guc/no-table', 0, `${path} has no table ${name}`)];
  if (table.broken.length === 0 && table.endMarker === undefined)
    return [problem('guc/no-table', start, `${name} does not end with a row whose name is NULL`)];
  const what = 'a bracket, a comma, a quote or the end of a comment is missing or too much';
  return table.broken.map((offset) => problem('guc/unfinished', offset, `${name} cannot be read here: ${what}`));
}

/** Whether something unread is wrong in C too: brackets, quotes or commas that do not fit, or two tables where both are compiled. */
export function isFault({ dialect, text }: GucSite, { code, where }: Problem): boolean {
  if (dialect !== 'rows') return true;
  if (code === 'guc/two-tables') return conditionsAround(text, where?.offset ?? 0).length === 0;
  return code !== 'guc/unfinished' || !isSoundList(text);
}

/** The table of one type, read from its own part of the text, so that an edit elsewhere leaves it as it was read. */
function tableOf(context: TreeContext, text: string, type: GucType, start: number): GucTable {
  const end = text.indexOf('\n};', start);
  const part = text.slice(start, end < 0 ? text.length : end + 3);
  return movedTo(
    rememberText(context.memo, `guc table ${type} ${switchesOff(context, type, part)}`, part, (own) => readTable(context, own, type)),
    start,
  );
}

/** The macros that conditions in a table ask for and that nothing defines: what the table says depends on them. */
function switchesOff(context: TreeContext, type: GucType, table: string): string {
  const macros = rememberText(context.memo, `guc switches ${type}`, table, (text) => {
    const conditions = text.match(/^[ \t]*#[ \t]*(?:if|ifdef|elif)\b.*/gm) ?? [];
    return [...new Set(conditions.flatMap((line) => (line.match(/\b[A-Z]\w+/g) ?? []).map(own)))];
  });
  return macros.filter((macro) => isOffByDefault(context, macro)).join(' ');
}

function movedTo(table: GucTable, start: number): GucTable {
  const rows = table.rows.map((row): GucRow => {
    const { parameter, conditions, text } = row;
    return { parameter, conditions, text, start: row.start + start, end: row.end + start };
  });
  const endMarker = table.endMarker === undefined ? undefined : table.endMarker + start;
  return { ...table, rows, endMarker, broken: table.broken.map((offset) => offset + start) };
}

function entriesOf(path: TreePath, rows: readonly GucRow[]): readonly GucEntry[] {
  return rows.map(({ parameter, conditions, start, end, text }) => ({ ...parameter, conditions, path, start, end, text }));
}

function once<T>(read: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: read() };
    return value.is;
  };
}
