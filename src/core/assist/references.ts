import type { Place } from '../base/result.ts';
import { constantsOfRecord } from '../catalog/constants.ts';
import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { columnsOf, fieldAt, lookUp, recordsOf } from '../catalog/records.ts';
import { features } from '../features/registry.ts';
import { mentionsInCode } from '../index/mentions.ts';
import { linksOf } from '../links/links.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import { cWordReferences } from './c-words.ts';
import { wordAt } from './conf.ts';
import { wordIn } from './hover.ts';
import { stepAt, stepUses } from './isolation.ts';
import { languageOf } from './languages.ts';
import { headingAt } from './list-headings.ts';
import { moduleReferences } from './module-functions.ts';
import { parameterReferences } from './parameters.ts';
import { entriesOf } from './registered.ts';
import { scheduleReferences } from './schedule.ts';
import { namedWordAt } from './scripts.ts';
import { listedAt, otherSide } from './words.ts';

/** Everything that refers to what stands at an offset: to a record, a parameter, a lock, a wait event or an error code. */
export function referencesAt(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  switch (languageOf(path)) {
    case 'catalog':
      return distinct(toRecord(context, path, offset));
    case 'guc': {
      const at = fieldAt(context, path, offset);
      return distinct(parameterReferences(context, (at && fieldValue(at.record, 'name')) ?? ''));
    }
    case 'conf':
      return distinct(parameterReferences(context, wordAt(context.tree.read(path)?.text ?? '', offset)?.text ?? ''));
    case 'c':
      return distinct([...cWordReferences(context, path, offset), ...moduleReferences(context, path, offset)]);
    case 'lwlocks':
    case 'wait-events':
    case 'errcodes': {
      const heading = headingAt(context, path, offset);
      if (heading) return heading.members;
      const entry = listedAt(context, path, offset);
      const other = entry && otherSide(context, entry);
      return distinct([entry, other].flatMap((one) => (one ? [one.place, ...linksOf(context, one).map((link) => link.place)] : [])));
    }
    case 'isolation': {
      const found = stepAt(context, path, offset);
      if (!found) return namedReferences(context, path, offset);
      return [found.step.offset, ...stepUses(context, path, found.step)].map((at) => ({ path, offset: at }));
    }
    case 'script':
      return namedReferences(context, path, offset);
    case 'schedule':
      return scheduleReferences(context, path, offset);
    default:
      return [];
  }
}

function namedReferences(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const entries = namedWordAt(context, path, offset)?.entries;
  if (entries === undefined) return distinct(moduleReferences(context, path, offset));
  return distinct(entries.flatMap((entry) => [entry.place, ...linksOf(context, entry).map((link) => link.place)]));
}

/** The record that a value names, or else the record around. */
function recordAt(
  context: TreeContext,
  path: TreePath,
  offset: number,
): { readonly catalog: string; readonly record: DatRecord } | undefined {
  const at = fieldAt(context, path, offset);
  if (!at) return undefined;
  const lookup = at.part === 'value' ? columnsOf(context, path).get(at.field.name)?.lookup : undefined;
  const named = lookup === undefined ? undefined : lookUp(context, lookup, wordIn(context, path, at.field.valueStart, offset) ?? '');
  return { catalog: lookup !== undefined && named ? lookup : basename(path).replace(/\.dat$/, ''), record: named?.record ?? at.record };
}

/**
 * Fields of any catalog that name a record, found as BKI_LOOKUP finds it, and code that uses its identifiers; of a function, also its code,
 * documentation, callers and tests.
 */
function toRecord(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const found = recordAt(context, path, offset);
  if (!found) return [];
  const { catalog, record } = found;
  const places: Place[] = [];
  for (const { name } of context.tree.list(CATALOG_DIRECTORY) ?? []) {
    if (!/^pg_\w+\.dat$/.test(name)) continue;
    const file = `${CATALOG_DIRECTORY}/${name}`;
    const named = new Set([...columnsOf(context, file).values()].flatMap((column) => (column.lookup === catalog ? [column.name] : [])));
    if (named.size === 0) continue;
    for (const field of recordsOf(context, file).flatMap((one) => one.fields)) {
      if (!named.has(field.name) || field.value === undefined) continue;
      const names = field.value.match(/[^\s{},(]*\([^()]*\)|[^\s{},]+/g) ?? [];
      if (names.some((one) => lookUp(context, catalog, one)?.record.start === record.start))
        places.push({ path: file, offset: field.valueStart });
    }
  }
  const entry = catalog === 'pg_proc' ? functionAt(context, record.start, fieldValue(record, 'proname') ?? '') : undefined;
  const links = entry ? features.find((one) => one.kind === 'function')?.links(context, entry) : undefined;
  if (!entry) {
    const file = `${CATALOG_DIRECTORY}/${catalog}.dat`;
    const uses = constantsOfRecord(context, file, record).flatMap((name) => mentionsInCode(context, name));
    return [{ path: file, offset: record.start }, ...places, ...uses.map((use) => ({ path: use.path, offset: use.offset }))];
  }
  return [...places, ...(links?.ok ? links.value.filter((link) => !link.role.startsWith('pg_')).map((link) => link.place) : [])];
}

function functionAt(context: TreeContext, offset: number, name: string) {
  return entriesOf(context, 'function')
    .get(name.toLowerCase())
    ?.find(({ place }) => place.offset === offset);
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.path} ${place.offset}`, place])).values()];
}
