import { lineEnd } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';

/** The list from which pgindent knows what is a type. */
export const TYPEDEFS = 'src/tools/pgindent/typedefs.list';

/** Adds type names to typedefs.list, each before the first greater line; names that it has and trees without it need nothing. */
export function placeTypedefs(context: TreeContext, names: readonly string[], step: string): readonly Change[] {
  const file = context.tree.read(TYPEDEFS);
  if (!file) return [];
  const lines = new Set(file.text.split(/\r?\n/));
  const changes = [...names].sort().filter((name) => !lines.has(name));
  return changes.map((name) => {
    const at = firstGreater(file.text, name);
    const text = at === file.text.length && !file.text.endsWith('\n') ? `\n${name}` : `${name}\n`;
    return { kind: 'edit', step, path: TYPEDEFS, start: at, end: at, text };
  });
}

function firstGreater(text: string, name: string): number {
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    const line = text.slice(at, lineEnd(text, at)).trim();
    if (line > name) return at;
  }
  return text.length;
}
