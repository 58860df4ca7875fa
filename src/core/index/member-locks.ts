import { matchBracket } from '../syntax/c/lex.ts';
import { structBody } from '../syntax/c/struct-body.ts';
import { own } from '../text/own.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { withoutComments } from './extract/c-text.ts';
import { includedHeaders } from './size-words.ts';

/** Types that are locks, each with what its members are called. */
const LOCKS: Readonly<Record<string, string>> = { LWLock: '', slock_t: ' (spinlock)' };

/** Types whose functions take the spinlock inside them; it protects nothing else. */
const LOCK_THEMSELVES = /^(?:ConditionVariable|Barrier)$/;

/** Structs in structs are followed so deep. */
const DEEPEST = 4;

/**
 * The locks that a struct holds by value, in itself, in its arrays and in the structs inside it, each by the members that lead to it:
 * `info_lck (spinlock)`, `slots[].lock`. The struct is looked for in a file and in what the file includes. Where it is no struct but
 * a lock itself, that is called `name`.
 */
export function memberLocks(context: TreeContext, path: TreePath, struct: string, name: string): readonly string[] {
  const lock = LOCKS[struct];
  return lock === undefined ? locksIn(context, path, struct, DEEPEST) : [`${name}${lock}`];
}

function locksIn(context: TreeContext, from: TreePath, struct: string, depth: number): readonly string[] {
  const path = depth === 0 ? undefined : structsSeenBy(context, from).get(struct);
  if (path === undefined) return [];
  return membersOf(context, path, struct).flatMap(({ type, name }) => {
    const lock = LOCKS[type];
    if (lock !== undefined) return [`${name}${lock}`];
    return LOCK_THEMSELVES.test(type) || type === struct ? [] : locksIn(context, path, type, depth - 1).map((inner) => `${name}.${inner}`);
  });
}

/** The structs and unions that a file sees, each with the file that defines it: itself, or a header that it includes on any way. */
function structsSeenBy(context: TreeContext, path: TreePath): ReadonlyMap<string, TreePath> {
  return remember(context, `structs seen by ${path}`, (inner) => {
    const found = new Map<string, TreePath>();
    const files = new Set([path]);
    for (const file of files) {
      for (const struct of structsOf(inner, file)) if (!found.has(struct)) found.set(struct, file);
      for (const header of includedHeaders(inner, file)) files.add(header);
    }
    return found;
  });
}

/** The names of the structs and unions that a file defines. */
function structsOf(context: TreeContext, path: TreePath): ReadonlySet<string> {
  return remember(context, `structs ${path}`, ({ tree }) => {
    const found = (tree.read(path)?.text ?? '').matchAll(/^(?:typedef[ \t]+)?(?:struct|union)[ \t]+(\w+)\s*\{|^\}[^;\n]*?\b(\w+)\s*;/gm);
    return new Set([...found].map(([, tag, name]) => own(tag ?? name ?? '')));
  });
}

/** A member that is no pointer; of an array, with brackets after its name. */
interface Member {
  readonly type: string;
  readonly name: string;
}

function membersOf(context: TreeContext, path: TreePath, struct: string): readonly Member[] {
  return remember(context, `members of ${struct} ${path}`, ({ tree }) => {
    const body = withoutComments(structBody(tree.read(path)?.text ?? '', struct) ?? '');
    return membersIn(body.replaceAll(/^[ \t]*#.*$/gm, '')).map(({ type, name }) => ({ type: own(type), name: own(name) }));
  });
}

function membersIn(body: string): readonly Member[] {
  const found: Member[] = [];
  for (let at = 0; at < body.length; ) {
    const open = body.indexOf('{', at);
    const end = body.indexOf(';', at);
    if (end < 0) break;
    if (open < 0 || end < open) {
      const [, type = '', names = ''] = /^\s*(?:(?:volatile|const|struct|union)\s+)*(\w+)\s+([^()]*)$/.exec(body.slice(at, end)) ?? [];
      found.push(...declared(names).map((name) => ({ type, name })));
      at = end + 1;
      continue;
    }
    const close = matchBracket(body, open);
    const after = body.indexOf(';', close);
    if (close < 0 || after < 0) break;
    const inner = membersIn(body.slice(open + 1, close));
    const names = body.slice(close + 1, after).trim() === '' ? [''] : declared(body.slice(close + 1, after)).map((name) => `${name}.`);
    found.push(...names.flatMap((name) => inner.map((member) => ({ type: member.type, name: `${name}${member.name}` }))));
    at = after + 1;
  }
  return found;
}

/** The names between commas that are no pointers. */
function declared(names: string): readonly string[] {
  return names.split(',').flatMap((one) => {
    const [, name, array] = /^\s*(\w+)\s*(\[)?/.exec(one) ?? [];
    return name === undefined ? [] : [array ? `${name}[]` : name];
  });
}
