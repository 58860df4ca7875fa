import { withoutComments } from './extract/c-text.ts';

/** An access to what a variable points to, with the LWLocks that the function holds there. */
export interface LockedAccess {
  readonly variable: string;
  /** The member, or the macro that stands for it; empty where the whole is meant. */
  readonly member: string;
  readonly locks: readonly string[];
}

/** Functions that make an area: what they do needs no lock yet. */
const MAKES = /Shmem_?(?:Init|Request|Size|Attach)|Init\w*Shmem/i;

/**
 * The accesses to variables in the functions of a file, in order of place. A lock is held from where it is taken, or where an assertion or the
 * comment above the function says so, to where it is released; a release on a way that leaves the function counts for that way only.
 */
export function lockedAccesses(text: string, variables: readonly string[]): readonly LockedAccess[] {
  const words = variables.map((variable) => ({ variable, macros: macrosOf(text, variable) }));
  return blocksOf(text).flatMap(({ head, body }) => {
    const used = words.filter(({ variable, macros }) => [variable, ...macros].some((word) => body.includes(word)));
    const name = used.length === 0 ? undefined : /(?:^|\n)(\w+)\s*\([^;{}]*\)\s*$/.exec(head)?.[1];
    if (name === undefined || MAKES.test(name) || /\bShmem(?:Init|Request)(?:Struct|Hash)\b/.test(body)) return [];
    const code = withoutComments(body);
    const said = locksIn(head, /\b(?:hold|holds|holding|held)\b/i);
    return used.flatMap(({ variable, macros }) => accessesIn(code, variable, macros, said));
  });
}

/** What stands between braces in column 0, each with what stands above it. */
function blocksOf(text: string): readonly { readonly head: string; readonly body: string }[] {
  const found: { head: string; body: string }[] = [];
  let above = 0;
  for (let open = text.indexOf('\n{'); open >= 0; open = text.indexOf('\n{', above)) {
    const close = text.indexOf('\n}', open);
    if (close < 0) break;
    found.push({ head: text.slice(above, open), body: text.slice(open, close) });
    above = close + 1;
  }
  return found;
}

/** Macros of the file that stand for a part of what a variable points to. */
function macrosOf(text: string, variable: string): readonly string[] {
  const defines = text.matchAll(new RegExp(`^#define[ \\t]+(\\w+)(?:\\([^)\\n]*\\))?[ \\t]+[^\\n]*\\b${variable}\\b`, 'gm'));
  return [...defines].map((match) => match[1] ?? '');
}

/** Locks that the comments in a struct of the file say to protect its members. */
export function protectingByComment(text: string, struct: string): readonly string[] {
  const body = new RegExp(`^(?:typedef[ \\t]+)?struct[ \\t]+${struct}\\s*\\{[\\s\\S]*?^\\}`, 'm').exec(text)?.[0] ?? '';
  return (body.match(/\/\*[\s\S]*?\*\//g) ?? []).flatMap((comment) => locksIn(comment, /\bprotect(?:s|ed)\b/i));
}

/** Locks in the sentences of a comment that have a word, but those that deny something. */
function locksIn(comment: string, word: RegExp): readonly string[] {
  const sentences = comment.replaceAll(/[\s*]+/g, ' ').split(/[.;](?= )/);
  const plain = sentences.filter((one) => word.test(one) && !/\b(?:not|no|without|never|unless)\b|n't/.test(one));
  return plain.flatMap((one) => one.match(/\b[A-Z]\w*Lock\b/g) ?? []);
}

function accessesIn(body: string, variable: string, macros: readonly string[], asserted: readonly string[]): readonly LockedAccess[] {
  const aliases = [...body.matchAll(new RegExp(`\\b(\\w+)\\s*=\\s*${variable}\\s*;`, 'g'))].map((match) => match[1] ?? '');
  const words = [variable, ...aliases, ...macros].join('|');
  const held = new Set(asserted);
  const found: LockedAccess[] = [];
  const token = new RegExp(
    `\\bLWLock(?:(?:Conditional)?Acquire(?:OrWait)?|HeldByMe(?:InMode)?)\\(\\s*(\\w+)|\\bLWLockRelease\\(\\s*(\\w+)|(?<![\\w.>])(${words})\\b(?:->(\\w+))?`,
    'g',
  );
  for (const { index, 1: taken, 2: released, 3: word, 4: member = '' } of body.matchAll(token)) {
    if (taken !== undefined) held.add(taken);
    else if (released !== undefined) {
      if (!/\breturn\b|\b(?:ereport|elog)\((?:ERROR|FATAL|PANIC)/.test(body.slice(index, body.indexOf('}', index)))) held.delete(released);
    } else if (word !== undefined) found.push({ variable, member: macros.includes(word) ? word : member, locks: [...held] });
  }
  return found;
}
