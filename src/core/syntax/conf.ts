import { lineEnd } from '../text/lines.ts';

/** A parameter line of a configuration sample with the comment lines that continue it. */
export interface ConfParameter {
  readonly name: string;
  /** The value as written, quotes included. */
  readonly value: string;
  /** Start of the line. */
  readonly start: number;
  /** After the line end of the last continuing comment line. */
  readonly end: number;
  /** Index of the subsection it stands in. */
  readonly section: number;
}

/** A part of the sample between headings: `# SECTION` and `# - Subsection -`. */
export interface ConfSection {
  /** Heading of the section, for example `WRITE-AHEAD LOG`. */
  readonly section: string;
  /** Heading of the subsection, for example `Settings`; empty before the first one. */
  readonly subsection: string;
  /** After the heading's lines. */
  readonly start: number;
}

/** postgresql.conf.sample as its comments structure it; offsets in UTF-16 units. */
export interface ConfFile {
  readonly sections: readonly ConfSection[];
  readonly parameters: readonly ConfParameter[];
}

/** Reads a configuration sample. Lines that are neither heading nor parameter belong to nothing. */
export function parseConf(text: string): ConfFile {
  const sections: ConfSection[] = [{ section: '', subsection: '', start: 0 }];
  const parameters: ConfParameter[] = [];
  for (let at = 0; at < text.length; ) {
    const next = lineEnd(text, at);
    const line = text.slice(at, next).replace(/\r?\n$/, '');
    const parameter = /^#?([A-Za-z_][\w.]*)\s*=\s*('(?:[^']|'')*'|[^\s#]*)/.exec(line);
    const heading = /^# - (.+?) -\s*$/.exec(line);
    const banner = /^#-{5,}\s*$/.test(line) ? /^# (.+?)\s*\r?\n#-{5,}/.exec(text.slice(next)) : null;
    if (parameter?.[1]) {
      const end = continuationEnd(text, next);
      parameters.push({ name: parameter[1], value: parameter[2] ?? '', start: at, end, section: sections.length - 1 });
      at = end;
      continue;
    }
    const section = sections.at(-1)?.section ?? '';
    if (heading) sections.push({ section, subsection: heading[1] ?? '', start: next });
    if (banner) {
      const end = lineEnd(text, next + banner[0].length);
      sections.push({ section: banner[1] ?? '', subsection: '', start: end });
      at = end;
      continue;
    }
    at = next;
  }
  return { sections, parameters };
}

/** Comment lines that are indented go on with the parameter above them. */
function continuationEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && /^[ \t]+#/.test(text.slice(at, at + 200))) at = lineEnd(text, at);
  return at;
}
