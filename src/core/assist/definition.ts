import type { Place } from '../base/result.ts';
import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { columnsOf, fieldAt, lookUp, recordsOf } from '../catalog/records.ts';
import { functionPlace } from '../index/c-functions.ts';
import { manualEvent } from '../index/manual-events.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Definition } from './answers.ts';
import { cWordDefinition } from './c-words.ts';
import { wordAt } from './conf.ts';
import { controlDefinition } from './control.ts';
import { encodingOf } from './encodings.ts';
import { wordIn } from './hover.ts';
import { stepAt } from './isolation.ts';
import { languageOf } from './languages.ts';
import { headingAt } from './list-headings.ts';
import { moduleDefinition } from './module-functions.ts';
import { parameterValue } from './parameter-fields.ts';
import { parameterCode } from './parameters.ts';
import { describeField } from './record-fields.ts';
import { entriesOf } from './registered.ts';
import { scheduleDefinition } from './schedule.ts';
import { namedWordAt } from './scripts.ts';
import { listedAt, otherSide } from './words.ts';

/** Where what stands at an offset of a file is defined. */
export function definitionAt(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const language = languageOf(path);
  switch (language) {
    case 'c':
      return cWordDefinition(context, path, offset) ?? moduleDefinition(context, path, offset);
    case 'catalog':
    case 'guc':
      return ofField(context, path, offset, language);
    case 'schedule':
      return scheduleDefinition(context, path, offset);
    case 'control':
      return controlDefinition(context, path, offset);
    case 'conf':
    case 'lwlocks':
    case 'wait-events':
    case 'errcodes': {
      const heading = language === 'conf' ? undefined : headingAt(context, path, offset);
      if (heading) return { start: heading.start, end: heading.end, places: [heading.place] };
      const word = wordAt(context.tree.read(path)?.text ?? '', offset);
      const places = word ? ofWord(context, path, offset, word.text, language) : [];
      return word && places.length > 0 ? { start: word.start, end: word.end, places } : undefined;
    }
    case 'isolation': {
      const found = stepAt(context, path, offset);
      return found
        ? { start: found.word.start, end: found.word.end, places: [{ path, offset: found.step.offset }] }
        : namedDefinition(context, path, offset);
    }
    case 'script':
      return namedDefinition(context, path, offset);
    default:
      return undefined;
  }
}

/** From a name in a script or in the manual to its row, record or list line. */
function namedDefinition(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const found = namedWordAt(context, path, offset);
  return found
    ? { start: found.word.start, end: found.word.end, places: found.entries.map((entry) => entry.place) }
    : moduleDefinition(context, path, offset);
}

/**
 * The row of a parameter; the lock of a wait event, the wait event of a lock, or what the manual says of it. What is listed only here is
 * defined here, so that an editor shows its uses.
 */
function ofWord(
  context: TreeContext,
  path: TreePath,
  offset: number,
  word: string,
  language: 'conf' | 'lwlocks' | 'wait-events' | 'errcodes',
): readonly Place[] {
  if (language === 'conf') return (entriesOf(context, 'guc').get(word.toLowerCase()) ?? []).map((entry) => entry.place);
  const entry = listedAt(context, path, offset);
  if (!entry) return [];
  const { name, fields } = entry;
  return [otherSide(context, entry)?.place ?? manualEvent(context, String(fields['event'] ?? name))?.place ?? entry.place];
}

function ofField(context: TreeContext, path: TreePath, offset: number, language: 'catalog' | 'guc'): Definition | undefined {
  const at = fieldAt(context, path, offset);
  if (!at) return undefined;
  const { field, part } = at;
  const column = columnsOf(context, path).get(field.name);
  if (part === 'name') {
    const declared = describeField(context, path, at.record, field.name);
    return declared && { start: field.start, end: field.start + field.name.length, places: [declared.place] };
  }
  const value = wordIn(context, path, field.valueStart, offset) ?? field.value ?? '';
  const isOwnName = language === 'catalog' && column?.lookup === undefined && /^\w{2,4}name$/.test(field.name);
  const places =
    language === 'guc'
      ? gucPlaces(context, at.record, field.name, value)
      : isOwnName
        ? [codeOf(context, at.record) ?? { path, offset: at.record.start }]
        : field.name === 'prosrc'
          ? [codeOf(context, at.record)].filter((place) => place !== undefined)
          : catalogPlaces(context, value, column?.lookup);
  return places.length === 0 ? undefined : { start: field.valueStart, end: field.end, places };
}

/** The C function of a record of a function; of an aggregate, which has none, its record in pg_aggregate.dat. */
function codeOf(context: TreeContext, record: DatRecord): Place | undefined {
  const isInternal = (fieldValue(record, 'prolang') ?? 'internal') === 'internal';
  const source = fieldValue(record, 'prosrc');
  if (!isInternal || source === undefined) return undefined;
  if (fieldValue(record, 'prokind') !== 'a') return functionPlace(context, source);
  const path = `${CATALOG_DIRECTORY}/pg_aggregate.dat`;
  const aggregate = recordsOf(context, path).find(
    (one) => lookUp(context, 'pg_proc', fieldValue(one, 'aggfnoid') ?? '')?.record.start === record.start,
  );
  return aggregate && { path, offset: aggregate.start };
}

function catalogPlaces(context: TreeContext, value: string, lookup: string | undefined): readonly Place[] {
  const place = lookup === 'encoding' ? encodingOf(context, value)?.place : undefined;
  const found = lookup === undefined ? undefined : lookUp(context, lookup, value);
  return place ? [place] : found ? [{ path: found.path, offset: found.record.start }] : [];
}

/** From a parameter's name to its variable and its hooks, from what else its record names to where that is declared. */
function gucPlaces(context: TreeContext, record: DatRecord, column: string, value: string): readonly Place[] {
  if (column === 'name')
    return (entriesOf(context, 'guc').get(value.toLowerCase()) ?? []).flatMap((entry) => parameterCode(context, entry));
  const place = parameterValue(context, record, column, value)?.place;
  return place ? [place] : [];
}
