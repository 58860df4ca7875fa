import { paragraphs } from './text.ts';

/** Headings that say nothing of what a text is about. */
const EMPTY = /^(?:overview|introduction|about|readme|background|general|notes?)$/i;

interface Heading {
  readonly line: number;
  readonly rank: string;
  readonly text: string;
}

/**
 * What a README says that its directory is: what stands before its first heading, or this heading, or its answer where it asks; all of its headings where the first
 * begins with the name of a file, or what follows the heading where that is but the name of the directory. Undefined where it is that of a file.
 */
export function readmeSays(text: string, directory: string, files: readonly string[]): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => (/^\S*\/\S*README\S*$/.test(line.trim()) ? '' : line));
  const headings = headingsOf(lines);
  const [first] = headings;
  const [before, address] = paragraphs(lines.slice(0, first?.line));
  if (!first || before !== undefined) return address?.startsWith('http') ? `${before} ${address}` : before;
  const title = plain(first.text);
  if (files.some((file) => isName(title, plain(file.replace(/\.\w+$/, ''))) && !isName(title, plain(directory)))) return undefined;
  const following = paragraphs(lines.slice(first.line + (first.rank === '#' ? 1 : 2))).at(0);
  if (first.text.endsWith('?')) return following;
  if (isName(title, plain(directory)) || EMPTY.test(first.text))
    return /^(?:This|These|The)\b/.test(following ?? '') ? following : undefined;
  const equals = headings.filter((one) => one.rank === first.rank);
  const isOfFile = files.some((file) => plain(file.replace(/\.\w+$/, '')) === plain(first.text.split(' ')[0] ?? ''));
  return isOfFile ? equals.map((one) => one.text).join('; ') : first.text;
}

/** Underlined lines, and those that begin with one `#`. */
function headingsOf(lines: readonly string[]): readonly Heading[] {
  return lines.flatMap((line, index): readonly Heading[] => {
    if (/^# \S/.test(line)) return [{ line: index, rank: '#', text: line.slice(2).trim() }];
    const under = /^([=-])\1{2,}\s*$/.exec(lines[index + 1] ?? '')?.[1];
    return under !== undefined && line.trim() !== '' ? [{ line: index, rank: under, text: line.trim().replace(/:$/, '') }] : [];
  });
}

/** What a README says of a directory below its own: an indented text below its name, or the clause that names it with a slash. */
export function readmeSaysOf(text: string, child: string): { readonly listed: string | undefined; readonly told: string | undefined } {
  const lines = text.split(/\r?\n/);
  const at = lines.indexOf(`${child}/`);
  const below = at < 0 ? [] : lines.slice(at + 1);
  const end = below.findIndex((line) => !/^\s+\S/.test(line));
  const listed = paragraphs(below.slice(0, end < 0 ? below.length : end)).at(0);
  const clause = new RegExp(`(?:^|[\\s(])/${child}\\s+(?:directory\\s+|code\\s+)?(is\\s+)?([^.;,]*)`).exec(text.replaceAll(/\s+/g, ' '));
  const told = clause?.[2]?.replace(/ and$/, '').trim();
  return { listed, told: told === '' ? undefined : told };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Whether a heading is but a name, in the singular or the plural, perhaps with what kind of thing it is. */
function isName(heading: string, name: string): boolean {
  return name !== '' && [name, `${name}s`, `module${name}`].includes(heading);
}
