import type { TreeContext } from '../../tree/context.ts';
import type { Finding } from '../feature.ts';
import { sampleNames } from './docs.ts';
import { quotedNames } from './dumputils.ts';
import type { GucEntry } from './entry.ts';
import type { GucSite } from './locate.ts';
import { evaluate } from './value.ts';

/** What gen_guc_tables.pl, 003_check_guc.pl and check_GUC_init would find in the parameters of a tree. */
export function check(context: TreeContext, site: GucSite): readonly Finding[] {
  const finding = (code: string, message: string, entry: GucEntry): Finding => ({
    code: `guc/${code}`,
    message,
    where: { path: entry.path, offset: entry.start },
  });
  const found: Finding[] = [];
  const sample = sampleNames(context);
  const quoted = quotedNames(context);
  const seen = new Map<string, GucEntry>();
  for (const entry of site.entries) {
    const name = entry.name.toLowerCase();
    const first = seen.get(name);
    if (first && first.conditions.length === 0) found.push(finding('duplicate', `Parameter "${entry.name}" is declared twice`, entry));
    const previous = [...seen.keys()].at(-1);
    if (site.sorted && previous !== undefined && previous > name)
      found.push(finding('unsorted', `Parameter "${entry.name}" is not in alphabetical order`, entry));
    seen.set(name, entry);
    const hidden = entry.flags.includes('GUC_NOT_IN_SAMPLE');
    if (hidden && sample.has(name))
      found.push(finding('in-sample', `Parameter "${entry.name}" has GUC_NOT_IN_SAMPLE but is in postgresql.conf.sample`, entry));
    if (!hidden && sample.size > 0 && !sample.has(name))
      found.push(finding('not-in-sample', `Parameter "${entry.name}" is not in postgresql.conf.sample`, entry));
    if (entry.flags.includes('GUC_LIST_QUOTE') && quoted && !quoted.has(name))
      found.push(finding('list-quote', `Parameter "${entry.name}" has GUC_LIST_QUOTE but pg_dump does not know it`, entry));
    const [boot, min, max] = [entry.boot, entry.min, entry.max].map((value) =>
      value === undefined ? undefined : evaluate(context, value, []),
    );
    if (boot !== undefined && ((min !== undefined && boot < min) || (max !== undefined && boot > max)))
      found.push(finding('default-out-of-range', `The boot value of "${entry.name}" is outside its bounds`, entry));
  }
  return found;
}
