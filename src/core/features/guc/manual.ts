import { elementsOf, parameterEntries, readSgml } from '../../syntax/sgml.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';

/** The page of the manual that documents parameters. */
export const CONFIG_SGML = 'doc/src/sgml/config.sgml';

/** The entry of one parameter. */
export interface ManualEntry {
  /** The parameter's name as its first term has it. */
  readonly name: string;
  /** What the term calls the type. */
  readonly type: string | undefined;
  /** Start of the line of `<varlistentry>`. */
  readonly start: number;
  /** After the line of `</varlistentry>`. */
  readonly end: number;
  /** `id` of the innermost section around it. */
  readonly section: string;
  readonly text: string;
}

/** The first list of a section, which parameters can be added to. */
export interface ManualList {
  /** Titles of the sections around it, outermost first. */
  readonly titles: readonly string[];
  /** After the line of `<variablelist>`. */
  readonly start: number;
  /** Blanks before that tag. */
  readonly indent: string;
}

/** The entries of all terms of config.sgml in order of place; undefined where the tree has no such page. */
export function manualEntries(context: TreeContext): readonly ManualEntry[] | undefined {
  const text = context.tree.read(CONFIG_SGML)?.text;
  if (text === undefined) return undefined;
  return parameterEntries(text).map((entry) => {
    const [start, end] = [lineStart(text, entry.start), lineEnd(text, entry.end - 1)];
    return { name: entry.name, type: entry.type, start, end, section: entry.sections.at(-1) ?? '', text: text.slice(start, end) };
  });
}

/** The lists of the page that stand directly in a section. */
export function manualLists(context: TreeContext): readonly ManualList[] {
  const text = context.tree.read(CONFIG_SGML)?.text ?? '';
  const found: ManualList[] = [];
  for (const [element, around] of elementsOf(readSgml(text))) {
    if (element.name !== 'variablelist' || !/^sect\d$/.test(around.at(-1)?.name ?? '')) continue;
    const titles = around.flatMap((section) => {
      const title = /^sect\d$/.test(section.name) ? section.children.find((child) => child.name === 'title') : undefined;
      return title ? [text.slice(title.content.start, title.content.end).trim()] : [];
    });
    const indent = text.slice(lineStart(text, element.start), element.start);
    found.push({ titles, start: lineEnd(text, element.content.start), indent });
  }
  return found;
}

/** A sentence must stand in this share of the entries to count as their habit, and this many times as often as elsewhere. */
const HABIT = 0.2;
const TELLING = 3;

/** The sentence that entries for which `test` holds have in common and others have not; undefined where there is none. */
export function commonSentence(entries: readonly ManualEntry[], test: (name: string) => boolean): string | undefined {
  const inside = new Map<string, number>();
  const outside = new Map<string, number>();
  let total = 0;
  for (const entry of entries) {
    const counts = test(entry.name.toLowerCase()) ? inside : outside;
    if (counts === inside) total += 1;
    for (const sentence of sentences(entry.text)) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [sentence, count] of inside) {
    const isHabit = count >= 2 && count >= HABIT * total && count >= TELLING * (outside.get(sentence) ?? 0);
    if (isHabit && (best === undefined || count > (inside.get(best) ?? 0))) best = sentence;
  }
  return best;
}

/** Sentences of the paragraphs of an entry, blanks folded, each once. */
function sentences(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(/<para>([\s\S]*?)<\/para>/g)) {
    const folded = (match[1] ?? '').replaceAll(/\s+/g, ' ').trim();
    for (const sentence of folded.split(/(?<=[.)]) (?=[A-Z])/)) if (sentence.endsWith('.')) found.add(sentence);
  }
  return found;
}
