import type { Place } from '../base/result.ts';
import { manualClass } from '../index/manual-events.ts';
import { unitEntries } from '../index/units.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Meaning } from './words.ts';

/** Headers that number the classes of wait events. */
const HEADERS: readonly TreePath[] = ['src/include/utils/wait_classes.h', 'src/include/utils/wait_event.h', 'src/include/pgstat.h'];

/** The manual's page that the list of SQLSTATEs is put into. */
const ERRCODES_MANUAL: TreePath = 'doc/src/sgml/errcodes.sgml';

/** A line that begins a class in a list, and the lines of that class. */
export interface Heading extends Meaning {
  readonly start: number;
  readonly end: number;
  readonly members: readonly Place[];
}

/** The class that begins on the line of an offset, in the list of wait events or in that of SQLSTATEs. */
export function headingAt(context: TreeContext, path: TreePath, offset: number): Heading | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = '', waits, name = ''] =
    /^Section:[ \t]*(ClassName[ \t]*-[ \t]*WaitEvent)?(.*\S)/.exec(text.slice(start, start + 200)) ?? [];
  if (line === '') return undefined;
  const range = { start, end: start + line.length };
  return waits === undefined ? ofErrors(context, path, range, name) : ofWaits(context, path, range, name);
}

type Range = Pick<Heading, 'start' | 'end'>;

function ofWaits(context: TreeContext, path: TreePath, range: Range, name: string): Heading {
  const constant = `PG_WAIT_${name.toUpperCase()}`;
  const members = unitEntries(context, path).flatMap((entry) => (entry.fields['type'] === name ? [entry.place] : []));
  const place = declaration(context, constant);
  const head = `Class **${name}** of wait events${place ? ` (\`${constant}\` in C)` : ''}: ${members.length} of them`;
  const markdown = [head, manualClass(context, name) ?? ''].filter(Boolean).join('\n\n');
  return { ...range, members, markdown, place: place ?? { path, offset: range.start } };
}

function declaration({ tree }: TreeContext, constant: string): Place | undefined {
  for (const path of HEADERS) {
    const at = (tree.read(path)?.text ?? '').search(new RegExp(`(?<=^#define )${constant}\\b`, 'm'));
    if (at >= 0) return { path, offset: at };
  }
  return undefined;
}

/** `Class 08 - Connection Exception`, with what the comments below it say, and the page where the manual lists it. */
function ofErrors(context: TreeContext, path: TreePath, range: Range, section: string): Heading {
  const { tree } = context;
  const [, code = '', name = section] = /^Class[ \t]+(\w+)[ \t]*-[ \t]*(.*)$/.exec(section) ?? [];
  const own = unitEntries(context, path).filter((entry) => entry.fields['section'] === section);
  const count = new Set(own.map((entry) => entry.fields['state'])).size;
  const below = /^\s*((?:#[^\n]*\n?)+)/.exec((tree.read(path)?.text ?? '').slice(range.end))?.[1] ?? '';
  const manual = tree.read(ERRCODES_MANUAL)?.text ?? '';
  const listed = manual.search(/&errcodes-table;|<table\b/);
  const title = /<table\b[^>]*>\s*<title>([\s\S]*?)<\/title>/.exec(manual)?.[1]?.replaceAll(/<[^>]*>/g, '');
  const markdown = [
    `Class ${code === '' ? '' : `**${code}** `}of SQLSTATEs: **${name}**, ${count === 1 ? 'one condition' : `${count} conditions`}`,
    below.replaceAll(/^#[ \t]*/gm, '').trim(),
    listed < 0 ? '' : `In the manual: ${title === undefined ? '' : `table \u201c${title.trim()}\u201d, `}\`${ERRCODES_MANUAL}\`.`,
  ];
  return {
    ...range,
    members: own.map((entry) => entry.place),
    markdown: markdown.filter(Boolean).join('\n\n'),
    place: listed < 0 ? { path, offset: range.start } : { path: ERRCODES_MANUAL, offset: listed },
  };
}
