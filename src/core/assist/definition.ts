import type { Place } from '../base/result.ts';
import { functionPlace } from '../index/c-functions.ts';
import { variablePlace } from '../index/c-variables.ts';
import type { TreeContext } from '../tree/context.ts';
import { dirname, type TreePath } from '../tree/source-tree.ts';
import type { Definition } from './answers.ts';
import { cWordDefinition } from './c-words.ts';
import { wordAt } from './conf.ts';
import { wordIn } from './hover.ts';
import { languageOf } from './languages.ts';
import { columnsOf, fieldAt, lookUp } from './records.ts';
import { entriesOf } from './registered.ts';

/** Where what stands at an offset of a file is defined. */
export function definitionAt(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const language = languageOf(path);
  if (language === 'c') return cWordDefinition(context, path, offset);
  if (language === 'catalog' || language === 'guc') return ofField(context, path, offset, language);
  const text = context.tree.read(path)?.text ?? '';
  const word = language === 'schedule' ? wordAt(text, offset, '[\\w-]') : wordAt(text, offset);
  if (!word) return undefined;
  const places = ofWord(context, path, word.text, language);
  return places.length === 0 ? undefined : { start: word.start, end: word.end, places };
}

function ofWord(context: TreeContext, path: TreePath, word: string, language: ReturnType<typeof languageOf>): readonly Place[] {
  switch (language) {
    case 'conf':
      return (entriesOf(context, 'guc').get(word.toLowerCase()) ?? []).map((entry) => entry.place);
    case 'schedule': {
      const directory = dirname(path);
      const files = [`${directory}/sql/${word}.sql`, `${directory}/specs/${word}.spec`, `${directory}/expected/${word}.out`];
      return files.filter((file) => context.tree.read(file)).map((file) => ({ path: file, offset: 0 }));
    }
    default:
      return [];
  }
}

function ofField(context: TreeContext, path: TreePath, offset: number, language: 'catalog' | 'guc'): Definition | undefined {
  const at = fieldAt(context, path, offset);
  if (!at) return undefined;
  const { field, part } = at;
  const column = columnsOf(context, path).get(field.name);
  if (part === 'name') return column && { start: field.start, end: field.start + field.name.length, places: [column.place] };
  const value = wordIn(context, path, field.valueStart, offset) ?? field.value ?? '';
  const place = language === 'guc' ? gucPlace(context, field.name, value) : catalogPlace(context, field.name, value, column?.lookup);
  return place && { start: field.valueStart, end: field.end, places: [place] };
}

function catalogPlace(context: TreeContext, column: string, value: string, lookup: string | undefined): Place | undefined {
  if (column === 'prosrc') return functionPlace(context, value);
  const found = lookup === undefined ? undefined : lookUp(context, lookup, value);
  return found && { path: found.path, offset: found.record.start };
}

function gucPlace(context: TreeContext, column: string, value: string): Place | undefined {
  if (column === 'variable') return variablePlace(context, value);
  return /_hook$/.test(column) ? functionPlace(context, value) : undefined;
}
