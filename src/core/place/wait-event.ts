import { fail, ok, type Result } from '../base/result.ts';
import { readSections, type Section } from '../syntax/sections.ts';
import { elementsOf, readSgml, type SgmlElement } from '../syntax/sgml.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { paths } from '../tree/shape.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** The chapter that lists wait events in trees that do not generate the list. */
export const MONITORING = 'doc/src/sgml/monitoring.sgml';

/** A lock as the wait event of class LWLock that it shows up as. */
export interface LockEvent {
  /** Name as displayed: without `Lock`. */
  readonly name: string;
  /** One sentence, with its period. */
  readonly description: string;
  /** Whether it is a predefined lock; the others are tranches. */
  readonly predefined: boolean;
  /** Displayed name of the lock before it in the list of the same sort; the two lists have one order. */
  readonly after: string | undefined;
}

/** Names of the LWLock section of `wait_event_names.txt`: predefined locks and tranches where a marker parts them. */
export interface LockEvents {
  readonly predefined: readonly { readonly name: string; readonly offset: number }[];
  readonly tranches: readonly { readonly name: string; readonly offset: number }[];
  /** Whether the section is parted by the marker, so that its order counts. */
  readonly ordered: boolean;
}

/** The file that names a lock's wait event. */
export function lockEventFile(context: TreeContext): TreePath {
  return context.shape.waitEvent === 'wait_event_names.txt' ? paths.waitEventNames : MONITORING;
}

/** Reads the LWLock section of `wait_event_names.txt`; undefined where the tree has none. */
export function readLockEvents(context: TreeContext): LockEvents | undefined {
  const text = context.tree.read(paths.waitEventNames)?.text;
  const section = text === undefined ? undefined : lockSection(text);
  if (text === undefined || !section) return undefined;
  const marker = endOfPredefined(text, section);
  const named = section.entries.map((entry) => ({ name: displayName(entry.columns), offset: entry.start }));
  return {
    predefined: named.filter((entry) => marker === undefined || entry.offset < marker),
    tranches: marker === undefined ? [] : named.filter((entry) => entry.offset > marker),
    ordered: marker !== undefined,
  };
}

/**
 * Adds a lock to the list of wait events. In `wait_event_names.txt` the order is that of the lock lists, predefined locks before the
 * marker, as `generate-lwlocknames.pl` checks; in `monitoring.sgml` and in lists without a marker it is alphabetical.
 */
export function placeLockEvent(context: TreeContext, event: LockEvent, step: string): Result<Change> {
  const path = lockEventFile(context);
  const text = context.tree.read(path)?.text;
  const missing = (what: string) =>
    fail({
      code: 'wait-event/no-place',
      message: `No place for wait event ${event.name}: looked for ${what} in ${path}`,
      ...(text === undefined ? {} : { where: { path, offset: 0 } }),
      hint: 'Complete the checkout, or choose another kind of lock.',
    });
  if (text === undefined) return missing('the file');
  const insertion = path === MONITORING ? documentationRow(text, event) : nameLine(text, event);
  if (!insertion) return missing(path === MONITORING ? 'the table wait-event-lwlock-table' : 'the section WaitEventLWLock');
  return ok({ kind: 'edit', step, path, start: insertion.at, end: insertion.at, text: insertion.text });
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function lockSection(text: string): Section | undefined {
  return readSections(text).sections.find((section) => section.name === 'WaitEventLWLock');
}

function endOfPredefined(text: string, section: Section): number | undefined {
  return section.comments.find((comment) => /END OF PREDEFINED LWLOCKS/.test(text.slice(comment.start, comment.end)))?.start;
}

/** The display name: the column before the sentence, without the quotes that some trees give it. */
function displayName(columns: readonly string[]): string {
  return (columns.at(-2) ?? '').replaceAll('"', '');
}

function nameLine(text: string, event: LockEvent): Insertion | undefined {
  const section = lockSection(text);
  if (!section) return undefined;
  const marker = endOfPredefined(text, section);
  const own = section.entries.filter((entry) => !entry.inRegion && (marker === undefined || event.predefined === entry.start < marker));
  const model = own.at(-1) ?? section.entries.at(-1);
  if (!model) return undefined;
  const quote = model.columns.at(-2)?.startsWith('"') ? '"' : '';
  const columns = [...model.columns.slice(0, -2), `${quote}${event.name}${quote}`, `"${event.description}"`];
  const line = `${columns.join('\t')}\n`;
  if (marker === undefined) {
    const greater = own.find((entry) => displayName(entry.columns).toLowerCase() > event.name.toLowerCase());
    return { at: greater?.start ?? model.end, text: line };
  }
  const before = own.find((entry) => displayName(entry.columns) === event.after) ?? own.at(-1);
  return before ? { at: before.end, text: line } : undefined;
}

function documentationRow(text: string, event: LockEvent): Insertion | undefined {
  const elements = [...elementsOf(readSgml(text))].map(([element]) => element);
  const table = elements.find((element) => element.name === 'table' && element.attributes.get('id') === 'wait-event-lwlock-table');
  const body = table && [...elementsOf([table])].map(([element]) => element).find((element) => element.name === 'tbody');
  const rows = (body?.children ?? []).filter((element) => element.name === 'row');
  const last = rows.at(-1);
  if (!last) return undefined;
  const greater = rows.find((row) => rowName(text, row).toLowerCase() > event.name.toLowerCase());
  const at = greater ? lineStart(text, greater.start) : lineEnd(text, last.end - 1);
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, last.start)))?.[0] ?? '';
  const entry = wrap(`<entry>${event.description}</entry>`, `${indent} `, 79);
  return { at, text: `${indent}<row>\n${indent} <entry><literal>${event.name}</literal></entry>\n${entry}\n${indent}</row>\n` };
}

/** The name that a row explains: the text of its first `<literal>`. */
function rowName(text: string, row: SgmlElement): string {
  const name = [...elementsOf(row.children)].map(([element]) => element).find((element) => element.name === 'literal');
  return name ? text.slice(name.content.start, name.content.end) : '';
}

/** Words in lines of at most `width` columns, the first at `indent`, the others one deeper. */
function wrap(text: string, indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const joined = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    if (joined.length > width && line.trim() !== '') {
      lines.push(line);
      line = `${indent} ${word}`;
    } else line = joined;
  }
  return [...lines, line].join('\n');
}
