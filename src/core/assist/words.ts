import type { Place } from '../base/result.ts';
import type { IndexEntry } from '../index/entry.ts';
import { manualEvent } from '../index/manual-events.ts';
import { treeIndex } from '../index/tree-index.ts';
import { unitEntries } from '../index/units.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** What one of PostgreSQL's own words means, and where it is listed. */
export interface Meaning {
  readonly markdown: string;
  readonly place: Place;
}

/** The entry on the line of an offset in a file that lists things line by line: SQLSTATEs, wait events, locks. */
export function listedAt(context: TreeContext, path: TreePath, offset: number): IndexEntry | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const end = next < 0 ? text.length : next;
  return unitEntries(context, path).find(({ place }) => start <= place.offset && place.offset < end);
}

/** A SQLSTATE, a wait event or a lock in Markdown; undefined for anything else. */
export function describeWord(context: TreeContext, { kind, name, fields }: IndexEntry): string | undefined {
  switch (kind) {
    case 'errcode': {
      const condition = fields['condition'] === undefined ? '' : `, \`${fields['condition']}\` in PL/pgSQL`;
      return `**SQLSTATE ${fields['state']}** (${fields['severity']})${condition}: \`${name}\`\n\n${fields['section'] ?? ''}`;
    }
    case 'wait-event': {
      const symbol = fields['symbol'] === undefined ? '' : ` (\`${fields['symbol']}\` in C)`;
      const about = fields['description'] ?? manualEvent(context, name)?.text;
      return [`Wait event **${name}** of class **${fields['type']}**${symbol}`, about ?? ''].filter(Boolean).join('\n\n');
    }
    case 'lwlock':
      return [`**${name}** \u2014 predefined LWLock ${fields['number']}`, waitText(context, String(fields['event']))].join('\n\n').trim();
    case 'tranche': {
      const id = fields['id'] === undefined ? '' : ` (\`${fields['id']}\` in C)`;
      return [`**${name}** \u2014 tranche of LWLocks${id}`, waitText(context, name)].join('\n\n').trim();
    }
    default:
      return undefined;
  }
}

/** The lock or tranche that a wait event of the class LWLock is about, or the wait event of a lock. */
export function otherSide(context: TreeContext, { kind, name, fields }: IndexEntry): IndexEntry | undefined {
  const index = treeIndex(context);
  if (kind === 'wait-event' && fields['type'] === 'LWLock')
    return index.ofKind('lwlock').find((one) => one.fields['event'] === name) ?? index.ofKind('tranche').find((one) => one.name === name);
  if (kind !== 'lwlock' && kind !== 'tranche') return undefined;
  const event = kind === 'lwlock' ? fields['event'] : name;
  return index.ofKind('wait-event').find((one) => one.fields['type'] === 'LWLock' && one.name === event);
}

/** What one waits for at a lock: from the list of wait events, or from the manual. */
function waitText(context: TreeContext, event: string): string {
  const listed = treeIndex(context)
    .ofKind('wait-event')
    .find((one) => one.fields['type'] === 'LWLock' && one.name === event);
  return String(listed?.fields['description'] ?? manualEvent(context, event)?.text ?? '');
}
