import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Hover } from './answers.ts';
import { cWordHover } from './c-words.ts';
import { codeMeaning } from './codes.ts';
import { wordAt } from './conf.ts';
import { languageOf } from './languages.ts';
import { columnsOf, fieldAt, lookUp } from './records.ts';
import { describeFunction, describeParameter, entriesOf } from './registered.ts';
import { meaningOf, waitEvents } from './words.ts';

/** What stands at an offset of a file, explained from the open tree. */
export function hoverAt(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  switch (languageOf(path)) {
    case 'catalog':
    case 'guc':
      return fieldHover(context, path, offset);
    case 'conf':
      return parameterHover(context, path, offset);
    case 'c':
    case 'lwlocks':
      return cWordHover(context, path, offset);
    case 'wait-events':
    case 'errcodes':
      return wordHover(context, path, offset);
    default:
      return undefined;
  }
}

function parameterHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const word = wordAt(context.tree.read(path)?.text ?? '', offset);
  const [entry] = word ? (entriesOf(context, 'guc').get(word.text.toLowerCase()) ?? []) : [];
  return word && entry && { start: word.start, end: word.end, markdown: describeParameter(entry) };
}

function wordHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const word = wordAt(context.tree.read(path)?.text ?? '', offset);
  const listed = languageOf(path) === 'wait-events' && word ? waitEvents(context).get(word.text) : undefined;
  const meaning = listed ?? (word && meaningOf(context, word.text));
  return word && meaning && { start: word.start, end: word.end, markdown: meaning.markdown };
}

function fieldHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const at = fieldAt(context, path, offset);
  if (!at) return undefined;
  const { field, part } = at;
  const column = columnsOf(context, path).get(field.name);
  if (part === 'name') {
    const about = column ? [`\`\`\`c\n${column.text}\n\`\`\``, column.comment].filter(Boolean).join('\n\n') : undefined;
    return about === undefined ? undefined : { start: field.start, end: field.start + field.name.length, markdown: about };
  }
  const own = field.name === 'prosrc' ? functionMarkdown(context, fieldValue(at.record, 'proname') ?? '', at.record) : undefined;
  const markdown =
    own ?? valueMarkdown(context, path, field.name, wordIn(context, path, field.valueStart, offset) ?? field.value ?? '', column?.lookup);
  return markdown === undefined ? undefined : { start: field.valueStart, end: field.end, markdown };
}

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
  if (languageOf(path) === 'guc') return gucValue(context, column, value);
  if (lookup === 'pg_proc')
    return functionMarkdown(context, value.replace(/\(.*/, ''), value.includes('(') ? lookUp(context, lookup, value)?.record : undefined);
  const code = codeMeaning(context, path, column, value);
  if (code !== undefined) return code;
  const found = lookup === undefined ? undefined : lookUp(context, lookup, value);
  if (!found) return undefined;
  const description = fieldValue(found.record, 'descr');
  const oid = fieldValue(found.record, 'oid');
  return [`**${value}** (${lookup}${oid === undefined ? '' : `, OID ${oid}`})`, description ?? ''].filter(Boolean).join('\n\n');
}

/** The functions of a name, or the one of them that a record registers. */
function functionMarkdown(context: TreeContext, name: string, record?: DatRecord): string | undefined {
  const all = entriesOf(context, 'function').get(name.toLowerCase());
  const entries = record ? all?.filter(({ place }) => record.start <= place.offset && place.offset < record.end) : all;
  return entries?.slice(0, 5).map(describeFunction).join('\n\n---\n\n') || undefined;
}

function gucValue(context: TreeContext, column: string, value: string): string | undefined {
  const [entry] = column === 'name' ? (entriesOf(context, 'guc').get(value.toLowerCase()) ?? []) : [];
  return entry ? describeParameter(entry) : meaningOf(context, value)?.markdown;
}
