import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';

/** Holds pg_dump's own list of parameters whose values are lists of identifiers. */
export const DUMPUTILS = 'src/bin/pg_dump/dumputils.c';

interface Comparison {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The comparisons of `variable_is_guc_list_quote`; undefined where the tree has no such function. */
function comparisons(context: TreeContext): readonly Comparison[] | undefined {
  const text = context.tree.read(DUMPUTILS)?.text ?? '';
  const body = /^variable_is_guc_list_quote\([^)]*\)\s*\{([\s\S]*?)^\}/m.exec(text);
  if (!body) return undefined;
  const from = body.index + body[0].length - (body[1]?.length ?? 0) - 1;
  const found = [...(body[1] ?? '').matchAll(/pg_strcasecmp\(name, "([^"]+)"\) == 0/g)].map((match) => ({
    name: match[1] ?? '',
    start: from + match.index,
    end: from + match.index + match[0].length,
  }));
  return found.length === 0 ? undefined : found;
}

/** Names that pg_dump knows, lower case; undefined where the tree has no such list. */
export function quotedNames(context: TreeContext): ReadonlySet<string> | undefined {
  return remember(context, 'guc quoted names', (inner) => {
    const known = comparisons(inner);
    return known && new Set(known.map((one) => one.name.toLowerCase()));
  });
}

/** Adds a name to the alphabetical list; undefined where there is none. */
export function addQuotedName(context: TreeContext, name: string, step: string): Change | undefined {
  const known = comparisons(context);
  const greater = known?.find((one) => one.name > name);
  const last = known?.at(-1);
  if (!last) return undefined;
  const comparison = `pg_strcasecmp(name, "${name}") == 0`;
  const at = greater?.start ?? last.end;
  const text = greater ? `${comparison} ||\n\t\t` : ` ||\n\t\t${comparison}`;
  return { kind: 'edit', step, path: DUMPUTILS, start: at, end: at, text };
}
