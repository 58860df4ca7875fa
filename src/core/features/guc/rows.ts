import { isUsuallyCompiled } from '../../syntax/c/conditionals.ts';
import { type CElementRange, elementOf, elementRanges } from '../../syntax/c/initializer.ts';
import { isWholeRow, looseRows, openComments } from '../../syntax/c/rows.ts';
import type { CElement } from '../../syntax/c/syntax.ts';
import { type DatRecord, fieldValue } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { rememberEach } from '../../tree/memo.ts';
import { literalText, unescapeC } from './c-text.ts';
import type { GucEntry, GucType, Parameter } from './entry.ts';
import { isOffByDefault } from './macros.ts';

/** The tables of C rows, by type, with the names that guc.c and guc_tables.c give them. */
export const TABLES: Readonly<Record<GucType, string>> = {
  bool: 'ConfigureNamesBool',
  int: 'ConfigureNamesInt',
  real: 'ConfigureNamesReal',
  string: 'ConfigureNamesString',
  enum: 'ConfigureNamesEnum',
};

/** A row or record where it stands. */
export interface GucRow extends Pick<GucEntry, 'conditions' | 'start' | 'end' | 'text'> {
  readonly parameter: Parameter;
}

/** A table of C rows. */
export interface GucTable {
  readonly type: GucType;
  readonly rows: readonly GucRow[];
  /** Start of the line of the end marker: a row whose name is NULL, with the comment above it. Undefined where there is none. */
  readonly endMarker: number | undefined;
  /** Where something is missing or too much, as while somebody is typing; the rows are those that are understood all the same. */
  readonly broken: readonly number[];
}

/** Reads the table of one type, whose name `text` begins with. A row that is as it was is not read again. */
export function readTable(context: TreeContext, text: string, type: GucType): GucTable {
  const ranges = openComments(text).length > 0 ? undefined : elementRanges(text, TABLES[type]);
  const read = ranges && readRows(context, text, ranges, type);
  if (ranges && read?.some((row) => row.isEnd) && read.every((row) => row.isWhole)) return tableOf(text, type, ranges, read, []);
  const loose = looseRows(text);
  return tableOf(loose.text, type, loose.rows, readRows(context, loose.text, loose.rows, type), loose.broken);
}

function tableOf(
  text: string,
  type: GucType,
  ranges: readonly CElementRange[],
  read: readonly RowText[],
  broken: readonly number[],
): GucTable {
  const rows: GucRow[] = [];
  for (const [index, { start, end, conditions }] of ranges.entries()) {
    const row = read[index];
    if (row?.isEnd) return { type, rows, endMarker: markerStart(text, start), broken };
    if (row?.parameter) rows.push({ parameter: row.parameter, conditions, start, end, text: row.text });
  }
  return { type, rows, endMarker: undefined, broken };
}

function readRows(context: TreeContext, text: string, ranges: readonly CElementRange[], type: GucType): readonly RowText[] {
  const texts = ranges.map(({ start, end, conditions }) => {
    const own = text.slice(start, end);
    return conditions.length === 0 ? own : [own, ...conditions].join('\n#');
  });
  return rememberEach(context, `guc rows ${type}`, texts, (inner, own, index): RowText => {
    const { start = 0, end = 0, conditions = [] } = ranges[index] ?? {};
    const row = own.slice(0, end - start);
    const element = elementOf(row, conditions);
    const parameter = readRow(element, type, (macro) => isOffByDefault(inner, macro));
    // What a row with alternatives says depends on other files too.
    const chosen = /^[ \t]*#/m.test(row) ? JSON.stringify(parameter) : '';
    return {
      isEnd: /^(?:NULL|0)$/.test(element.elements?.[0]?.elements?.[0]?.text ?? ''),
      isWhole: isWholeRow(row),
      parameter,
      text: `${type}\n${own}${chosen}`,
    };
  });
}

/** What a row says, whatever its place. */
interface RowText {
  /** Whether its name is NULL. */
  readonly isEnd: boolean;
  /** Whether all of its brackets, literals and comments end in it. */
  readonly isWhole: boolean;
  readonly parameter: Parameter | undefined;
  readonly text: string;
}

/** Start of the end marker's line, or of the comment line right above it. */
function markerStart(text: string, row: number): number {
  const line = text.lastIndexOf('\n', row) + 1;
  const above = text.lastIndexOf('\n', line - 2) + 1;
  return /^[ \t]*\/\*.*\*\/[ \t]*\r?\n$/.test(text.slice(above, line)) ? above : line;
}

function readRow(row: CElement, type: GucType, isUndefined: (macro: string) => boolean): Parameter | undefined {
  const compiled = (elements: readonly CElement[] = []) => elements.filter((element) => isUsuallyCompiled(element, isUndefined));
  const [head, variable, boot, ...rest] = compiled(row.elements);
  const [name, context, group, short, long, flags] = compiled(head?.elements).map((cell) => cell.text);
  if (name === undefined || context === undefined || group === undefined || variable === undefined || boot === undefined) return undefined;
  const bounds = type === 'int' || type === 'real' ? rest.slice(0, 2) : [];
  const options = type === 'enum' ? rest[0]?.text : undefined;
  const hooks = rest.slice(bounds.length + (options === undefined ? 0 : 1)).map((cell) => (cell.text === 'NULL' ? undefined : cell.text));
  return {
    name: literalText(name) ?? name,
    type,
    context,
    group,
    flags: flags === undefined || flags === '0' ? [] : flags.split('|').map((flag) => flag.trim()),
    shortDesc: literalText(short) ?? '',
    longDesc: literalText(long),
    variable: variable.text.replace(/^&\s*/, ''),
    boot: boot.text,
    min: bounds[0]?.text,
    max: bounds[1]?.text,
    options,
    checkHook: hooks[0],
    assignHook: hooks[1],
    showHook: hooks[2],
  };
}

/** Reads a record of guc_parameters.dat; undefined where it names no parameter or an unknown type. */
export function readGucRecord(text: string, record: DatRecord): GucRow | undefined {
  const value = (name: string) => fieldValue(record, name);
  const name = value('name');
  const type = Object.keys(TABLES).find((one) => one === value('type')) as GucType | undefined;
  if (name === undefined || type === undefined) return undefined;
  const condition = value('ifdef');
  const longDesc = value('long_desc');
  const parameter: Parameter = {
    name,
    type,
    context: value('context') ?? '',
    group: value('group') ?? '',
    flags:
      value('flags')
        ?.split('|')
        .map((flag) => flag.trim()) ?? [],
    shortDesc: unescapeC(value('short_desc') ?? ''),
    longDesc: longDesc === undefined ? undefined : unescapeC(longDesc),
    variable: value('variable') ?? '',
    boot: value('boot_val') ?? '',
    min: value('min'),
    max: value('max'),
    options: value('options'),
    checkHook: value('check_hook'),
    assignHook: value('assign_hook'),
    showHook: value('show_hook'),
  };
  return {
    parameter,
    conditions: condition === undefined ? [] : [`#ifdef ${condition}`],
    start: record.start,
    end: record.end,
    text: text.slice(record.start, record.end),
  };
}
