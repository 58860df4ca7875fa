import type { Place } from '../base/result.ts';
import { catalogConstants } from '../catalog/constants.ts';
import { isIdentifier, isKeyword } from '../syntax/c/identifiers.ts';
import { isSystemName, systemHeader } from '../syntax/c/system-names.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { type CName, findName } from './declared-names.ts';
import { filesWith } from './sources.ts';

/** Why a new C name at file scope cannot be this one. */
export interface Clash {
  /** The end of a sentence that begins with the name: `is a keyword of C`. */
  readonly why: string;
  /** What of the tree has the name. */
  readonly where: Place | undefined;
}

/** Why C itself or the system keeps a name from being defined by the server; undefined where neither does. */
export function reservedName(name: string): Clash | undefined {
  if (isKeyword(name)) return { why: 'is a keyword of C', where: undefined };
  if (!isIdentifier(name)) return { why: 'is no C identifier, which has letters, digits and underscores', where: undefined };
  if (/^__(?:\w+__|func|builtin_\w+)$/.test(name)) return { why: 'belongs to the compiler', where: undefined };
  const header = systemHeader(name);
  if (header === undefined) return undefined;
  return {
    why: isSystemName(name) ? `belongs to <${header}> of the system` : `is of a kind that POSIX keeps for <${header}>`,
    where: undefined,
  };
}

/**
 * Why something new at file scope cannot have a C name: C or the system keeps it, or one of the given files or a header of the tree
 * declares it. `sorts` says which declarations count, where some are told about elsewhere.
 */
export function nameClash(
  context: TreeContext,
  name: string,
  own: readonly TreePath[],
  sorts: readonly CName['sort'][] = ['type', 'macro', 'variable', 'function'],
): Clash | undefined {
  const reserved = reservedName(name);
  if (reserved) return reserved;
  const found = findName(context, name, own, sorts);
  if (found) return { why: `is a ${found.sort} of ${found.place.path}`, where: found.place };
  const where = findEnumerator(context, name, own) ?? catalogConstants(context).get(name)?.place;
  return where && { why: `is a constant of ${where.path}`, where };
}

/** A member of an enum in one of the given files or in a header. */
export function findEnumerator(context: TreeContext, name: string, own: readonly TreePath[]): Place | undefined {
  const hint = new RegExp(`(?:^|[{,])\\s*${name}\\s*(?:[=,}]|/\\*|$)`, 'm');
  const read = (path: TreePath, text: string): Place | undefined => {
    if (!text.includes(name) || !hint.test(text)) return undefined;
    const members = context.c.outline(text).types.flatMap((type) => type.enumerators);
    const member = members.find((one) => one.name === name);
    return member && { path, offset: member.start };
  };
  for (const path of own) {
    const found = read(path, context.tree.read(path)?.text ?? '');
    if (found) return found;
  }
  for (const { path, text } of filesWith(context, 'src/include', '.h', name)) {
    const found = read(path, text);
    if (found) return found;
  }
  return undefined;
}
