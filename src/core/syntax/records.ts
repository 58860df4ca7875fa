import { fail, ok, type Problem, type Result } from '../base/result.ts';
import { lineEnd } from '../text/lines.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** One `name => 'value'` of a record. Ranges are in UTF-16 units of the file's text. */
export interface RecordField {
  readonly name: string;
  /** The value with Perl's escapes of single-quoted strings resolved; undefined for `undef`. */
  readonly value: string | undefined;
  readonly start: number;
  /** The value as written, quotes included. */
  readonly valueStart: number;
  readonly end: number;
}

/** One `{ … }`; `end` is just after the closing brace, the comma not included. */
export interface DatRecord {
  readonly start: number;
  readonly end: number;
  readonly fields: readonly RecordField[];
}

/** A `.dat` file: a Perl list of hashes. */
export interface RecordFile {
  readonly records: readonly DatRecord[];
  /** Offset of the `[`. */
  readonly open: number;
  /** Offset of the last `]`: a list that ends twice goes on between the ends. */
  readonly close: number;
}

/** The value of a field, the last one as in Perl where it is given twice, or undefined where the record has none. */
export function fieldValue(record: DatRecord, name: string): string | undefined {
  for (let index = record.fields.length - 1; index >= 0; index -= 1) {
    const field = record.fields[index];
    if (field?.name === name) return field.value;
  }
  return undefined;
}

/**
 * Reads the record files of the catalogs and of the GUC table. What `Catalog.pm` would evaluate as Perl is understood as far as the
 * tree's files go: quoted strings, numbers, `undef`, `#` comments anywhere. Between records that script passes over lines without a
 * brace, and so does this, but for lines of fields, whose record would be lost; anything else is a Problem with its place.
 */
export function parseRecords(path: TreePath, text: string): Result<RecordFile> {
  const records: DatRecord[] = [];
  const list = visitRecords(path, text, (record) => records.push(record));
  return list.ok ? ok({ records, ...list.value }) : list;
}

/**
 * As `parseRecords`, for callers that want little: records need not be kept, and of each there are only the fields whose
 * names match the source of an expression. Fields written unlike the others are there all the same.
 */
export function visitRecords(
  path: TreePath,
  text: string,
  visit: (record: DatRecord) => void,
  wanted?: string,
): Result<Pick<RecordFile, 'open' | 'close'>> {
  const { unread, ...list } = sweep(text, visit, true, wanted);
  const [first] = unread;
  return first ? fail(problemOf(path, first)) : ok(list);
}

/** A `.dat` file of which some place may be unfinished: what can be read, and the Problem of each place that cannot. */
export interface LooseRecords extends RecordFile {
  readonly unread: readonly Problem[];
}

/** As `parseRecords`, of a file that somebody is typing in: after what cannot be read it goes on with the next line that begins a record. */
export function readRecords(path: TreePath, text: string): LooseRecords {
  const records: DatRecord[] = [];
  const { unread, ...list } = sweep(text, (record) => records.push(record), false);
  return { records, ...list, unread: unread.map((one) => problemOf(path, one)) };
}

/**
 * The text with blanks in the place of what cannot be read, and the brackets of the list where they are missing, so that all can be read;
 * offsets stay the same. Undefined where nothing is wrong, or there is no room for a bracket.
 */
export function withoutBrokenRecords(text: string): string | undefined {
  let last = 0;
  const { unread, open, close } = sweep(text, ({ end }) => (last = end), false);
  if (unread.length === 0) return undefined;
  const blanks = (part: string) => part.replaceAll(/[^\n]/g, ' ');
  let rest = unread.reduce((all, { start, end }) => all.slice(0, start) + blanks(all.slice(start, end)) + all.slice(end), text);
  if (text[open] !== '[') {
    const first = rest.search(/^[{\]]/m);
    if (first < 1) return undefined;
    rest = `[${blanks(rest.slice(1, first))}${rest.slice(first)}`;
  }
  if (close >= 0) return rest;
  return /[\s,]/.test(rest[last] ?? '') ? `${rest.slice(0, last)}]${rest.slice(last + 1)}` : undefined;
}

/** What cannot be read, up to where records go on. */
interface Unread {
  readonly start: number;
  readonly end: number;
  readonly expected: string;
}

/** Reads a file to its end, or strictly, to the first place that cannot be read. */
function sweep(
  text: string,
  visit: (record: DatRecord) => void,
  isStrict: boolean,
  wanted?: string,
): Pick<RecordFile, 'open' | 'close'> & { readonly unread: readonly Unread[] } {
  const unwanted = wanted === undefined ? undefined : new RegExp(`(?:(?!(?:${wanted}) )${PLAIN_FIELD.source}(?:,\\s*|\\s*(?=\\})))+`, 'y');
  const unread: Unread[] = [];
  const passOver = (start: number, from: number, expected: string): number => {
    const end = isStrict ? text.length : nextRecord(text, from);
    unread.push({ start, end, expected });
    return end;
  };
  const open = skipBlank(text, 0);
  let at = skipBlank(text, text[open] === '[' ? open + 1 : passOver(open, open, '['));
  let close = -1;
  while (at < text.length) {
    if (text[at] === '{') {
      const record = readRecord(text, at, unwanted);
      if (record) visit(record);
      at = record ? record.end : passOver(at, at + 1, 'a record whose fields are name => value');
    } else if (text[at] === ']') close = at++;
    else if (text[at] === ',') at += 1;
    else {
      const end = lineEnd(text, at);
      at = FIELD_LINE.test(text.slice(at, end)) ? passOver(at, at, 'the { of a record') : end;
    }
    at = skipBlank(text, at);
  }
  if (close < 0 && !(isStrict && unread.length > 0)) passOver(at, at, 'the closing ]');
  return { open, close, unread };
}

/** A line that is a part of a record. */
const FIELD_LINE = /^\w+\s*=>/;

/** The next line from an offset on that begins a record or ends the list. */
function nextRecord(text: string, from: number): number {
  const line = /^[{\]]/gm;
  line.lastIndex = from;
  return line.exec(text)?.index ?? text.length;
}

function problemOf(path: TreePath, { start, expected }: Unread): Problem {
  return {
    code: 'records/syntax',
    message: `${path} is not a list of records: expected ${expected}`,
    where: { path, offset: start },
    hint: 'Mend this place; the tree’s own scripts cannot read it either.',
  };
}

/** `unwanted` matches any number of fields with their commas, which are passed over in one step. */
function readRecord(text: string, start: number, unwanted: RegExp | undefined): DatRecord | undefined {
  const fields: RecordField[] = [];
  let at = skipBlank(text, start + 1);
  while (text[at] !== '}') {
    if (unwanted) {
      unwanted.lastIndex = at;
      if (unwanted.test(text)) {
        at = skipBlank(text, unwanted.lastIndex);
        continue;
      }
    }
    const field = readField(text, at);
    if (!field) return undefined;
    fields.push(field);
    at = skipBlank(text, field.end);
    if (text[at] === ',') at = skipBlank(text, at + 1);
    else if (text[at] !== '}') return undefined;
  }
  return { start, end: at + 1, fields };
}

/** A field as nearly all are written; anything else is read piece by piece. One test without captures is several times faster. */
const PLAIN_FIELD = /\w+ => '[^'\\]*'/y;
const NAME = /(\w+)|'(\w+)'|"(\w+)"/y;
const VALUE = /'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|undef\b|-?\d[\w.]*/y;

function readField(text: string, start: number): RecordField | undefined {
  PLAIN_FIELD.lastIndex = start;
  if (PLAIN_FIELD.test(text)) {
    const end = PLAIN_FIELD.lastIndex;
    const nameEnd = text.indexOf(' ', start);
    const valueStart = nameEnd + ' => '.length;
    return { name: text.slice(start, nameEnd), value: text.slice(valueStart + 1, end - 1), start, valueStart, end };
  }
  NAME.lastIndex = start;
  const key = NAME.exec(text);
  const name = key?.[1] ?? key?.[2] ?? key?.[3];
  if (!key || name === undefined) return undefined;
  const arrow = skipBlank(text, start + key[0].length);
  if (!text.startsWith('=>', arrow)) return undefined;
  const valueStart = skipBlank(text, arrow + 2);
  VALUE.lastIndex = valueStart;
  const match = VALUE.exec(text);
  if (!match) return undefined;
  const [written, single, double] = match;
  const value =
    single?.replaceAll(/\\(['\\])/g, '$1') ?? double?.replaceAll(/\\(.)/gs, '$1') ?? (written === 'undef' ? undefined : written);
  return { name, value, start, valueStart, end: valueStart + written.length };
}

/** Offset of the next character that is neither white space nor part of a `#` comment. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === 32 || (char >= 9 && char <= 13)) at += 1;
    else if (char === 35) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline + 1;
    } else return at;
  }
}

/** A value as a Perl single-quoted string. */
export function quoteValue(value: string): string {
  return `'${value.replaceAll(/['\\]/g, '\\$&')}'`;
}
