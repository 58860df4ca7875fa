import type { Place } from '../../base/result.ts';
import { filesMentioning } from '../../index/mentions.ts';
import { declaredIn, everywhere, includedFrom, includeName } from '../../place/declared-names.ts';
import { filesWith, type Source } from '../../place/sources.ts';
import { structBody } from '../../syntax/c/struct-body.ts';
import type { TreeContext } from '../../tree/context.ts';
import { settled } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** The declaration of a name that a file would collide with: its own, its header's, or that of a header it includes on any way. */
export function findVisible(
  context: TreeContext,
  name: string,
  own: readonly TreePath[],
  headers: readonly string[],
): { readonly path: TreePath; readonly offset: number } | undefined {
  for (const path of new Set([...own, ...includedFrom(context, ['postgres.h', ...headers])])) {
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
  for (const file of filesWith(context, 'src/include', '.h', name)) {
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

/** A prototype, or the head of a definition whose result stands on its line. */
const HEAD = /^[A-Za-z][^\n;{}]*(?:;|\)\s*\{)/gm;

/** Whether any C file of the server calls a function. */
export function isCalledAnywhere(context: TreeContext, name: string): boolean {
  const pattern = new RegExp(`^(?:[ \\t]+|[^\\n]*[^\\w\\n])${name}[ \\t]*\\(`, 'm');
  return filesMentioning(context, 'src/backend', '.c', name).some((path) =>
    settled(
      context,
      `call of ${name} ${path}`,
      ({ tree }) => pattern.test((tree.read(path)?.text ?? '').replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(HEAD, '')),
      'identity',
    ),
  );
}
