import type { Place } from '../../base/result.ts';
import { filesMentioning } from '../../index/mentions.ts';
import { matchBracket } from '../../syntax/c/lex.ts';
import type { TreeContext } from '../../tree/context.ts';
import { settled } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';
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

/** The declaration of a name that a file would collide with: its own, its header's, or that of a header it includes on any way. */
export function findVisible(
  context: TreeContext,
  name: string,
  own: readonly TreePath[],
  headers: readonly string[],
): { readonly path: TreePath; readonly offset: number } | undefined {
  const seen = new Set<TreePath>();
  for (const header of ['postgres.h', ...headers]) collectIncluded(context, header, seen);
  for (const path of new Set([...own, ...seen])) {
    const text = context.tree.read(path)?.text;
    const found = text === undefined ? undefined : declaredIn(text, name, ['type', 'macro', 'variable', 'function']);
    if (found) return { path, offset: found.offset };
  }
  return undefined;
}

/** The definition of a type in a C file of the server, where other files do not see it. */
export function findPrivateType(context: TreeContext, name: string): Place | undefined {
  for (const { path, text } of filesWith(context, 'src/backend', '.c', name)) {
    const found = declaredIn(text, name, ['type']);
    if (found) return { path, offset: found.offset };
  }
  return undefined;
}

/** Text between the braces of a struct or union; undefined where the text does not define it. */
export function structBody(text: string, name: string): string | undefined {
  const tagged = new RegExp(`\\b(?:struct|union)\\s+${name}\\s*\\{`).exec(text);
  const named = tagged ? undefined : new RegExp(`^\\}[^;\\n]*\\b${name}\\s*;`, 'm').exec(text);
  const open = tagged ? tagged.index + tagged[0].length - 1 : named ? text.lastIndexOf('\n{', named.index) + 1 : -1;
  const close = open < 0 ? -1 : matchBracket(text, open);
  return close < 0 || (named && close !== named.index) ? undefined : text.slice(open + 1, close);
}

/** The full definition of a struct in the files given first or in any header: its body and where it stands. */
export function findStruct(
  context: TreeContext,
  name: string,
  first: readonly TreePath[],
): { readonly path: TreePath; readonly body: string; readonly header: string | undefined } | undefined {
  const read = ({ path, text }: Source) => {
    const body = structBody(text, name);
    return body === undefined ? undefined : { path, body, header: includeName(path, everywhere(context)) };
  };
  for (const path of first) {
    const file = context.tree.read(path);
    const found = file && read(file);
    if (found) return found;
  }
  for (const file of filesWith(context, INCLUDE, '.h', name)) {
    const found = read(file);
    if (found) return found;
  }
  return undefined;
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

/** Whether any C file of the server calls a function. */
export function isCalledAnywhere(context: TreeContext, name: string): boolean {
  const pattern = new RegExp(`^(?:[ \\t]+|[^\\n]*[^\\w\\n])${name}[ \\t]*\\(`, 'm');
  return filesMentioning(context, 'src/backend', '.c', name).some((path) =>
    settled(
      context,
      `call of ${name} ${path}`,
      ({ tree }) => pattern.test((tree.read(path)?.text ?? '').replaceAll(/^[A-Za-z][^\n;{}]*;/gm, '').replaceAll(/\/\*[\s\S]*?\*\//g, '')),
      'identity',
    ),
  );
}

/** What a server file writes to include a header; undefined for a C file and for what `postgres.h` brings along. */
export function includeName(path: TreePath, known: ReadonlySet<TreePath>): string | undefined {
  return path.startsWith(`${INCLUDE}/`) && !known.has(path) ? path.slice(INCLUDE.length + 1) : undefined;
}

/** Headers that every server file sees through `postgres.h`. */
export function everywhere(context: TreeContext): ReadonlySet<TreePath> {
  const seen = new Set<TreePath>();
  collectIncluded(context, 'postgres.h', seen);
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
