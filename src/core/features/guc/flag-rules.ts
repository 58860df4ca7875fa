import type { Place, Problem } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { GucSite } from './locate.ts';

/** Regression test that queries the flags of all parameters and expects certain combinations not to occur. */
const FLAGS_TEST = 'src/test/regress/sql/guc.sql';

/**
 * What the tree's own rules find wrong with the flags of a parameter: those of the regression test guc, which asks for flags by the
 * text of the group or by other flags, and that of guc.c on parameters that SHOW ALL leaves out.
 */
export function flagProblem(
  context: TreeContext,
  site: GucSite,
  gucContext: string,
  groupText: string,
  flags: readonly string[],
): Problem | undefined {
  const lacking = flagOfContext(site, gucContext, flags);
  if (lacking) return lacking;
  if (flags.includes('GUC_NO_SHOW_ALL') && !flags.includes('GUC_NOT_IN_SAMPLE'))
    return missing('GUC_NO_SHOW_ALL', 'GUC_NOT_IN_SAMPLE', { path: 'src/backend/utils/misc/guc.c', offset: 0 });
  const text = context.tree.read(FLAGS_TEST)?.text ?? '';
  for (const query of text.matchAll(/^[ \t]*WHERE[ \t]+([^;]*?)(?:ORDER BY[^;]*)?;/gm)) {
    const condition = (query[1] ?? '').replaceAll(/\s+/g, ' ').trim();
    const where = { path: FLAGS_TEST, offset: query.index };
    const [, operator, group = '', demanded = ''] = /^category (=|~) '([^']+)' AND NOT (\w+)$/.exec(condition) ?? [];
    const inGroup =
      operator === '=' ? groupText === group : operator === '~' && group.startsWith('^') && groupText.startsWith(group.slice(1));
    if (inGroup && !flags.includes(flagOf(demanded))) return missing(`the group "${groupText}"`, flagOf(demanded), where);
    const [, reserved = '', kept = ''] = /^NOT category = '([^']+)' AND (\w+)$/.exec(condition) ?? [];
    if (kept !== '' && groupText !== reserved && flags.includes(flagOf(kept)))
      return {
        code: 'guc/flag-of-group',
        message: `${flagOf(kept)} is for parameters of the group "${reserved}"`,
        where,
        hint: `Leave out ${flagOf(kept)}, or choose that group.`,
      };
    const [, given = '', implied = ''] = /^(\w+) AND NOT (\w+)$/.exec(condition) ?? [];
    if (given !== '' && flags.includes(flagOf(given)) && !flags.includes(flagOf(implied)))
      return missing(flagOf(given), flagOf(implied), where);
  }
  return undefined;
}

/** Fewest parameters of a context that make a rule of what all of them have. */
const FEWEST = 5;

/** A flag that every parameter of the context has, as those that nobody can set are all kept out of configuration files. */
function flagOfContext(site: GucSite, gucContext: string, flags: readonly string[]): Problem | undefined {
  const peers = site.entries.filter((entry) => entry.context === gucContext);
  const [first] = peers;
  const flag = first?.flags.find((one) => !flags.includes(one) && peers.every((peer) => peer.flags.includes(one)));
  if (!first || flag === undefined || peers.length < FEWEST) return undefined;
  return missing(`the context ${gucContext}, as all ${peers.length} of this tree,`, flag, { path: first.path, offset: first.start });
}

/** `flags` with those that the tree's rules demand beside them. */
export function withNeededFlags(
  context: TreeContext,
  site: GucSite,
  gucContext: string,
  groupText: string,
  flags: readonly string[],
): readonly string[] {
  const problem = flagProblem(context, site, gucContext, groupText, flags);
  const flag = problem?.code === 'guc/flag-missing' ? /^Add (\w+) to flags\.$/.exec(problem.hint ?? '')?.[1] : undefined;
  return flag === undefined ? flags : withNeededFlags(context, site, gucContext, groupText, [...flags, flag]);
}

function flagOf(column: string): string {
  return `GUC_${column.toUpperCase()}`;
}

function missing(what: string, flag: string, where: Place): Problem {
  return { code: 'guc/flag-missing', message: `A parameter of ${what} needs ${flag}`, where, hint: `Add ${flag} to flags.` };
}
