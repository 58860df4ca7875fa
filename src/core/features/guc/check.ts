import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember, rememberEach, settled } from '../../tree/memo.ts';
import { basename } from '../../tree/source-tree.ts';
import type { Finding } from '../feature.ts';
import { quotedNames } from './dumputils.ts';
import { documentationId } from './entry.ts';
import type { MacroBodies } from './expression.ts';
import type { GucSite } from './locate.ts';
import { macrosOf } from './macros.ts';
import { CONFIG_SGML } from './manual.ts';
import type { GucRow } from './rows.ts';
import { sampleLines } from './sample.ts';
import { boundsProblem } from './values.ts';

/** What gen_guc_tables.pl, 003_check_guc.pl, pg_dump and readers of the manual would find wrong with the parameters of a tree. */
export function check(context: TreeContext, site: GucSite): readonly Finding[] {
  const facts = rowFacts(context, site);
  const lines = sampleLines(context);
  const { wrong, unknown } = wrongRows(facts, site, lines);
  // The row of a name in the sample may be what cannot be read.
  return [...wrong.flatMap((one) => findingsOf(site, one)), ...(site.unread.length > 0 ? [] : unknown)];
}

/** What is wrong with the row at an index, and for two rows of one name the index of the first. */
interface WrongRow {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly first?: number;
}

function findingsOf(site: GucSite, { index, code, message, first }: WrongRow): readonly Finding[] {
  const row = site.rows[index];
  const other = first === undefined ? undefined : site.rows[first];
  if (!row) return [];
  return other ? [declaredTwice(site, row, other), declaredTwice(site, other, row)] : [finding(site, code, row, message)];
}

function finding({ path }: GucSite, code: string, { parameter, start }: GucRow, message: string): Finding {
  return { code, message: `Parameter "${parameter.name}" ${message}`, where: { path, offset: start } };
}

function declaredTwice(site: GucSite, row: GucRow, other: GucRow): Finding {
  const place = { path: site.path, offset: other.start };
  return {
    ...finding(site, 'guc/duplicate', row, 'is declared twice'),
    related: [{ place, message: `Parameter "${other.parameter.name}"` }],
  };
}

/** What is wrong with rows wherever in the file they are, and lines of the sample that belong to none. */
interface Wrong {
  readonly wrong: readonly WrongRow[];
  readonly unknown: readonly Finding[];
}

/** What was found last, by what was known of the rows. */
const found = new WeakMap<readonly RowFacts[], Wrong & { readonly sorted: boolean; readonly lines: SampleLines | undefined }>();

function wrongRows(facts: readonly RowFacts[], { sorted }: GucSite, lines: SampleLines | undefined): Wrong {
  const last = found.get(facts);
  if (last?.sorted === sorted && last.lines === lines) return last;
  const wrong = [...declarations(facts, sorted), ...(lines ? sample(facts, lines) : [])];
  const now = { sorted, lines, wrong, unknown: lines ? unknownLines(facts, lines) : [] };
  found.set(facts, now);
  return now;
}

function declarations(facts: readonly RowFacts[], sorted: boolean): readonly WrongRow[] {
  const wrong: WrongRow[] = [];
  const seen = new Map<string, number>();
  let previous = '';
  const described = describedGroups(facts);
  for (const [index, { name, group, conditions, faults }] of facts.entries()) {
    const first = seen.get(name);
    if (first !== undefined && facts[first]?.conditions === conditions) wrong.push({ index, code: 'guc/duplicate', message: '', first });
    if (sorted && previous > name)
      wrong.push({ index, code: 'guc/unsorted', message: `is not in alphabetical order: it follows "${previous}"` });
    for (const { code, message } of faults) if (code !== UNDOCUMENTED || described.has(group)) wrong.push({ index, code, message });
    seen.set(name, first ?? index);
    previous = name;
  }
  return wrong;
}

const UNDOCUMENTED = 'guc/undocumented';

/** Groups but those of several parameters of which the manual describes none, as forks leave them. */
function describedGroups(facts: readonly RowFacts[]): ReadonlySet<string> {
  const count = new Map<string, number>();
  const groups = facts.flatMap(({ group, faults }) => {
    count.set(group, (count.get(group) ?? 0) + 1);
    return faults.some(({ code }) => code === UNDOCUMENTED) ? [] : [group];
  });
  return new Set([...groups, ...[...count].flatMap(([group, rows]) => (rows === 1 ? [group] : []))]);
}

/** What there is to say of a parameter whatever the others are. */
interface RowFacts {
  /** In lower case. */
  readonly name: string;
  readonly group: string;
  /** Those around the row, joined. */
  readonly conditions: string;
  readonly isHidden: boolean;
  readonly faults: readonly { readonly code: string; readonly message: string }[];
}

const NO_FACTS: RowFacts = { name: '', group: '', conditions: '', isHidden: true, faults: [] };

function rowFacts(context: TreeContext, site: GucSite): readonly RowFacts[] {
  const { tableFile, rows } = site;
  const texts = rows.map((row) => row.text);
  let macros: MacroBodies | undefined;
  return rememberEach(context, 'facts of parameters', texts, (inner, _, index): RowFacts => {
    const row = rows[index];
    if (!row) return NO_FACTS;
    const { parameter } = row;
    const quoted = quotedNames(inner);
    const manual = manualOf(inner);
    macros ??= macrosOf(inner, [tableFile]);
    const isUnquoted = parameter.flags.includes('GUC_LIST_QUOTE') && quoted && !quoted.has(parameter.name.toLowerCase());
    const isNumber = parameter.type === 'int' || parameter.type === 'real';
    const isOutside = isNumber && boundsProblem(parameter.type, parameter, macros)?.code === 'guc/default-out-of-range';
    const faults = [
      ...(isUnquoted
        ? [{ code: 'guc/list-quote', message: 'has GUC_LIST_QUOTE, but variable_is_guc_list_quote() of pg_dump does not know it' }]
        : []),
      ...(isOutside
        ? [
            {
              code: 'guc/default-out-of-range',
              message: `has the default ${parameter.boot}, outside of ${parameter.min} to ${parameter.max}`,
            },
          ]
        : []),
      ...(manual && isUndocumented(row, manual) ? [{ code: UNDOCUMENTED, message: `is not documented in ${CONFIG_SGML}` }] : []),
    ];
    return {
      name: parameter.name.toLowerCase(),
      group: parameter.group,
      conditions: row.conditions.join(),
      isHidden: parameter.flags.includes('GUC_NOT_IN_SAMPLE'),
      faults,
    };
  });
}

type SampleLines = NonNullable<ReturnType<typeof sampleLines>>;

/** The rules of 003_check_guc.pl: config_file is the one parameter that belongs to neither side. */
function sample(facts: readonly RowFacts[], lines: SampleLines): readonly WrongRow[] {
  return facts.flatMap(({ name, isHidden }, index): readonly WrongRow[] => {
    const line = lines.get(name);
    if (isHidden && line) return [{ index, code: 'guc/in-sample', message: `has GUC_NOT_IN_SAMPLE, but ${basename(line.path)} lists it` }];
    if (isHidden || line || name === 'config_file') return [];
    return [{ index, code: 'guc/not-in-sample', message: 'is not in postgresql.conf.sample' }];
  });
}

/** Lines of the sample whose names no parameter has. */
function unknownLines(facts: readonly RowFacts[], lines: SampleLines): readonly Finding[] {
  const names = new Set(facts.map(({ name }) => name));
  return [...lines].flatMap(([name, where]) =>
    names.has(name) || /^include(?:_dir|_if_exists)?$/.test(name)
      ? []
      : [{ code: 'guc/unknown-in-sample', message: `${basename(where.path)} lists "${name}", which is no parameter`, where }],
  );
}

/** What the manual has of parameters: identifiers of entries, and terms in lower case. */
interface Manual {
  readonly ids: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
}

function manualOf(context: TreeContext): Manual | undefined {
  return remember(context, 'guc words of the manual', (inner) => {
    const found = manualWords(inner);
    return found && { ids: new Set(found.ids), terms: new Set(found.terms) };
  });
}

/** Most edits of the page leave these as they are, and what is said of all parameters. */
function manualWords(context: TreeContext): { readonly ids: readonly string[]; readonly terms: readonly string[] } | undefined {
  return settled(context, 'guc ids and terms', ({ tree }) => {
    const text = tree.read(CONFIG_SGML)?.text;
    if (text === undefined) return undefined;
    const ids = [...text.matchAll(/\bid="(guc-[^"]+)"/g)].map((match) => own(match[1] ?? ''));
    const terms = [...text.matchAll(/<term>\s*<varname>([^<]+)<\/varname>/g)].map((match) => own((match[1] ?? '').trim().toLowerCase()));
    return { ids, terms };
  });
}

/** Whether SHOW ALL lists a parameter that the manual does not mention in a term. One of special builds needs no entry. */
function isUndocumented({ parameter, conditions }: GucRow, { ids, terms }: Manual): boolean {
  if (conditions.length > 0 || parameter.flags.includes('GUC_NO_SHOW_ALL')) return false;
  return !ids.has(documentationId(parameter.name)) && !terms.has(parameter.name.toLowerCase());
}
