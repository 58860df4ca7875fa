import { plainComment } from '../syntax/c/comment.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { Meaning } from './words.ts';

const HEADER = 'src/include/mb/pg_wchar.h';

/** The character encodings of the server by their enumerators, which genbki.pl looks up for BKI_LOOKUP(encoding). */
export function encodings(context: TreeContext): ReadonlyMap<string, Meaning> {
  return remember(context, 'encodings', ({ tree }) => {
    const text = tree.read(HEADER)?.text ?? '';
    const found = new Map<string, Meaning>();
    for (const match of text.matchAll(/^[ \t]+(PG_\w+)(?:[ \t]*=[ \t]*\d+)?,[ \t]*(?:\/\*([\s\S]*?)\*\/)?/gm)) {
      const [, name = '', comment = ''] = match;
      const place = { path: HEADER, offset: match.index + match[0].indexOf(name) };
      found.set(name, { markdown: `**${name}** \u2014 ${plainComment(comment)}`, place });
    }
    return found;
  });
}

/** One encoding. */
export function encodingOf(context: TreeContext, name: string): Meaning | undefined {
  return encodings(context).get(name);
}
