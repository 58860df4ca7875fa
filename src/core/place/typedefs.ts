import { lineEnd } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { missingNote } from './missing.ts';
import { sortedSlot } from './sorted.ts';

/** The list from which pgindent knows what is a type. */
export const TYPEDEFS = 'src/tools/pgindent/typedefs.list';

/** What a plan says of new types where the tree has no such list; nothing where it has one. */
export function typedefsNotes(context: TreeContext): readonly string[] {
  return context.tree.read(TYPEDEFS) ? [] : [missingNote(TYPEDEFS, 'the new types')];
}

/** Adds type names to typedefs.list in byte order; names that it has and trees without it need nothing. */
export function placeTypedefs(context: TreeContext, names: readonly string[], step: string): readonly Change[] {
  const text = context.tree.read(TYPEDEFS)?.text;
  if (text === undefined) return [];
  const lines: { readonly name: string; readonly start: number }[] = [];
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    const name = text.slice(at, lineEnd(text, at)).trim();
    if (name !== '') lines.push({ name, start: at });
  }
  const listed = lines.map((line) => line.name);
  const fresh = [...new Set(names)].sort().filter((name) => !listed.includes(name));
  let isOpen = text !== '' && !text.endsWith('\n');
  return fresh.map((name) => {
    const at = lines[sortedSlot(listed, name)]?.start ?? text.length;
    const lead = at === text.length && isOpen ? '\n' : '';
    if (lead) isOpen = false;
    return { kind: 'edit', step, path: TYPEDEFS, start: at, end: at, text: `${lead}${name}\n` };
  });
}
