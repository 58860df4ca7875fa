import { catalogNames } from '../catalog/records.ts';
import { isMacroList, readMacroList } from '../syntax/macro-list.ts';
import { readRecords } from '../syntax/records.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import type { OutlineItem } from './answers.ts';
import { languageOf } from './languages.ts';

/** Names of record fields that tell one record from another. */
const NAMING = /^(?:name|\w{2,4}name)$/;

/** The outline of a file of one of our languages. */
export function outlineOf(path: TreePath, text: string): readonly OutlineItem[] {
  const language = languageOf(path);
  switch (language) {
    case 'catalog':
    case 'guc':
      return records(path, text);
    case 'wait-events':
      return sections(text, /^Section:[ \t]*ClassName[ \t]*-[ \t]*(\w+)/gm, /^(\w+)[ \t]+"/gm);
    case 'errcodes':
      return sections(text, /^Section:[ \t]*(.+)$/gm, /^[0-9A-Z]{5}[ \t]+[EWS][ \t]+(\w+)/gm);
    case 'conf':
      return sections(text, /^#[ \t]*([A-Z][A-Z &/,()-]{3,})$/gm, /^#?([a-z_]\w*)[ \t]*=/gm);
    case 'lwlocks':
      return lines(text, /^(\w+Lock)[ \t]+\d+/gm);
    case 'control':
      return lines(text, /^[ \t]*(\w+)[ \t]*=/gm);
    case 'isolation':
      return sections(text, /^session[ \t]+"?(\w+)"?/gm, /^step[ \t]+"?(\w+)"?/gm);
    case 'schedule':
      return lines(text, /^test:[ \t]*(.+)$/gm);
    case 'c':
      return /\.h$/.test(path) && isMacroList(text) ? macroLines(text) : [];
    default:
      return [];
  }
}

/** The lines of a header that is nothing but a list for macros, which is no C that tools for C can outline. */
function macroLines(text: string): readonly OutlineItem[] {
  return readMacroList(text).entries.map(({ start, end, macro, arguments: parts }) => {
    const isNumbered = /^\d+$/.test(parts[0] ?? '');
    const name = (isNumbered ? parts[1] : parts[0]) ?? macro;
    const nameStart = text.indexOf(name, start + text.slice(start, end).indexOf('('));
    const detail = [macro, isNumbered ? parts[0] : parts[1]].filter(Boolean).join(' ');
    return { name, detail, kind: 'entry', start, end: lineEnd(text, start), nameStart, nameEnd: nameStart + name.length, children: [] };
  });
}

function records(path: TreePath, text: string): readonly OutlineItem[] {
  const catalog = basename(path).replace(/\.dat$/, '');
  return readRecords(path, text).records.map((record) => {
    const { start, end, fields } = record;
    const naming = fields.find((field) => NAMING.test(field.name));
    const [first, ...rest] = fields;
    const shown = naming ?? first;
    // Operators and operator classes need more than the word; functions are known by their names, and by their OIDs where these are not enough.
    const name = catalog === 'pg_proc' ? shown?.value : (catalogNames(catalog, record)[0] ?? shown?.value);
    const values = rest.slice(0, 4).map((field) => field.value);
    const detail = fields.find((field) => field.name === 'oid')?.value ?? (naming ? undefined : values.join(' '));
    return {
      name: name || '(no name)',
      ...(detail === undefined ? {} : { detail }),
      kind: 'record',
      start,
      end,
      nameStart: shown?.valueStart ?? start,
      nameEnd: shown?.end ?? end,
      children: [],
    };
  });
}

/** Entries under the headings that stand before them; entries before the first heading stand by themselves. */
function sections(text: string, heading: RegExp, entry: RegExp): readonly OutlineItem[] {
  const heads = [...text.matchAll(heading)].map((match) => item(match, 'section', lineEnd(text, match.index)));
  const entries = lines(text, entry);
  const first = heads[0]?.start ?? text.length;
  const loose = entries.filter((one) => one.start < first);
  return [
    ...loose,
    ...heads.map((head, index) => {
      const end = heads[index + 1]?.start ?? text.length;
      const children = entries.filter((one) => one.start > head.start && one.start < end);
      return { ...head, end: children.at(-1)?.end ?? head.end, children };
    }),
  ];
}

function lines(text: string, entry: RegExp): readonly OutlineItem[] {
  return [...text.matchAll(entry)].map((match) => item(match, 'entry', lineEnd(text, match.index)));
}

function item(match: RegExpExecArray, kind: OutlineItem['kind'], end: number): OutlineItem {
  const name = (match[1] ?? match[0]).trim();
  const nameStart = match.index + match[0].indexOf(name);
  return { name, kind, start: match.index, end, nameStart, nameEnd: nameStart + name.length, children: [] };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
