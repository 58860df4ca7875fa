import { lineEnd } from '../text/lines.ts';

/** `[start, end)` in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One line of a section file with its terminator; the lines of a file tile its text. */
export interface SectionLine extends Span {
  readonly kind: 'section' | 'entry' | 'comment' | 'region' | 'blank' | 'other';
}

/** A line that defines something: columns separated by tabs, for example a name and a quoted sentence. */
export interface SectionEntry extends Span {
  readonly columns: readonly string[];
  /** Whether it stands in the section's `ABI_compatibility:` region, which is append-only. */
  readonly inRegion: boolean;
}

/** A `Section: ClassName - NAME` line with what follows it up to the next one. */
export interface Section extends Span {
  readonly name: string;
  readonly entries: readonly SectionEntry[];
  /** Start of the line `ABI_compatibility:`. */
  readonly region: number | undefined;
  readonly comments: readonly Span[];
}

/** A section file such as `wait_event_names.txt`. */
export interface SectionFile {
  readonly lines: readonly SectionLine[];
  readonly sections: readonly Section[];
}

/** Reads a section file as `generate-wait_event_types.pl` does: line by line, `#` comments, one section after another. */
export function readSections(text: string): SectionFile {
  const lines: SectionLine[] = [];
  const sections: Section[] = [];
  let open: { name: string; start: number; entries: SectionEntry[]; comments: Span[]; region: number | undefined } | undefined;
  const close = (end: number) => {
    if (open) sections.push({ ...open, end });
  };
  for (const { start, end, content } of linesOf(text)) {
    const kind = kindOf(content);
    lines.push({ kind, start, end });
    if (kind === 'section') {
      close(start);
      open = { name: /(\w+)\s*$/.exec(content)?.[1] ?? '', start, entries: [], comments: [], region: undefined };
    } else if (kind === 'region') {
      if (open) open.region ??= start;
    } else if (kind === 'comment') open?.comments.push({ start, end });
    else if (kind === 'entry') open?.entries.push({ start, end, columns: content.split(/\t+/), inRegion: open.region !== undefined });
  }
  close(text.length);
  return { lines, sections };
}

function kindOf(content: string): SectionLine['kind'] {
  if (content.trim() === '') return 'blank';
  if (content.startsWith('#')) return 'comment';
  if (/^Section: ClassName\b/.test(content)) return 'section';
  if (/^ABI_compatibility:/.test(content)) return 'region';
  return /^\w+\t/.test(content) ? 'entry' : 'other';
}

/** A line `NAME NUMBER` of `lwlocknames.txt`. */
export interface NumberedName extends Span {
  readonly name: string;
  readonly number: number;
}

/** A file of numbered names. */
export interface NumberedNames {
  readonly lines: readonly SectionLine[];
  readonly entries: readonly NumberedName[];
}

/** Reads `lwlocknames.txt` as `generate-lwlocknames.pl` does: a name, blanks, a number; `#` comments. */
export function readNumberedNames(text: string): NumberedNames {
  const lines: SectionLine[] = [];
  const entries: NumberedName[] = [];
  for (const { start, end, content } of linesOf(text)) {
    const entry = /^(\w+)\s+(\d+)\s*$/.exec(content);
    if (entry) entries.push({ start, end, name: entry[1] ?? '', number: Number(entry[2]) });
    const kind = entry ? 'entry' : content.trim() === '' ? 'blank' : content.startsWith('#') ? 'comment' : 'other';
    lines.push({ kind, start, end });
  }
  return { lines, entries };
}

/** The lines of a text: `[start, end)` with the terminator, `content` without it. */
export function* linesOf(text: string): Generator<Span & { readonly content: string }> {
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    yield { start, end, content: text.slice(start, end).replace(/\r?\n$/, '') };
    start = end;
  }
}
