import type { TreeContext } from '../../tree/context.ts';
import { remember, rememberEach } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { Finding } from '../feature.ts';
import { quotedNames } from './dumputils.ts';
import { documentationId, type GucEntry } from './entry.ts';
import type { MacroBodies } from './expression.ts';
import type { GucSite } from './locate.ts';
import { macrosOf } from './macros.ts';
import { CONFIG_SGML } from './manual.ts';
import { sampleLines } from './sample.ts';
import { boundsProblem } from './values.ts';

/** What gen_guc_tables.pl, 003_check_guc.pl, pg_dump and readers of the manual would find wrong with the parameters of a tree. */
export function check(context: TreeContext, site: GucSite): readonly Finding[] {
  return [...declarations(context, site), ...sample(context, site)];
}

function finding(code: string, entry: GucEntry, message: string): Finding {
  return { code, message: `Parameter "${entry.name}" ${message}`, where: { path: entry.path, offset: entry.start } };
}

function related(one: Finding, other: GucEntry): Finding {
  return { ...one, related: [{ place: { path: other.path, offset: other.start }, message: `Parameter "${other.name}"` }] };
}

function declarations(context: TreeContext, site: GucSite): readonly Finding[] {
  const found: Finding[] = [];
  const seen = new Map<string, GucEntry>();
  const faults = rowFaults(context, site);
  let previous = '';
  for (const [index, entry] of site.entries.entries()) {
    const name = entry.name.toLowerCase();
    const first = seen.get(name);
    if (first && first.conditions.join() === entry.conditions.join())
      found.push(
        related(finding('guc/duplicate', entry, 'is declared twice'), first),
        related(finding('guc/duplicate', first, 'is declared twice'), entry),
      );
    if (site.sorted && previous > name)
      found.push(finding('guc/unsorted', entry, `is not in alphabetical order: it follows "${previous}"`));
    for (const { code, message } of faults[index] ?? []) found.push(finding(code, entry, message));
    seen.set(name, first ?? entry);
    previous = name;
  }
  return found;
}

/** What is wrong with a parameter whatever the others are. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

function rowFaults(context: TreeContext, site: GucSite): readonly (readonly Fault[])[] {
  const { tableFile, entries } = site;
  const texts = entries.map((entry) => entry.text);
  let macros: MacroBodies | undefined;
  return rememberEach(context, 'faults of parameters', texts, (inner, _, index): readonly Fault[] => {
    const entry = entries[index];
    if (!entry) return [];
    const quoted = quotedNames(inner);
    const manual = manualOf(inner);
    macros ??= macrosOf(inner, [tableFile]);
    const isUnquoted = entry.flags.includes('GUC_LIST_QUOTE') && quoted && !quoted.has(entry.name.toLowerCase());
    const isNumber = entry.type === 'int' || entry.type === 'real';
    const isOutside = isNumber && boundsProblem(entry.type, entry, macros)?.code === 'guc/default-out-of-range';
    return [
      ...(isUnquoted
        ? [{ code: 'guc/list-quote', message: 'has GUC_LIST_QUOTE, but variable_is_guc_list_quote() of pg_dump does not know it' }]
        : []),
      ...(isOutside
        ? [{ code: 'guc/default-out-of-range', message: `has the default ${entry.boot}, outside of ${entry.min} to ${entry.max}` }]
        : []),
      ...(manual && isUndocumented(entry, manual) ? [{ code: 'guc/undocumented', message: `is not documented in ${CONFIG_SGML}` }] : []),
    ];
  });
}

/** The rules of 003_check_guc.pl: config_file is the one parameter that belongs to neither side. */
function sample(context: TreeContext, site: GucSite): readonly Finding[] {
  const lines = sampleLines(context);
  if (!lines) return [];
  const found: Finding[] = [];
  const names = new Set<string>();
  for (const entry of site.entries) {
    const name = entry.name.toLowerCase();
    names.add(name);
    const isHidden = entry.flags.includes('GUC_NOT_IN_SAMPLE');
    if (isHidden && lines.has(name))
      found.push(finding('guc/in-sample', entry, 'has GUC_NOT_IN_SAMPLE, but postgresql.conf.sample lists it'));
    if (!isHidden && !lines.has(name) && name !== 'config_file')
      found.push(finding('guc/not-in-sample', entry, 'is not in postgresql.conf.sample'));
  }
  for (const [name, offset] of lines) {
    if (names.has(name) || /^include(?:_dir|_if_exists)?$/.test(name)) continue;
    found.push({
      code: 'guc/unknown-in-sample',
      message: `postgresql.conf.sample lists "${name}", which is no parameter`,
      where: { path: paths.sample, offset },
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
  return remember(context, 'guc ids and terms', ({ tree }) => {
    const text = tree.read(CONFIG_SGML)?.text;
    if (text === undefined) return undefined;
    const ids = new Set([...text.matchAll(/\bid="(guc-[^"]+)"/g)].map((match) => match[1] ?? ''));
    const terms = new Set(
      [...text.matchAll(/<term>\s*<varname>([^<]+)<\/varname>/g)].map((match) => (match[1] ?? '').trim().toLowerCase()),
    );
    return { ids, terms };
  });
}

/** Whether SHOW ALL lists a parameter that the manual does not mention in a term. One of special builds needs no entry. */
function isUndocumented(entry: GucEntry, { ids, terms }: Manual): boolean {
  if (entry.conditions.length > 0 || entry.flags.includes('GUC_NO_SHOW_ALL')) return false;
  return !ids.has(documentationId(entry.name)) && !terms.has(entry.name.toLowerCase());
}
