import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** The manual of trees whose lists of wait events say nothing about them. */
const MONITORING: TreePath = 'doc/src/sgml/monitoring.sgml';

/** A row of the manual about a wait event. */
export interface ManualEvent {
  readonly text: string;
  readonly place: Place;
}

/** What the manual's own tables say of a wait event, where they are not made from a list. */
export function manualEvent(context: TreeContext, name: string): ManualEvent | undefined {
  return remember(context, 'wait events of the manual', ({ tree }) => {
    const found = new Map<string, ManualEvent>();
    const rows = (tree.read(MONITORING)?.text ?? '').matchAll(
      /<entry><literal>(\w+)<\/literal><\/entry>\s*<entry>(Waiting[\s\S]*?)<\/entry>/g,
    );
    for (const row of rows) {
      const [whole, event = '', words = ''] = row;
      const text = plain(words);
      found.set(event, { text, place: { path: MONITORING, offset: row.index + whole.indexOf(event) } });
    }
    return found;
  }).get(name);
}

/** What the manual says of a class of wait events. */
export function manualClass({ tree }: TreeContext, name: string): string | undefined {
  const row = new RegExp(`<entry><literal>${name}</literal></entry>\\s*<entry>((?!Waiting)[\\s\\S]*?)</entry>`).exec(
    tree.read(MONITORING)?.text ?? '',
  );
  return row?.[1] === undefined ? undefined : plain(row[1]);
}

function plain(sgml: string): string {
  return sgml
    .replaceAll(/<xref linkend="([\w-]+)"\/>/g, '$1')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
