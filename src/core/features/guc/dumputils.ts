import { lineStart } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';

/** Holds pg_dump's own list of parameters whose values are lists of identifiers. */
export const DUMPUTILS = 'src/bin/pg_dump/dumputils.c';

const COMPARISON = /pg_strcasecmp\(name, "([^"]+)"\) == 0/g;

/** Start of the comparison before which a name goes in `variable_is_guc_list_quote`; undefined where there is no such function. */
export function quotePoint(context: TreeContext, name: string): number | undefined {
  const text = context.tree.read(DUMPUTILS)?.text;
  const body =
    text === undefined ? undefined : context.c.outline(text).functions.find((one) => one.name === 'variable_is_guc_list_quote')?.body;
  if (text === undefined || !body) return undefined;
  const comparisons = [...text.slice(body.start, body.end).matchAll(COMPARISON)];
  const greater = comparisons.find((match) => (match[1] ?? '') > name) ?? comparisons.at(-1);
  return greater && body.start + greater.index;
}

/** The comparison for a name, to be put before the one at the point. */
export function quoteText(context: TreeContext, name: string, offset: number): string {
  const text = context.tree.read(DUMPUTILS)?.text ?? '';
  const line = text.slice(lineStart(text, offset), offset);
  const indent = /^\s*if \($/.test(line) ? '\t\t' : line;
  return `pg_strcasecmp(name, "${name}") == 0 ||\n${indent}`;
}

/** Names that pg_dump knows; undefined where the tree has no such list. */
export function quotedNames(context: TreeContext): ReadonlySet<string> | undefined {
  const text = context.tree.read(DUMPUTILS)?.text ?? '';
  const body = /\nvariable_is_guc_list_quote\([\s\S]*?\n\}/.exec(text)?.[0];
  return body === undefined ? undefined : new Set([...body.matchAll(COMPARISON)].map((match) => (match[1] ?? '').toLowerCase()));
}
