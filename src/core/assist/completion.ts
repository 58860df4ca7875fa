import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import type { Entry } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { idiomsAt } from '../idioms/complete.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';
import { codesOf } from './codes.ts';
import { settingAt } from './conf.ts';
import { languageOf } from './languages.ts';
import { columnsOf, recordsOf } from './records.ts';
import { describeParameter, entriesOf } from './registered.ts';

/** What can be typed at an offset of a file: idioms in C, fields and values in records, parameters and values in configurations. */
export function completionsAt(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  switch (languageOf(path)) {
    case 'c':
      return idiomsAt(context, path, offset);
    case 'conf':
      return settings(context, path, offset);
    case 'catalog':
    case 'guc':
      return inRecord(context, path, offset);
    default:
      return [];
  }
}

function settings(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const at = settingAt(context.tree.read(path)?.text ?? '', offset);
  if (!at) return [];
  if (at.valueStart !== undefined) {
    const [entry] = entriesOf(context, 'guc').get(at.name.toLowerCase()) ?? [];
    return entry ? valuesOf(entry).map((label) => ({ start: at.valueStart ?? offset, end: offset, label, kind: 'value' })) : [];
  }
  return [...entriesOf(context, 'guc').values()].flatMap(([entry]): readonly Completion[] => {
    if (!entry) return [];
    const unit = String(entry.fields['unit'] ?? '').replace('GUC_UNIT_', '');
    const detail = [entry.fields['type'], entry.fields['default'], unit].filter((part) => part !== undefined && part !== '').join(' ');
    return [
      {
        start: at.nameStart,
        end: offset,
        label: entry.name,
        kind: 'parameter',
        detail,
        markdown: describeParameter(entry),
        insert: `${entry.name} = `,
      },
    ];
  });
}

function valuesOf({ fields }: Entry): readonly string[] {
  if (fields['type'] === 'bool') return ['on', 'off'];
  return Array.isArray(fields['options']) ? fields['options'].filter((one) => !one.hidden).map((one) => String(one.name)) : [];
}

function inRecord(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const inValue = /(\w+)\s*=>\s*'([^']*)$/.exec(line);
  if (inValue) return values(context, path, inValue[1] ?? '', inValue[2] ?? '', offset);
  const typed = /(?:^|[{,\s])(\w*)$/.exec(line)?.[1];
  if (typed === undefined || /'/.test(line.slice(line.lastIndexOf(',') + 1))) return [];
  const record = recordsOf(context, path).find((one) => one.start < offset && offset <= one.end);
  const given = new Set(record?.fields.map((field) => field.name));
  return fieldNames(context, path)
    .filter(({ name }) => !given.has(name))
    .map(({ name, detail }) => ({ start: offset - typed.length, end: offset, label: name, kind: 'field', detail, insert: `${name} => '` }));
}

/** Fields of the records of a file: columns of its catalog, or whatever other records have. */
function fieldNames(context: TreeContext, path: TreePath): readonly { readonly name: string; readonly detail: string }[] {
  const columns = columnsOf(context, path);
  if (columns.size > 0) return [...columns.values()].map(({ name, text }) => ({ name, detail: text }));
  return remember(context, `field names ${path}`, (inner) => {
    const names = new Set(recordsOf(inner, path).flatMap((record) => record.fields.map((field) => field.name)));
    return [...names].map((name) => ({ name, detail: '' }));
  });
}

function values(context: TreeContext, path: TreePath, column: string, typed: string, offset: number): readonly Completion[] {
  const word = /[^\s{},]*$/.exec(typed)?.[0] ?? '';
  const [start, end] = [offset - word.length, offset];
  if (languageOf(path) === 'guc') return gucValues(context, path, column).map((one) => ({ start, end, kind: 'constant', ...one }));
  const codes = codesOf(context, path, column);
  if (codes.length > 0) return codes.map(({ value, meaning }) => ({ start, end, label: value, kind: 'value', detail: meaning }));
  const lookup = columnsOf(context, path).get(column)?.lookup;
  if (lookup === undefined) return [];
  const target = `${CATALOG_DIRECTORY}/${lookup}.dat`;
  const seen = new Set<string>();
  return recordsOf(context, target).flatMap((record): readonly Completion[] => {
    const label = record.fields.find((field) => /^\w{2,4}name$/.test(field.name))?.value;
    if (label === undefined || seen.has(label)) return [];
    seen.add(label);
    const detail = record.fields.find((field) => field.name === 'descr')?.value;
    return [{ start, end, label, kind: lookup === 'pg_type' ? 'type' : 'function', ...(detail === undefined ? {} : { detail }) }];
  });
}

/** The answers that the registration of a parameter would offer for a field. */
function gucValues(context: TreeContext, path: TreePath, column: string): readonly { readonly label: string; readonly detail?: string }[] {
  const fields: Readonly<Record<string, string>> = { group: 'group', context: 'context', flags: 'flags', options: 'optionsArray' };
  const choices = features.find((feature) => feature.kind === 'guc')?.choices(context);
  const known = choices?.ok ? (choices.value[fields[column] ?? ''] ?? []) : [];
  if (known.length > 0) return known.map(({ value, description }) => ({ label: value, ...(description ? { detail: description } : {}) }));
  if (column !== 'type') return [];
  return remember(context, 'guc types', (inner) => {
    const types = recordsOf(inner, path).flatMap((record) =>
      record.fields.filter((field) => field.name === 'type').map((field) => field.value ?? ''),
    );
    return [...new Set(types)].map((label) => ({ label }));
  });
}
