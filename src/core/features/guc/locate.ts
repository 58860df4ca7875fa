import { fail, ok, type Result } from '../../base/result.ts';
import { parseRecords } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { rememberText } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { GucEntry, GucType } from './entry.ts';
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
  /** Whether records must be in alphabetical order, as the tree's gen_guc_tables.pl says. */
  readonly sorted: boolean;
  /** Offset of the `]` that ends the records. */
  readonly close: number;
  /** Reading it needs the C parser, which listing does without. */
  readonly vocabulary: () => Vocabulary;
}

/** Probes the dialect and reads every parameter. */
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
  const file = parseRecords(path, text);
  if (!file.ok) return file;
  const entries = once(() => entriesOf(path, rows));
  const generator = context.tree.read('src/backend/utils/misc/gen_guc_tables.pl')?.text ?? '';
  const rows = file.value.records.flatMap((record) => readGucRecord(text, record) ?? []);
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
    sorted: /alphabetical/i.test(generator),
    close: file.value.close,
    vocabulary: once(() => readVocabulary(context, tableText)),
  });
}

function locateRows(context: TreeContext, path: TreePath): Result<GucSite> {
  const text = context.tree.read(path)?.text ?? '';
  const tables = new Map<GucType, GucTable>();
  const all = [...text.matchAll(DECLARED)];
  for (const type of Object.keys(TABLES) as GucType[]) {
    const declared = all.filter((match) => match[1] === TABLES[type]);
    if (declared.length > 1) {
      return fail({
        code: 'guc/two-tables',
        message: `${path} defines ${TABLES[type]} ${declared.length} times`,
        where: { path, offset: declared[1]?.index ?? 0 },
        hint: 'Add the row by hand to the one that is compiled.',
      });
    }
    const table = tableOf(context, text, type, declared[0]?.index ?? 0);
    if (!table) {
      return fail({
        code: 'guc/no-table',
        message: `${path} has no table ${TABLES[type]} that ends with a row whose name is NULL`,
        where: { path, offset: declared[0]?.index ?? 0 },
        hint: 'Look for an unfinished edit in the table.',
      });
    }
    tables.set(type, table);
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
    sorted: false,
    close: 0,
    vocabulary: once(() => readVocabulary(context, text)),
  });
}

const DECLARED = new RegExp(`\\b(${Object.values(TABLES).join('|')})\\s*\\[\\s*\\]\\s*=`, 'g');

/** The table of one type, read from its own part of the text, so that an edit elsewhere leaves it as it was read. */
function tableOf(context: TreeContext, text: string, type: GucType, start: number): GucTable | undefined {
  const end = text.indexOf('\n};', start);
  const part = text.slice(start, end < 0 ? text.length : end + 3);
  const table = rememberText(context.memo, `guc table ${type}`, part, (own) => readTable(context, own, type));
  return table ? movedTo(table, start) : readTable(context, text, type);
}

function movedTo(table: GucTable, start: number): GucTable {
  const rows = table.rows.map((row): GucRow => {
    const { parameter, conditions, text } = row;
    return { parameter, conditions, text, start: row.start + start, end: row.end + start };
  });
  return { ...table, rows, endMarker: table.endMarker + start };
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
