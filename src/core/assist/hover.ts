import { columnsOf, fieldAt, lookUp } from '../catalog/records.ts';
import type { DatRecord } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Hover } from './answers.ts';
import { cWordHover, describeEntry } from './c-words.ts';
import { codeMeaning } from './codes.ts';
import { settingAt, wordAt } from './conf.ts';
import { controlHover } from './control.ts';
import { encodingOf } from './encodings.ts';
import { stepAt } from './isolation.ts';
import { languageOf } from './languages.ts';
import { headingAt } from './list-headings.ts';
import { parameterValue } from './parameter-fields.ts';
import { describeField } from './record-fields.ts';
import { describeFunction, describeParameter, entriesOf } from './registered.ts';
import { describeRow } from './rows.ts';
import { scheduleHover } from './schedule.ts';
import { namedWordAt } from './scripts.ts';
import { describeWord, listedAt } from './words.ts';

/** What stands at an offset of a file, explained from the open tree. */
export function hoverAt(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  switch (languageOf(path)) {
    case 'catalog':
    case 'guc':
      return fieldHover(context, path, offset);
    case 'conf':
      return parameterHover(context, path, offset);
    case 'c':
      return cWordHover(context, path, offset);
    case 'lwlocks':
    case 'wait-events':
    case 'errcodes':
      return listHover(context, path, offset);
    case 'control':
      return controlHover(context, path, offset);
    case 'schedule':
      return scheduleHover(context, path, offset);
    case 'isolation':
      return stepHover(context, path, offset) ?? namedHover(context, path, offset);
    case 'script':
      return namedHover(context, path, offset);
    default:
      return undefined;
  }
}

/** A name in a script or in the manual. */
function namedHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const found = namedWordAt(context, path, offset);
  const described = found?.entries.slice(0, 5).map((entry) => describeEntry(context, entry));
  return found && described && { start: found.word.start, end: found.word.end, markdown: described.join('\n\n---\n\n') };
}

/** A step of an isolation test, where a permutation names it. */
function stepHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const found = stepAt(context, path, offset);
  if (!found) return undefined;
  const { word, step } = found;
  return {
    start: word.start,
    end: word.end,
    markdown: `**${step.name}** of session \`${step.session}\`\n\n\`\`\`sql\n${step.sql}\n\`\`\``,
  };
}

/** A parameter in a configuration file, by its name or by a value that is set. */
function parameterHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset);
  const setting = settingAt(text, offset);
  const name = setting?.valueStart === undefined ? word?.text : setting.name;
  const [entry] = entriesOf(context, 'guc').get((name ?? '').toLowerCase()) ?? [];
  return word && entry && { start: word.start, end: word.end, markdown: describeParameter(context, entry) };
}

/** In a file that lists things line by line, what the line of a word lists; comments explain themselves. */
function listHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const heading = headingAt(context, path, offset);
  if (heading) return heading;
  const word = wordAt(context.tree.read(path)?.text ?? '', offset, '\\w');
  const entry = word && listedAt(context, path, offset);
  const markdown = entry && describeWord(context, entry);
  return word && markdown !== undefined ? { start: word.start, end: word.end, markdown } : undefined;
}

function fieldHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const at = fieldAt(context, path, offset);
  if (!at) return undefined;
  const { field, part } = at;
  const column = columnsOf(context, path).get(field.name);
  const about = describeField(context, path, at.record, field.name)?.markdown;
  if (part === 'name') {
    return about === undefined ? undefined : { start: field.start, end: field.start + field.name.length, markdown: about };
  }
  const value = wordIn(context, path, field.valueStart, offset) ?? field.value ?? '';
  const isOwn = OWN.test(field.name) && languageOf(path) === 'catalog' && column?.lookup === undefined;
  const described = isOwn
    ? describeRow(context, path, at.record)
    : languageOf(path) === 'guc'
      ? gucValue(context, at.record, field.name, value)
      : valueMarkdown(context, path, field.name, value, column?.lookup);
  const markdown = described ?? about;
  return markdown === undefined ? undefined : { start: field.valueStart, end: field.end, markdown };
}

/** Fields that stand for their record: its OIDs, its name, what it says of itself, the code that it registers. */
const OWN = /^(?:oid|array_type_oid|oid_symbol|descr|\w{2,4}name|prosrc)$/;

/** The name of a value at an offset, with its argument types where it has them; a list of types is hovered type by type. */
export function wordIn(context: TreeContext, path: TreePath, valueStart: number, offset: number): string | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const value = /^[^'\n]*/.exec(text.slice(valueStart + 1))?.[0] ?? '';
  const at = offset - valueStart - 1;
  for (const { index, 0: word } of value.matchAll(/[^\s{},(]*\([^()]*\)|[^\s{},]+/g))
    if (index <= at && at <= index + word.length) return word;
  return undefined;
}

function valueMarkdown(
  context: TreeContext,
  path: TreePath,
  column: string,
  value: string,
  lookup: string | undefined,
): string | undefined {
  if (lookup === 'pg_proc' && !value.includes('(')) return functionMarkdown(context, value);
  if (lookup === 'encoding') return encodingOf(context, value)?.markdown;
  const code = codeMeaning(context, path, column, value);
  if (code !== undefined) return code;
  const found = lookup === undefined ? undefined : lookUp(context, lookup, value);
  return found && describeRow(context, found.path, found.record);
}

/** The functions of a name. */
function functionMarkdown(context: TreeContext, name: string): string | undefined {
  const entries = entriesOf(context, 'function').get(name.toLowerCase());
  return entries?.slice(0, 5).map(describeFunction).join('\n\n---\n\n') || undefined;
}

function gucValue(context: TreeContext, record: DatRecord, column: string, value: string): string | undefined {
  const [entry] = column === 'name' ? (entriesOf(context, 'guc').get(value.toLowerCase()) ?? []) : [];
  return entry ? describeParameter(context, entry) : parameterValue(context, record, column, value)?.markdown;
}
