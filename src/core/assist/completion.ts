import type { Entry } from '../features/feature.ts';
import { idiomsAt } from '../idioms/complete.ts';
import { unitName } from '../index/parameter-units.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';
import { completeRow } from './complete-parameters.ts';
import { completeRecord } from './complete-records.ts';
import { completeControl, completeSchedule, completeWord } from './complete-words.ts';
import { settingAt } from './conf.ts';
import { completeStep } from './isolation.ts';
import { languageOf } from './languages.ts';
import { describeParameter, entriesOf } from './registered.ts';

/** What can be typed at an offset of a file: idioms and names of lists in C, fields and values in records, parameters and values in configurations, tests, keys. */
export function completionsAt(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  switch (languageOf(path)) {
    case 'c':
      return [...idiomsAt(context, path, offset), ...completeWord(context, path, offset), ...completeRow(context, path, offset)];
    case 'conf':
      return settings(context, path, offset);
    case 'catalog':
    case 'guc':
      return completeRecord(context, path, offset);
    case 'schedule':
      return completeSchedule(context, path, offset);
    case 'control':
      return completeControl(context, path, offset);
    case 'isolation':
      return completeStep(context, path, offset);
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
    const unit = entry.fields['unit'] === undefined ? '' : unitName(context, String(entry.fields['unit']));
    const detail = [entry.fields['type'], entry.fields['default'], unit].filter((part) => part !== undefined && part !== '').join(' ');
    return [
      {
        start: at.nameStart,
        end: offset,
        label: entry.name,
        kind: 'parameter',
        detail,
        markdown: describeParameter(context, entry),
        insert: `${entry.name} = `,
      },
    ];
  });
}

function valuesOf({ fields }: Entry): readonly string[] {
  if (fields['type'] === 'bool') return ['on', 'off'];
  return Array.isArray(fields['options']) ? fields['options'].filter((one) => !one.hidden).map((one) => String(one.name)) : [];
}
