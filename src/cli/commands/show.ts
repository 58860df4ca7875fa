import { closest, features, type IndexEntry, KINDS, lineNumber, linksOf, type Place, treeIndex } from '../../core/api.ts';
import { fillIndex } from '../../host/index/fill-index.ts';
import type { Call } from '../call.ts';
import { openContext } from '../open.ts';
import { type Outcome, refused, sentenceOf } from '../outcome.ts';
import { columns } from '../table.ts';
import { fieldsText } from './fields-text.ts';

/** `pgsmith show NAME`: every entry of a name, with everything in the tree that is linked to it. */
export async function show(call: Call): Promise<Outcome> {
  const [name = ''] = call.operands;
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const { context, root } = opened;
  await fillIndex(context, root);
  const index = treeIndex(context);
  const entries = index.named(name).length > 0 ? index.named(name) : index.all.filter((one) => aliasesOf(one).includes(name));
  if (entries.length === 0) {
    const unread = features.flatMap((feature) => feature.unread(context)).map((problem) => refused(problem, context.tree).problem);
    const places = unread.map(sentenceOf).join('; ');
    const where = unread.length === 0 ? root : `${root}, of which not everything can be read (${places})`;
    const near = closest(name, [...new Set(index.all.map((one) => one.name))]);
    return refused({
      code: 'show/unknown-name',
      message: `Nothing named "${name}" is registered in ${where}: looked for ${Object.values(KINDS).join(', ')}`,
      hint: near === undefined ? 'pgsmith list KIND lists what there is.' : `Did you mean "${near}"?`,
    });
  }
  const found = entries.map((entry) => ({ entry, links: linksOf(context, entry) }));
  const at = (place: Place) => ({ file: place.path, line: lineNumber(context.tree.read(place.path)?.text ?? '', place.offset) });
  return {
    ok: true,
    json: () =>
      found.map(({ entry, links }) => ({
        kind: entry.kind,
        name: entry.name,
        ...at(entry.place),
        fields: entry.fields,
        links: links.map(({ role, place, text }) => ({ role, ...at(place), ...(text === undefined ? {} : { text }) })),
      })),
    text: () =>
      found
        .map(({ entry, links }) =>
          entryText(
            entry,
            at(entry.place),
            links.map((link) => ({ ...link, ...at(link.place) })),
          ),
        )
        .join('\n'),
  };
}

/** Other names that an entry goes by: a SQLSTATE's digits and condition, symbols of wait events and tranches, an OID. */
function aliasesOf({ fields }: IndexEntry): readonly string[] {
  return [fields['state'], fields['condition'], fields['symbol'], fields['id'], fields['event'], fields['oid']].map(String);
}

interface Line {
  readonly file: string;
  readonly line: number;
}

function entryText(
  entry: IndexEntry,
  { file, line }: Line,
  links: readonly (Line & { readonly role: string; readonly text?: string })[],
): string {
  const head = `${entry.name}: ${KINDS[entry.kind]}, ${file}:${line}\n`;
  const facts = fieldsText(entry);
  const rows = links.map((link) => [`  ${link.role}`, `${link.file}:${link.line}`, link.text ?? '']);
  return `${head}${facts === '' ? '' : `  ${facts}\n`}${columns(rows)}`;
}
