import { lineAt, type Mention, mentionsInCode, mentionsInTests } from '../../index/mentions.ts';
import { settingOf } from '../../index/script-names.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { Entry, Link } from '../feature.ts';
import type { GucSite } from './locate.ts';
import { placesOf } from './places.ts';

/** What belongs to a parameter: row, variable, sample line, documentation, hooks, code that uses the variable, tests that set it. */
export function links(context: TreeContext, site: GucSite, { name }: Entry): readonly Link[] {
  const entry = site.entries.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!entry) return [];
  const { row, variable, sample, documentation, hooks } = placesOf(context, entry);
  const one = (role: string, place: Link['place'] | undefined, text?: string): readonly Link[] =>
    place ? [{ role, place, ...(text === undefined ? {} : { text }) }] : [];
  const isKnown = (path: string, offset: number) => path === site.path || (path === variable?.path && offset === variable.offset);
  return [
    ...one('row', row),
    ...one('variable', variable, entry.variable),
    ...one('sample', sample),
    ...one('documentation', documentation),
    ...hooks.map((hook) => ({ role: 'hook', place: hook.place, text: hook.name })),
    ...mentionsInCode(context, entry.variable)
      .filter((mention) => !isKnown(mention.path, mention.offset) && !isOther(mention, entry.variable))
      .map((mention) => ({ role: isDeclaration(mention) ? 'declaration' : 'use', place: placeOf(mention), text: lineAt(mention) })),
    ...mentionsInTests(context, name, settingOf(name)).map((mention) => ({ role: 'test', place: placeOf(mention), text: lineAt(mention) })),
  ];
}

/** Whether a mention is of a member of some struct, or declares one or a local variable of the name. */
function isOther({ text, offset }: Mention, name: string): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (/(?:->|\.)$/.test(before)) return true;
  return /^[ \t]+(?!return\b|goto\b)(?:\w+[ \t]+)+\**$/.test(before) && /^\s*(?:\[[^\]]*\]\s*)?[;,]/.test(text.slice(offset + name.length));
}

function isDeclaration({ path, text, offset }: Mention): boolean {
  return path.endsWith('.h') && /^extern\b/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset));
}

function placeOf({ path, offset }: Link['place']): Link['place'] {
  return { path, offset };
}
