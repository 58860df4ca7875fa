import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { filesWith, type Source } from './sources.ts';

const INCLUDE = 'src/include';

/** Where a C name is declared, and what a file includes to see it. */
export interface CName {
  readonly sort: 'type' | 'variable' | 'macro' | 'function' | 'enumerator';
  readonly place: Place;
  /** As written between the quotes of an `#include`; undefined where every server file sees it, or where it stands in a C file. */
  readonly header: string | undefined;
}

const SORTS: readonly CName['sort'][] = ['type', 'variable', 'macro', 'function', 'enumerator'];

/** What declares a name of some sort, as PostgreSQL writes it at file scope. */
function patternsOf(name: string): readonly (readonly [CName['sort'], RegExp])[] {
  return [
    [
      'type',
      new RegExp(
        `^(?:\\}[^;\\n]*\\b${name}\\s*;|typedef\\b[^;{}]*?\\b${name}\\s*(?:\\[[^\\]]*\\])?;|(?:struct|union|enum)\\s+${name}\\s*$)`,
        'm',
      ),
    ],
    ['macro', new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm')],
    [
      'variable',
      new RegExp(
        `^(?:extern[ \\t][^;({]*[\\s*]|(?!(?:typedef|struct|union|enum)[ \\t]+\\w+;)(?:static[ \\t]+)?\\w[\\w \\t]*[ \\t*]+)${name}\\s*(?:\\[[^;{]*)?(?:=[^;]*)?;`,
        'm',
      ),
    ],
    ['function', new RegExp(`^(?:extern[ \\t][^;{]*[\\s*])?${name}\\s*\\(`, 'm')],
    ['enumerator', new RegExp(`^[ \\t]+${name}\\b\\s*(?:=[^,]*)?,`, 'm')],
  ];
}

/** The declaration of a name in a text, or undefined. */
export function declaredIn(
  text: string,
  name: string,
  sorts: readonly CName['sort'][] = SORTS,
): { readonly sort: CName['sort']; readonly offset: number } | undefined {
  if (!text.includes(name)) return undefined;
  for (const [sort, pattern] of patternsOf(name)) {
    if (!sorts.includes(sort)) continue;
    const match = pattern.exec(text);
    if (match) return { sort, offset: match.index + Math.max(0, match[0].lastIndexOf(name)) };
  }
  return undefined;
}

/** The declaration of a name in the files given first, in a header that every server file sees, or in any header. */
export function findName(
  context: TreeContext,
  name: string,
  first: readonly TreePath[],
  sorts: readonly CName['sort'][] = SORTS,
): CName | undefined {
  const known = everywhere(context);
  const read = ({ path, text }: Source): CName | undefined => {
    const found = declaredIn(text, name, sorts);
    return found && { sort: found.sort, place: { path, offset: found.offset }, header: includeName(path, known) };
  };
  for (const path of first) {
    const file = context.tree.read(path);
    const found = file && read(file);
    if (found) return found;
  }
  let nearest: CName | undefined;
  for (const file of filesWith(context, INCLUDE, '.h', name)) {
    const found = read(file);
    if (found && found.header === undefined) return found;
    nearest ??= found;
  }
  return nearest;
}

/** What a server file writes to include a header; undefined for a C file and for what `postgres.h` brings along. */
export function includeName(path: TreePath, known: ReadonlySet<TreePath>): string | undefined {
  return path.startsWith(`${INCLUDE}/`) && !known.has(path) ? path.slice(INCLUDE.length + 1) : undefined;
}

/** Headers that every server file sees through `postgres.h`. */
export function everywhere(context: TreeContext): ReadonlySet<TreePath> {
  return includedFrom(context, ['postgres.h']);
}

/** Headers of src/include with all that they include, each named as an `#include` names it. */
export function includedFrom(context: TreeContext, headers: readonly string[]): ReadonlySet<TreePath> {
  const seen = new Set<TreePath>();
  for (const header of headers) collectIncluded(context, header, seen);
  return seen;
}

/** Adds a header and all that it includes. */
function collectIncluded(context: TreeContext, header: string, seen: Set<TreePath>): void {
  const path = `${INCLUDE}/${header}`;
  const text = seen.has(path) ? undefined : context.tree.read(path)?.text;
  if (text === undefined) return;
  seen.add(path);
  for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm)) collectIncluded(context, match[1] ?? '', seen);
}
