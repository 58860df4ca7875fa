import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { parseSections } from './lists.ts';

/** What one of PostgreSQL's own words means, and where it is listed. */
export interface Meaning {
  readonly markdown: string;
  readonly place: Place;
}

/** The meaning of a SQLSTATE macro, a wait event, or a group or flag of parameters; undefined for any other word. */
export function meaningOf(context: TreeContext, word: string): Meaning | undefined {
  if (/^ERRCODE_/.test(word)) return errorCodes(context).get(word);
  if (/^WAIT_EVENT_/.test(word)) return waitEvents(context).get(word.slice('WAIT_EVENT_'.length));
  return undefined;
}

function errorCodes(context: TreeContext): ReadonlyMap<string, Meaning> {
  return remember(context, 'error codes', ({ tree }) => {
    const path = 'src/backend/utils/errcodes.txt';
    const text = tree.read(path)?.text ?? '';
    const found = new Map<string, Meaning>();
    let section = '';
    for (const match of text.matchAll(/^(?:Section:[ \t]*(.*)|([0-9A-Z]{5})[ \t]+([EWS])[ \t]+(\w+)(?:[ \t]+(\w+))?.*)$/gm)) {
      const [, heading, state = '', kind = '', macro = '', condition] = match;
      if (heading !== undefined) section = heading.trim();
      else {
        const severity = kind === 'E' ? 'error' : kind === 'W' ? 'warning' : 'success';
        const name = condition === undefined ? '' : `, \`${condition}\` in PL/pgSQL`;
        found.set(macro, { markdown: `**SQLSTATE ${state}** (${severity})${name}\n\n${section}`, place: { path, offset: match.index } });
      }
    }
    return found;
  });
}

/** Wait events by the name of their enumerator without its prefix. */
export function waitEvents(context: TreeContext): ReadonlyMap<string, Meaning> {
  return remember(context, 'wait events', ({ tree }) => {
    const path = 'src/backend/utils/activity/wait_event_names.txt';
    const found = new Map<string, Meaning>();
    for (const { name, text, section, offset } of parseSections(tree.read(path)?.text ?? ''))
      found.set(name, { markdown: `Wait event of class **${section.replace(/^WaitEvent/, '')}**\n\n${text}`, place: { path, offset } });
    return found;
  });
}
