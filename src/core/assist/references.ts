import type { Place } from '../base/result.ts';
import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { features } from '../features/registry.ts';
import { usesOf } from '../index/uses.ts';
import { fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { cWordReferences } from './c-words.ts';
import { wordAt } from './conf.ts';
import { languageOf } from './languages.ts';
import { columnsOf, fieldAt, recordsOf } from './records.ts';
import { entriesOf } from './registered.ts';

/** Everything that refers to what stands at an offset: catalog fields to a record, C code to a parameter, a wait event or an error code. */
export function referencesAt(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const word = wordAt(context.tree.read(path)?.text ?? '', offset)?.text;
  switch (languageOf(path)) {
    case 'catalog':
      return toRecord(context, path, offset);
    case 'guc': {
      const at = fieldAt(context, path, offset);
      return parameterReferences(context, (at && fieldValue(at.record, 'name')) ?? '');
    }
    case 'conf':
      return parameterReferences(context, word ?? '');
    case 'c':
    case 'lwlocks':
      return cWordReferences(context, path, offset);
    case 'wait-events':
      return word === undefined ? [] : usesOf(context, `WAIT_EVENT_${word}`);
    case 'errcodes':
      return word === undefined || !word.startsWith('ERRCODE_') ? [] : usesOf(context, word);
    default:
      return [];
  }
}

/** Everything linked to a parameter: row, variable, sample, documentation, hooks, code, tests. */
function parameterReferences(context: TreeContext, name: string): readonly Place[] {
  const parameters = features.find((feature) => feature.kind === 'guc');
  return (entriesOf(context, 'guc').get(name.toLowerCase()) ?? []).flatMap((entry) => {
    const links = parameters?.links(context, entry);
    return links?.ok ? links.value.map((link) => link.place) : [];
  });
}

/** Fields of any catalog whose column looks up the catalog of a record and whose value names it. */
function toRecord(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const at = fieldAt(context, path, offset);
  const catalog = path.slice(path.lastIndexOf('/') + 1).replace(/\.dat$/, '');
  const own = at?.record.fields.find((field) => /^\w{2,4}name$/.test(field.name))?.value;
  if (own === undefined) return [];
  const places: Place[] = [];
  for (const { name } of context.tree.list(CATALOG_DIRECTORY) ?? []) {
    if (!/^pg_\w+\.dat$/.test(name)) continue;
    const file = `${CATALOG_DIRECTORY}/${name}`;
    const columns = columnsOf(context, file);
    for (const record of recordsOf(context, file)) {
      for (const field of record.fields) {
        if (columns.get(field.name)?.lookup !== catalog || field.value === undefined) continue;
        if (field.value.split(/[\s{},]+/).some((one) => one === own || one.startsWith(`${own}(`)))
          places.push({ path: file, offset: field.valueStart });
      }
    }
  }
  return places;
}
