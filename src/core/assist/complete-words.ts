import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';
import type { Value } from './complete-records.ts';
import { controlKeys, controlLineAt } from './control.ts';
import { describeParameter, entriesOf } from './registered.ts';
import { scheduledTests, testsBeside } from './schedule.ts';
import { describeWord } from './words.ts';

/** Constants that C code gets from generated headers, by how they begin. */
const GENERATED = { WAIT_EVENT_: 'wait-event', ERRCODE_: 'errcode' } as const;

/** Names from lists that C code can have at an offset: wait events and SQLSTATEs, locks to be acquired, parameters to be read. */
export function completeWord(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const word = /\w*$/.exec(line)?.[0] ?? '';
  const at = { start: offset - word.length, end: offset };
  return wordValues(context, line, word).map((one) => ({ ...one, ...at }));
}

function wordValues(context: TreeContext, line: string, word: string): readonly Value[] {
  if (/\b(?:Get|Set|set_)(?:Config|config)\w*\(\s*"\w*$/.test(line))
    return [...entriesOf(context, 'guc').values()].flatMap(([entry]) =>
      entry ? [{ label: entry.name, kind: 'parameter' as const, markdown: describeParameter(context, entry) }] : [],
    );
  if (/"/.test(line.replaceAll(/"(?:[^"\\]|\\.)*"/g, ''))) return [];
  if (/\bLWLock(?:\w*Acquire\w*|Release\w*|HeldByMe\w*)\(\s*\w*$/.test(line))
    return treeIndex(context)
      .ofKind('lwlock')
      .map((entry) => ({ label: entry.name, kind: 'constant', markdown: describeWord(context, entry) ?? '' }));
  const found = Object.entries(GENERATED).find(([prefix]) => word !== '' && (word.startsWith(prefix) || prefix.startsWith(word)));
  if (!found) return [];
  return treeIndex(context)
    .ofKind(found[1])
    .flatMap((entry) => {
      const label = found[1] === 'errcode' ? entry.name : entry.fields['symbol'];
      const detail = String(entry.fields['state'] ?? entry.fields['type'] ?? '');
      return typeof label === 'string' ? [{ label, kind: 'constant' as const, detail, markdown: describeWord(context, entry) ?? '' }] : [];
    });
}

/** Tests that a line of a schedule can name, those that no line names first. */
export function completeSchedule(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const word = /^test:.*?([\w./-]*)$/.exec(line)?.[1];
  if (word === undefined)
    return /^\w*$/.test(line) ? [{ start: offset - line.length, end: offset, label: 'test:', kind: 'field', insert: 'test: ' }] : [];
  const scheduled = new Set(scheduledTests(text));
  return testsBeside(context, path).map((label) => {
    const isNew = !scheduled.has(label);
    return {
      start: offset - word.length,
      end: offset,
      label,
      kind: 'value',
      rank: isNew ? 0 : 1,
      ...(isNew ? { detail: 'in no line' } : {}),
    };
  });
}

/** Keys that a control file has not yet, and values of those whose values are known. */
export function completeControl(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const line = controlLineAt(text, offset);
  if (!line) return [];
  if (line.valueStart !== undefined) {
    const word = /[\w.-]*$/.exec(text.slice(line.valueStart, offset))?.[0] ?? '';
    return controlValues(context, path, line.key).map((label) => ({ start: offset - word.length, end: offset, label, kind: 'value' }));
  }
  const given = new Set([...text.matchAll(/^[ \t]*(\w+)[ \t]*=/gm)].map((match) => match[1]));
  return [...controlKeys(context)].flatMap(([label, { type, markdown }]): readonly Completion[] => {
    if (given.has(label)) return [];
    const insert = `${label} = ${type === 'boolean' ? '' : "'"}`;
    return [{ start: line.keyStart, end: offset, label, kind: 'field', detail: type, markdown, insert }];
  });
}

function controlValues(context: TreeContext, path: TreePath, key: string): readonly string[] {
  if (controlKeys(context).get(key)?.type === 'boolean') return ['true', 'false'];
  if (key === 'requires')
    return treeIndex(context)
      .ofKind('extension')
      .map((entry) => entry.name);
  if (key !== 'default_version') return [];
  const begin = `${basename(path).replace(/\.control$/, '')}--`;
  const versions = (context.tree.list(dirname(path)) ?? []).flatMap(({ name }) =>
    name.startsWith(begin) && name.endsWith('.sql') ? [name.slice(begin.length, -'.sql'.length).replace(/^.*--/, '')] : [],
  );
  return [...new Set(versions)];
}
