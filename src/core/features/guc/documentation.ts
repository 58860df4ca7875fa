import { sortedSlot } from '../../place/sorted.ts';
import type { TreeContext } from '../../tree/context.ts';
import { documentationId, type GucEntry, isUnit, type Parameter } from './entry.ts';
import { nearestKin, WORTH_STANDING_BESIDE, words } from './kinship.ts';
import type { GucSite } from './locate.ts';
import { majority } from './majority.ts';
import { CONFIG_SGML, commonSentence, type ManualEntry, type ManualList, manualEntries, manualLists } from './manual.ts';
import type { ShownValue } from './values.ts';

/** Where an entry goes, and how its section writes entries. */
export interface DocumentationPoint {
  readonly offset: number;
  /** The parameter above it; undefined at the beginning of a list. */
  readonly after: string | undefined;
  readonly indent: string;
  /** Whether an empty line stands between entries. */
  readonly blank: boolean;
  /** Whether the index term names `configuration parameter` as a secondary term of its own. */
  readonly secondary: boolean;
  /** What config.sgml calls the type. */
  readonly type: string;
  /** What the page says of values without this unit. */
  readonly onUnit: string | undefined;
  /** What the page says of when parameters of this context can be set. */
  readonly onContext: string | undefined;
}

/** Runs of this many entries with the same first word may be sorted, and are where this share of them stands in order. */
const SHORTEST_RUN = 4;
const SORTED_SHARE = 0.8;

/** After the nearest relative in the section of the group; undefined where no section belongs to the group. */
export function documentationPoint(
  context: TreeContext,
  site: GucSite,
  parameter: Parameter,
  kinship: (name: string) => number,
): DocumentationPoint | undefined {
  const text = context.tree.read(CONFIG_SGML)?.text;
  const all = manualEntries(context);
  if (text === undefined || !all) return undefined;
  const known = new Map(site.entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const entryOf = (one: ManualEntry) => known.get(one.name.toLowerCase());
  const section = majority(all.filter((one) => entryOf(one)?.group === parameter.group).map((one) => one.section));
  const entries = all.filter((one) => one.section === section && entryOf(one));
  const place = sortedPlace(entries, parameter.name) ?? {
    after: nearestKin(entries, (one) => kinship(one.name), WORTH_STANDING_BESIDE) ?? entries.at(-1),
  };
  const empty = entries.length === 0 ? listNamed(context, site.vocabulary().groups.get(parameter.group) ?? '') : undefined;
  const neighbour = place.after ?? entries[0];
  if (!neighbour && !empty) return undefined;
  return {
    offset: place.after?.end ?? entries[0]?.start ?? empty?.start ?? 0,
    after: place.after?.name,
    indent: neighbour ? (/^[ \t]*/.exec(neighbour.text)?.[0] ?? '') : `${empty?.indent ?? ''} `,
    blank: place.after === undefined || entries.length < 2 || /^[ \t]*\r?\n/.test(text.slice(place.after.end)),
    secondary: neighbour !== undefined && /<secondary>configuration parameter<\/secondary>/.test(neighbour.text),
    type:
      majority(all.flatMap((one) => (entryOf(one)?.type === parameter.type && one.type !== undefined ? [one.type] : []))) ?? parameter.type,
    ...habits(all, entries, known, parameter),
  };
}

/** Among entries that begin with the same word, or in the whole section, where those are sorted; undefined where they are not. */
function sortedPlace(entries: readonly ManualEntry[], name: string): { readonly after: ManualEntry | undefined } | undefined {
  const mine = words(name);
  const lead = (one: ManualEntry) => {
    const theirs = words(one.name);
    const different = mine.findIndex((word, index) => word !== theirs[index]);
    return different < 0 ? mine.length : different;
  };
  if (entries.some((one) => lead(one) > 1)) return undefined;
  const kin = entries.filter((one) => lead(one) === 1);
  const run = kin.length > 0 ? kin : entries;
  const names = run.map((one) => one.name.toLowerCase());
  const ordered = names.filter((one, index) => index > 0 && (names[index - 1] ?? '') < one).length;
  if (run.length < SHORTEST_RUN || ordered < SORTED_SHARE * (run.length - 1)) return undefined;
  const slot = sortedSlot(names, name.toLowerCase());
  const next = run[slot];
  return { after: slot > 0 ? run[slot - 1] : next && entries[entries.indexOf(next) - 1] };
}

/** The list of the section that a group's text names, such as `Write-Ahead Log / Summarization`. */
function listNamed(context: TreeContext, groupText: string): ManualList | undefined {
  const parts = groupText.split('/').map((part) => escapeSgml(part.trim()).toLowerCase());
  const isNamed = (list: ManualList) => parts.every((part, index) => list.titles.at(index - parts.length)?.toLowerCase() === part);
  return groupText === '' ? undefined : manualLists(context).find(isNamed);
}

function habits(
  entries: readonly ManualEntry[],
  section: readonly ManualEntry[],
  known: ReadonlyMap<string, GucEntry>,
  parameter: Parameter,
): Pick<DocumentationPoint, 'onUnit' | 'onContext'> {
  const unit = parameter.flags.find(isUnit);
  const isPeer = (name: string) => known.get(name)?.context === parameter.context;
  // A section whose parameters are all of one context says so once.
  const isSaid = section.length >= SHORTEST_RUN && section.every((one) => isPeer(one.name.toLowerCase()));
  return {
    onUnit: unit === undefined ? undefined : commonSentence(entries, (name) => known.get(name)?.flags.includes(unit) === true),
    onContext: commonSentence(entries, isPeer) ?? (isSaid ? undefined : USUAL_SENTENCES[parameter.context]),
  };
}

/** What the manual of every release says, for pages with too few parameters of a context to tell. */
const USUAL_SENTENCES: Readonly<Record<string, string>> = {
  PGC_POSTMASTER: 'This parameter can only be set at server start.',
  PGC_SIGHUP: 'This parameter can only be set in the <filename>postgresql.conf</filename> file or on the server command line.',
  PGC_INTERNAL: 'This parameter is read-only.',
  PGC_BACKEND: 'This parameter cannot be changed after session start.',
};

/** The entry of a parameter, with the empty line that separates it from its neighbour. */
export function documentationText(point: DocumentationPoint, parameter: Parameter, value: ShownValue): string {
  const { indent, onUnit, onContext } = point;
  const isShown = value.known && value.text !== '';
  const sentences = [
    escapeSgml(parameter.shortDesc),
    ...(parameter.longDesc === undefined ? [] : [escapeSgml(parameter.longDesc)]),
    ...(onUnit === undefined ? [] : [onUnit]),
    ...(isShown ? [`The default is <literal>${escapeSgml(value.text)}</literal>.`] : []),
    ...(onContext === undefined ? [] : [onContext]),
  ].map((sentence) => (/[.!?)]$/.test(sentence) ? sentence : `${sentence}.`));
  const term = point.secondary
    ? [`  <primary><varname>${parameter.name}</varname></primary>`, '  <secondary>configuration parameter</secondary>']
    : [`  <primary><varname>${parameter.name}</varname> configuration parameter</primary>`];
  const lines = [
    `<varlistentry id="${documentationId(parameter.name)}" xreflabel="${parameter.name}">`,
    ` <term><varname>${parameter.name}</varname> (<type>${point.type}</type>)`,
    ' <indexterm>',
    ...term,
    ' </indexterm>',
    ' </term>',
    ' <listitem>',
    '  <para>',
    ...fill(sentences.join(' '), 79 - indent.length - 3).map((line) => `   ${line}`),
    '  </para>',
    ' </listitem>',
    '</varlistentry>',
  ].map((line) => `${indent}${line}\n`);
  const blank = point.blank ? '\n' : '';
  return point.after === undefined ? `${lines.join('')}${blank}` : `${blank}${lines.join('')}`;
}

function escapeSgml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Lines of at most `width` characters; an element without blanks inside is never broken, nor is a tag. */
function fill(text: string, width: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.match(/(?:<[^>]*>|[^\s<])+/g) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
