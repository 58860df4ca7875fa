import type { IndexEntry, Kind } from '../index/entry.ts';
import { callOf, conditionOf, settingOf, stateOf } from '../index/script-names.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { type Word, wordAt } from './conf.ts';

/** A word of a script or of the manual with what it is registered as. */
export interface NamedWord {
  readonly word: Word;
  readonly entries: readonly IndexEntry[];
}

/** Kinds that an element of the manual names. */
const ELEMENTS: Readonly<Record<string, readonly Kind[]>> = {
  function: ['function', 'aggregate'],
  varname: ['guc', 'custom-guc'],
  type: ['type'],
  structname: ['catalog', 'view'],
  literal: ['wait-event'],
  errorcode: ['errcode'],
  primary: ['function', 'guc'],
};

/**
 * What a word of a script or of the manual means in the server: a parameter that is set or shown, a function that is called, a condition or
 * a SQLSTATE that is handled, and in the manual what its element says. A word of the same letters elsewhere may mean anything.
 */
export function namedWordAt(context: TreeContext, path: TreePath, offset: number): NamedWord | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  // Names of customized options have a dot in them.
  const dotted = wordAt(text, offset);
  if (!word || !dotted) return undefined;
  const marked = path.endsWith('.sgml')
    ? [markedWord(context, text, dotted), markedWord(context, text, word), referredWord(context, text, offset)]
    : [];
  const written = [dotted, word].map((one) => ({ word: one, entries: writtenEntries(context, text, one) }));
  return [...marked, ...written].find((one) => one !== undefined && one.entries.length > 0);
}

/** By the words around it on its line, as tests are searched for it. */
function writtenEntries(context: TreeContext, text: string, word: Word): readonly IndexEntry[] {
  const start = text.lastIndexOf('\n', word.start - 1) + 1;
  const end = text.indexOf('\n', word.end);
  const line = text.slice(start, end < 0 ? text.length : end);
  const isMatch = (pattern: RegExp) => [...line.matchAll(pattern)].some((match) => match.index === word.start - start);
  const named = treeIndex(context).named(word.text);
  const parameters = named.filter((one) => one.kind === 'guc' || one.kind === 'custom-guc');
  if (parameters.length > 0 && isMatch(settingOf(word.text))) return parameters;
  if (isMatch(conditionOf(word.text))) return conditions(context).get(word.text.toLowerCase()) ?? [];
  if (isMatch(stateOf(word.text))) return conditions(context).get(word.text.toUpperCase()) ?? [];
  return isMatch(callOf(word.text)) ? named.filter((one) => one.kind === 'function') : [];
}

/** By the element of the manual that holds the word. */
function markedWord(context: TreeContext, text: string, word: Word): NamedWord | undefined {
  const element = /<(\w+)(?:\s[^<>]*)?>(?:pg_catalog\.)?$/.exec(text.slice(Math.max(0, word.start - 60), word.start))?.[1];
  const kinds = element === undefined ? undefined : ELEMENTS[element];
  return (
    kinds && {
      word,
      entries: treeIndex(context)
        .named(word.text)
        .filter((one) => kinds.includes(one.kind)),
    }
  );
}

/** By the entry of the manual that a link refers to, or that begins here. */
function referredWord(context: TreeContext, text: string, offset: number): NamedWord | undefined {
  const word = wordAt(text, offset, '[\\w-]');
  const isId = word && /\b(?:linkend|id)="$/.test(text.slice(Math.max(0, word.start - 10), word.start));
  return isId ? { word, entries: referred(context, word.text) } : undefined;
}

/** What the id of an entry of the manual stands for: a parameter, a catalog, a view. */
function referred(context: TreeContext, id: string): readonly IndexEntry[] {
  return (
    remember(context, 'entries by id of the manual', (inner) => {
      const index = treeIndex(inner);
      const found = new Map<string, IndexEntry[]>();
      const add = (prefix: string, kind: Kind) => {
        for (const entry of index.ofKind(kind)) {
          const name = `${prefix}${entry.name.toLowerCase().replaceAll(/[_.]/g, '-')}`;
          found.set(name, [...(found.get(name) ?? []), entry]);
        }
      };
      add('guc-', 'guc');
      add('guc-', 'custom-guc');
      add('catalog-', 'catalog');
      add('view-', 'view');
      return found;
    }).get(id) ?? []
  );
}

/** SQLSTATEs by their conditions and by themselves. */
function conditions(context: TreeContext): ReadonlyMap<string, readonly IndexEntry[]> {
  return remember(context, 'SQLSTATEs by condition', (inner) => {
    const found = new Map<string, IndexEntry[]>();
    for (const entry of treeIndex(inner).ofKind('errcode'))
      for (const key of [entry.fields['condition'], entry.fields['state']])
        if (typeof key === 'string') found.set(key, [...(found.get(key) ?? []), entry]);
    return found;
  });
}
