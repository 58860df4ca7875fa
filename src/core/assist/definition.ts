import type { Place } from '../base/result.ts';
import { functionPlace } from '../index/c-functions.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Definition } from './answers.ts';
import { cWordDefinition } from './c-words.ts';
import { wordAt } from './conf.ts';
import { controlDefinition } from './control.ts';
import { encodingOf } from './encodings.ts';
import { wordIn } from './hover.ts';
import { languageOf } from './languages.ts';
import { parameterCode, parameterVariable, parameterWord } from './parameters.ts';
import { columnsOf, fieldAt, lookUp } from './records.ts';
import { entriesOf } from './registered.ts';
import { scheduleDefinition } from './schedule.ts';
import { listedAt, otherSide } from './words.ts';

/** Where what stands at an offset of a file is defined. */
export function definitionAt(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const language = languageOf(path);
  switch (language) {
    case 'c':
      return cWordDefinition(context, path, offset);
    case 'catalog':
    case 'guc':
      return ofField(context, path, offset, language);
    case 'schedule':
      return scheduleDefinition(context, path, offset);
    case 'control':
      return controlDefinition(context, path, offset);
    case 'conf':
    case 'lwlocks':
    case 'wait-events': {
      const word = wordAt(context.tree.read(path)?.text ?? '', offset);
      const places = word ? ofWord(context, path, offset, word.text, language) : [];
      return word && places.length > 0 ? { start: word.start, end: word.end, places } : undefined;
    }
    default:
      return undefined;
  }
}

/** The row of a parameter; the lock of a wait event, the wait event of a lock. */
function ofWord(
  context: TreeContext,
  path: TreePath,
  offset: number,
  word: string,
  language: 'conf' | 'lwlocks' | 'wait-events',
): readonly Place[] {
  if (language === 'conf') return (entriesOf(context, 'guc').get(word.toLowerCase()) ?? []).map((entry) => entry.place);
  const entry = listedAt(context, path, offset);
  const other = entry && otherSide(context, entry);
  return other ? [other.place] : [];
}

function ofField(context: TreeContext, path: TreePath, offset: number, language: 'catalog' | 'guc'): Definition | undefined {
  const at = fieldAt(context, path, offset);
  if (!at) return undefined;
  const { field, part } = at;
  const column = columnsOf(context, path).get(field.name);
  if (part === 'name') return column && { start: field.start, end: field.start + field.name.length, places: [column.place] };
  const value = wordIn(context, path, field.valueStart, offset) ?? field.value ?? '';
  const places =
    language === 'guc'
      ? gucPlaces(context, field.name, value)
      : catalogPlaces(context, field.name, field.value ?? value, value, column?.lookup);
  return places.length === 0 ? undefined : { start: field.valueStart, end: field.end, places };
}

/** `whole` is the value of the field, of which `value` is the name under the cursor. */
function catalogPlaces(context: TreeContext, column: string, whole: string, value: string, lookup: string | undefined): readonly Place[] {
  const place = column === 'prosrc' ? functionPlace(context, whole) : lookup === 'encoding' ? encodingOf(context, value)?.place : undefined;
  const found = lookup === undefined ? undefined : lookUp(context, lookup, value);
  return place ? [place] : found ? [{ path: found.path, offset: found.record.start }] : [];
}

/** From a parameter's name to its variable and its hooks, from a variable, a hook or a word of parameters to its declaration. */
function gucPlaces(context: TreeContext, column: string, value: string): readonly Place[] {
  if (column === 'name')
    return (entriesOf(context, 'guc').get(value.toLowerCase()) ?? []).flatMap((entry) => parameterCode(context, entry));
  const place =
    column === 'variable' || column === 'options'
      ? parameterVariable(context, value)
      : /_hook$/.test(column)
        ? functionPlace(context, value)
        : parameterWord(context, value)?.place;
  return place ? [place] : [];
}
