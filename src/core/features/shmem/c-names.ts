import type { Place } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { filesWith } from './sources.ts';

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
      new RegExp(`^(?:extern[ \\t][^;({]*[\\s*]|(?:static[ \\t]+)?\\w[\\w \\t]*[ \\t*]+)${name}\\s*(?:\\[[^;{]*)?(?:=[^;]*)?;`, 'm'),
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
  for (const path of first) {
    const text = context.tree.read(path)?.text;
    const found = text === undefined ? undefined : declaredIn(text, name, sorts);
    if (found) return { sort: found.sort, place: { path, offset: found.offset }, header: includeName(context, path) };
  }
  let nearest: CName | undefined;
  for (const { path, text } of filesWith(context, INCLUDE, '.h', name)) {
    const found = declaredIn(text, name, sorts);
    if (!found) continue;
    const header = includeName(context, path);
    if (header === undefined) return { sort: found.sort, place: { path, offset: found.offset }, header };
    nearest ??= { sort: found.sort, place: { path, offset: found.offset }, header };
  }
  return nearest;
}

/** The definition of a function that is not static, in any C file of the server. */
export function findGlobalFunction(context: TreeContext, name: string): Place | undefined {
  const pattern = new RegExp(`^${name}[ \\t]*\\([^;]*?\\)\\s*\\{`, 'm');
  for (const { path, text } of filesWith(context, 'src/backend', '.c', name)) {
    const match = pattern.exec(text);
    if (match && !/\bstatic\b[^;{}]*$/.test(text.slice(Math.max(0, match.index - 200), match.index))) return { path, offset: match.index };
  }
  return undefined;
}

/** What a server file writes to include a header; undefined for a C file and for what `postgres.h` brings along. */
export function includeName(context: TreeContext, path: TreePath): string | undefined {
  if (!path.startsWith(`${INCLUDE}/`) || everywhere(context, 'postgres.h', new Set()).has(path)) return undefined;
  return path.slice(INCLUDE.length + 1);
}

/** Headers that a header includes, itself and all others on the way. */
function everywhere(context: TreeContext, header: string, seen: Set<TreePath>): ReadonlySet<TreePath> {
  const path = `${INCLUDE}/${header}`;
  const text = seen.has(path) ? undefined : context.tree.read(path)?.text;
  if (text === undefined) return seen;
  seen.add(path);
  for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm)) everywhere(context, match[1] ?? '', seen);
  return seen;
}
