import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import type { Finding } from '../feature.ts';
import { quotedNames } from './dumputils.ts';
import { documentationId, type GucEntry } from './entry.ts';
import type { GucSite } from './locate.ts';
import { macrosOf } from './macros.ts';
import { CONFIG_SGML } from './manual.ts';
import { sampleLines } from './sample.ts';
import { boundsProblem } from './values.ts';

/** What gen_guc_tables.pl, 003_check_guc.pl, pg_dump and readers of the manual would find wrong with the parameters of a tree. */
export function check(context: TreeContext, site: GucSite): readonly Finding[] {
  return [...declarations(context, site), ...sample(context, site), ...documentation(context, site)];
}

function finding(code: string, entry: GucEntry, message: string): Finding {
  return { code: `guc/${code}`, message: `Parameter "${entry.name}" ${message}`, where: { path: entry.path, offset: entry.start } };
}

function related(one: Finding, other: GucEntry): Finding {
  return { ...one, related: [{ place: { path: other.path, offset: other.start }, message: `Parameter "${other.name}"` }] };
}

function declarations(context: TreeContext, site: GucSite): readonly Finding[] {
  const found: Finding[] = [];
  const seen = new Map<string, GucEntry>();
  const quoted = quotedNames(context);
  const macros = macrosOf(context, [site.tableFile]);
  let previous = '';
  for (const entry of site.entries) {
    const name = entry.name.toLowerCase();
    const first = seen.get(name);
    if (first && first.conditions.join() === entry.conditions.join())
      found.push(
        related(finding('duplicate', entry, 'is declared twice'), first),
        related(finding('duplicate', first, 'is declared twice'), entry),
      );
    if (site.sorted && previous > name) found.push(finding('unsorted', entry, `is not in alphabetical order: it follows "${previous}"`));
    if (entry.flags.includes('GUC_LIST_QUOTE') && quoted && !quoted.has(name))
      found.push(finding('list-quote', entry, 'has GUC_LIST_QUOTE, but variable_is_guc_list_quote() of pg_dump does not know it'));
    if ((entry.type === 'int' || entry.type === 'real') && boundsProblem(entry.type, entry, macros)?.code === 'guc/default-out-of-range')
      found.push(finding('default-out-of-range', entry, `has the default ${entry.boot}, outside of ${entry.min} to ${entry.max}`));
    seen.set(name, first ?? entry);
    previous = name;
  }
  return found;
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
    if (isHidden && lines.has(name)) found.push(finding('in-sample', entry, 'has GUC_NOT_IN_SAMPLE, but postgresql.conf.sample lists it'));
    if (!isHidden && !lines.has(name) && name !== 'config_file')
      found.push(finding('not-in-sample', entry, 'is not in postgresql.conf.sample'));
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

/** Parameters that SHOW ALL lists and the manual does not mention in a term. Those of special builds need no entry. */
function documentation(context: TreeContext, site: GucSite): readonly Finding[] {
  const manual = remember(context, 'guc ids and terms', ({ tree }) => {
    const text = tree.read(CONFIG_SGML)?.text;
    if (text === undefined) return undefined;
    const ids = new Set([...text.matchAll(/\bid="(guc-[^"]+)"/g)].map((match) => match[1] ?? ''));
    const terms = new Set([...text.matchAll(/<term>\s*<varname>([^<]+)<\/varname>/g)].map((match) => match[1]?.trim().toLowerCase()));
    return { ids, terms };
  });
  if (!manual) return [];
  const { ids, terms } = manual;
  return site.entries
    .filter((entry) => entry.conditions.length === 0 && !entry.flags.includes('GUC_NO_SHOW_ALL'))
    .filter((entry) => !ids.has(documentationId(entry.name)) && !terms.has(entry.name.toLowerCase()))
    .map((entry) => finding('undocumented', entry, `is not documented in ${CONFIG_SGML}`));
}
