import type { Place } from '../base/result.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import type { Definition, Hover } from './answers.ts';
import { wordAt } from './conf.ts';
import type { Meaning } from './words.ts';

/** Reads control files: a key is what it compares the name of an item with. */
const PARSER = 'src/backend/commands/extension.c';
/** Explains the keys. */
const MANUAL = 'doc/src/sgml/extend.sgml';

/** A key of control files. */
export interface ControlKey extends Meaning {
  /** `boolean`, `string` or `integer`; empty where the manual does not know the key. */
  readonly type: string;
  readonly about: string;
}

/** The keys that the tree's CREATE EXTENSION understands, with what its manual says of them. */
export function controlKeys(context: TreeContext): ReadonlyMap<string, ControlKey> {
  return remember(context, 'control keys', ({ tree }) => {
    const manual = tree.read(MANUAL)?.text ?? '';
    const explained = new Map(
      [...manual.matchAll(/<term><varname>(\w+)<\/varname> \(<type>(\w+)<\/type>\)<\/term>\s*<listitem>\s*<para>([\s\S]*?)<\/para>/g)].map(
        ([, name = '', type = '', text = '']) => [
          name,
          {
            type,
            about: text
              .replaceAll(/<[^>]*>/g, '')
              .replaceAll(/\s+/g, ' ')
              .trim(),
          },
        ],
      ),
    );
    const found = new Map<string, ControlKey>();
    for (const match of (tree.read(PARSER)?.text ?? '').matchAll(/\bstrcmp\(item->name, "(\w+)"\) == 0/g)) {
      const [, name = ''] = match;
      const { type, about } = explained.get(name) ?? { type: '', about: '' };
      const markdown = [`**${name}**${type === '' ? '' : ` (${type})`} \u2014 key of control files`, about].filter(Boolean).join('\n\n');
      found.set(name, { type, about, markdown, place: { path: PARSER, offset: match.index + match[0].indexOf('"') + 1 } });
    }
    return found;
  });
}

/** What the line of an offset sets: the key, and where its value begins behind the quote. */
export function controlLineAt(
  text: string,
  offset: number,
): { readonly key: string; readonly keyStart: number; readonly valueStart: number | undefined } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const match = /^([ \t]*)(\w*)(?:([ \t]*=[ \t]*'?)[^'#]*)?$/.exec(text.slice(start, offset));
  if (!match) return undefined;
  const [, blanks = '', key = '', separator] = match;
  const keyStart = start + blanks.length;
  return { key, keyStart, valueStart: separator === undefined ? undefined : keyStart + key.length + separator.length };
}

/** What a key of a control file means. */
export function controlHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  const line = word && controlLineAt(text, word.end);
  const key = line && line.valueStart === undefined ? controlKeys(context).get(line.key) : undefined;
  return word && key && { start: word.start, end: word.end, markdown: key.markdown };
}

/** From a key to the code that reads it, from a version to its script, from a required extension to its control file. */
export function controlDefinition(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '[\\w.-]');
  const line = word && controlLineAt(text, word.end);
  if (!word || !line) return undefined;
  const places = line.valueStart === undefined ? keyPlaces(context, line.key) : valuePlaces(context, path, line.key, word.text);
  return places.length === 0 ? undefined : { start: word.start, end: word.end, places };
}

function keyPlaces(context: TreeContext, key: string): readonly Place[] {
  const known = controlKeys(context).get(key);
  return known ? [known.place] : [];
}

function valuePlaces(context: TreeContext, path: TreePath, key: string, value: string): readonly Place[] {
  if (key === 'requires')
    return treeIndex(context)
      .named(value)
      .filter((one) => one.kind === 'extension')
      .map((one) => one.place);
  if (key !== 'default_version') return [];
  const name = basename(path).replace(/\.control$/, '');
  const scripts = (context.tree.list(dirname(path)) ?? []).filter(
    (entry) => entry.kind === 'file' && entry.name.startsWith(`${name}--`) && entry.name.endsWith(`--${value}.sql`),
  );
  return scripts.map((entry) => ({ path: `${dirname(path)}/${entry.name}`, offset: 0 }));
}
