import { columnsOf, distinctNames, fullNames, recordsOf } from '../catalog/records.ts';
import { functionsOf, serverFiles } from '../index/c-functions.ts';
import { fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';
import { codesOf } from './codes.ts';
import { parameterValues } from './complete-parameters.ts';
import { encodings } from './encodings.ts';
import { languageOf } from './languages.ts';
import { describeField } from './record-fields.ts';

/** What can be typed at an offset of a file of records: a field that the record has not yet, or a value of the field. */
export function completeRecord(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const inValue = /(\w+)\s*=>\s*'([^']*)$/.exec(line);
  if (inValue) {
    const [, column = '', typed = ''] = inValue;
    // A name with argument types is one word, commas and all.
    const word = /(?:[^\s{},(]+\([^()]*|[^\s{},(]*)$/.exec(typed)?.[0] ?? '';
    const values =
      languageOf(path) === 'guc'
        ? parameterValues(context, path, column, typed, offset)
        : catalogValues(context, path, column, word.includes('('));
    return values.map((one) => ({ ...one, start: offset - word.length, end: offset }));
  }
  const typed = /(?:^|[{,\s])(\w*)$/.exec(line)?.[1];
  if (typed === undefined || /'/.test(line.slice(line.lastIndexOf(',') + 1))) return [];
  const record = recordsOf(context, path).find((one) => one.start < offset && offset <= one.end);
  const given = new Set(record?.fields.map((field) => field.name));
  return fieldNames(context, path)
    .filter((name) => !given.has(name))
    .map((label) => {
      const { code: detail = '', markdown = '' } = describeField(context, path, record, label) ?? {};
      return { start: offset - typed.length, end: offset, label, kind: 'field', detail, markdown, insert: `${label} => '` };
    });
}

/** Fields of the records of a file: columns of its catalog, and what else its records have. */
function fieldNames(context: TreeContext, path: TreePath): readonly string[] {
  return remember(context, `field names ${path}`, (inner) => {
    const used = recordsOf(inner, path).flatMap((record) => record.fields.map((field) => field.name));
    return [...new Set([...columnsOf(inner, path).keys(), ...used])];
  });
}

/** A value that can be typed, without its place. */
export type Value = Omit<Completion, 'start' | 'end'>;

/** `isExact`: an argument list has been begun, so that every function is meant with its own. */
function catalogValues(context: TreeContext, path: TreePath, column: string, isExact: boolean): readonly Value[] {
  const declared = columnsOf(context, path).get(column);
  if (column === 'prosrc') return callableFunctions(context, path);
  const codes = codesOf(context, path, column);
  if (codes.length > 0) return codes.map(({ value, meaning }) => ({ label: value, kind: 'value', detail: meaning }));
  if (/^bool\b/.test(declared?.text ?? '')) return ['t', 'f'].map((label) => ({ label, kind: 'value' }));
  const lookup = declared?.lookup;
  if (lookup === undefined) return [];
  if (lookup === 'encoding') return [...encodings(context).keys()].map((label) => ({ label, kind: 'constant' }));
  return remember(context, `values of ${lookup} ${isExact}`, (inner) => {
    const values = new Map<string, Value>();
    for (const { name, record } of isExact ? fullNames(inner, lookup) : distinctNames(inner, lookup)) {
      const detail = fieldValue(record, 'descr');
      const kind = lookup === 'pg_type' ? 'type' : 'function';
      if (!values.has(name)) values.set(name, { label: name, kind, ...(detail === undefined ? {} : { detail }) });
    }
    return [...values.values()];
  });
}

/** C functions that SQL can call, those without a row first. */
function callableFunctions(context: TreeContext, path: TreePath): readonly Value[] {
  return remember(context, `callable functions ${path}`, (inner) => {
    const registered = new Set(recordsOf(inner, path).map((record) => fieldValue(record, 'prosrc')));
    const values = new Map<string, Value>();
    for (const file of serverFiles(inner)) {
      for (const { name, isCallable } of functionsOf(inner, file)) {
        if (!isCallable || values.has(name)) continue;
        const isNew = !registered.has(name);
        const detail = `${basename(file)}${isNew ? ', not registered' : ''}`;
        values.set(name, { label: name, kind: 'function', detail, rank: isNew ? 0 : 1 });
      }
    }
    return [...values.values()];
  });
}
