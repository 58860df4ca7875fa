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
  return [...declarations(site, facts), ...sample(context, site, facts)];
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

function declarations(site: GucSite, facts: readonly RowFacts[]): readonly Finding[] {
  const found: Finding[] = [];
  const seen = new Map<string, GucRow>();
  let previous = '';
  const described = describedGroups(site, facts);
  for (const [index, row] of site.rows.entries()) {
    const { name, faults } = facts[index] ?? NO_FACTS;
    const first = seen.get(name);
    if (first && first.conditions.join() === row.conditions.join())
      found.push(declaredTwice(site, row, first), declaredTwice(site, first, row));
    if (site.sorted && previous > name)
      found.push(finding(site, 'guc/unsorted', row, `is not in alphabetical order: it follows "${previous}"`));
    for (const { code, message } of faults)
      if (code !== UNDOCUMENTED || described.has(row.parameter.group)) found.push(finding(site, code, row, message));
    seen.set(name, first ?? row);
    previous = name;
  }
  return found;
}

const UNDOCUMENTED = 'guc/undocumented';

/** Groups but those of several parameters of which the manual describes none, as forks leave them. */
function describedGroups(site: GucSite, facts: readonly RowFacts[]): ReadonlySet<string> {
  const count = new Map<string, number>();
  const groups = site.rows.flatMap(({ parameter: { group } }, index) => {
    count.set(group, (count.get(group) ?? 0) + 1);
    return facts[index]?.faults.some(({ code }) => code === UNDOCUMENTED) ? [] : [group];
  });
  return new Set([...groups, ...[...count].flatMap(([group, rows]) => (rows === 1 ? [group] : []))]);
}

/** What there is to say of a parameter whatever the others are. */
interface RowFacts {
  /** In lower case. */
  readonly name: string;
  readonly isHidden: boolean;
  readonly faults: readonly { readonly code: string; readonly message: string }[];
}

const NO_FACTS: RowFacts = { name: '', isHidden: true, faults: [] };

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
    return { name: parameter.name.toLowerCase(), isHidden: parameter.flags.includes('GUC_NOT_IN_SAMPLE'), faults };
  });
}

/** The rules of 003_check_guc.pl: config_file is the one parameter that belongs to neither side. */
function sample(context: TreeContext, site: GucSite, facts: readonly RowFacts[]): readonly Finding[] {
  const lines = sampleLines(context);
  if (!lines) return [];
  const found: Finding[] = [];
  const names = new Set<string>();
  for (const [index, row] of site.rows.entries()) {
    const { name, isHidden } = facts[index] ?? NO_FACTS;
    names.add(name);
    const line = lines.get(name);
    if (isHidden && line) found.push(finding(site, 'guc/in-sample', row, `has GUC_NOT_IN_SAMPLE, but ${basename(line.path)} lists it`));
    if (!isHidden && !line && name !== 'config_file')
      found.push(finding(site, 'guc/not-in-sample', row, 'is not in postgresql.conf.sample'));
  }
  // The row of a name may be what cannot be read.
  for (const [name, where] of site.unread.length > 0 ? [] : lines) {
    if (names.has(name) || /^include(?:_dir|_if_exists)?$/.test(name)) continue;
    found.push({
      code: 'guc/unknown-in-sample',
      message: `${basename(where.path)} lists "${name}", which is no parameter`,
      where,
    });
  }
  return found;
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
