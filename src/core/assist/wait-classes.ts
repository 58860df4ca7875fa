import type { Place } from '../base/result.ts';
import { manualClass } from '../index/manual-events.ts';
import { unitEntries } from '../index/units.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { type Word, wordAt } from './conf.ts';
import type { Meaning } from './words.ts';

/** Headers that number the classes of wait events. */
const HEADERS: readonly TreePath[] = ['src/include/utils/wait_classes.h', 'src/include/utils/wait_event.h', 'src/include/pgstat.h'];

/** The class whose section of `wait_event_names.txt` begins on the line of an offset: what the manual says of it, and its number in C. */
export function waitClassAt(context: TreeContext, path: TreePath, offset: number): (Meaning & { readonly word: Word }) | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  const name = word && /^WaitEvent(\w+)$/.exec(word.text)?.[1];
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (!word || name === undefined || !/^Section:/.test(text.slice(start, start + 20))) return undefined;
  const constant = `PG_WAIT_${name.toUpperCase()}`;
  const count = unitEntries(context, path).filter((entry) => entry.fields['type'] === name).length;
  const place = declaration(context, constant);
  const head = `Class **${name}** of wait events${place ? ` (\`${constant}\` in C)` : ''}: ${count} of them`;
  const markdown = [head, manualClass(context, name) ?? ''].filter(Boolean).join('\n\n');
  return { word, markdown, place: place ?? { path, offset: start } };
}

function declaration({ tree }: TreeContext, constant: string): Place | undefined {
  for (const path of HEADERS) {
    const at = (tree.read(path)?.text ?? '').search(new RegExp(`(?<=^#define )${constant}\\b`, 'm'));
    if (at >= 0) return { path, offset: at };
  }
  return undefined;
}
