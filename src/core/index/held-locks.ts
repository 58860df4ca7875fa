import { matchBracket } from '../syntax/c/lex.ts';
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

/** A function with what its comment says to be held in it. */
interface LockedFunction {
  readonly name: string;
  readonly isStatic: boolean;
  /** The body without comments. */
  readonly code: string;
  readonly said: readonly string[];
}

/** Callers of callers are asked so far what they hold. */
const CALLERS = 2;

/**
 * The accesses to variables in the functions of a file, in order of place. A lock is held from where it is taken, or where an assertion or the
 * comment above the function says so, to where it is released; a release on a way that leaves the function counts for that way only. Where
 * nothing is held in a static function, it is what all its callers hold.
 */
export function lockedAccesses(text: string, variables: readonly string[]): readonly LockedAccess[] {
  const words = variables.map((variable) => ({ variable, macros: macrosOf(text, variable) }));
  const functions = functionsIn(text);
  return functions.flatMap((one) => {
    const used = words.filter(({ variable, macros }) => [variable, ...macros].some((word) => one.code.includes(word)));
    if (used.length === 0) return [];
    const read = (before: readonly string[]) => used.flatMap(({ variable, macros }) => accessesIn(one.code, variable, macros, before));
    const accesses = read(one.said);
    if (accesses.every(({ locks }) => locks.length > 0)) return accesses;
    const byCallers = read([...one.said, ...heldByCallers(one, functions, CALLERS)]);
    return accesses.map((access, index) => (access.locks.length > 0 ? access : (byCallers[index] ?? access)));
  });
}

/** The functions of a file but those that make an area. */
function functionsIn(text: string): readonly LockedFunction[] {
  const found = blocksOf(text).flatMap(({ head, body }) => {
    const name = /(?:^|\n)(\w+)\s*\([^;{}]*\)\s*$/.exec(head)?.[1];
    return name === undefined ? [] : [{ name, head, body }];
  });
  const names = new Set(found.map((one) => one.name));
  return found.flatMap(({ name, head, body }) => {
    if (MAKES.test(name) || /\bShmem(?:Init|Request)(?:Struct|Hash)\b/.test(body)) return [];
    const said = locksIn(head, /\b(?:hold|holds|holding|held)\b/i).filter((lock) => !names.has(lock));
    return [{ name, isStatic: /(?:^|\n)static\b[^;{}]*$/.test(head), code: withoutComments(body), said }];
  });
}

/** The locks that are held wherever the file calls a static function. */
function heldByCallers(called: LockedFunction, functions: readonly LockedFunction[], callers: number): readonly string[] {
  if (!called.isStatic || callers === 0) return [];
  const mentioning = functions.filter((caller) => caller !== called && caller.code.includes(called.name));
  // A function that is passed on is called from elsewhere.
  if (mentioning.some(({ code }) => new RegExp(`\\b${called.name}\\b(?!\\s*\\()`).test(code))) return [];
  const [first = [], ...others] = mentioning.flatMap((caller) => {
    const sites = heldAt(caller.code, `${called.name}\\s*\\(`, caller.said);
    const around = sites.some(({ locks }) => locks.length === 0) ? heldByCallers(caller, functions, callers - 1) : [];
    return sites.map(({ locks }) => (locks.length > 0 ? locks : around));
  });
  return first.filter((lock) => others.every((locks) => locks.includes(lock)));
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

/** Locks in the sentences of a comment that have a word, but those that deny something; an empty line ends a sentence too. */
function locksIn(comment: string, word: RegExp): readonly string[] {
  const paragraphs = comment.split(/\n[ \t]*\*?[ \t]*\r?\n/).map((one) => one.replaceAll(/[\s*]+/g, ' '));
  const sentences = paragraphs.flatMap((one) => one.split(/[.;](?= )/));
  const plain = sentences.filter((one) => word.test(one) && !/\b(?:not|no|without|never|unless)\b|n't/.test(one));
  return plain.flatMap((one) => one.match(/\b[A-Z]\w*Lock\b/g) ?? []);
}

function accessesIn(body: string, variable: string, macros: readonly string[], held: readonly string[]): readonly LockedAccess[] {
  const aliases = [...body.matchAll(new RegExp(`\\b(\\w+)\\s*=\\s*${variable}\\s*;`, 'g'))].map((match) => match[1] ?? '');
  const words = [variable, ...aliases, ...macros].join('|');
  return heldAt(body, `(${words})\\b(?:->(\\w+))?`, held).map(({ parts: [word = '', member = ''], locks }) => ({
    variable,
    member: macros.includes(word) ? word : member,
    locks,
  }));
}

/** What a pattern matches in a body and what its groups match, with the locks that are held there; computing a hash value is no access. */
function heldAt(
  body: string,
  pattern: string,
  before: readonly string[],
): readonly { readonly parts: readonly (string | undefined)[]; readonly locks: readonly string[] }[] {
  // A partition's lock is chosen by a macro or function first: partitionLock = LockHashPartitionLock(hashcode).
  const chosen = new Map([...body.matchAll(/\b(\w+)\s*=\s*(\w+Lock)\(/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
  const held = new Set(before);
  /** Where what depends on taking a lock ends. */
  const ends = new Map<string, number>();
  const found: { parts: (string | undefined)[]; locks: string[] }[] = [];
  const token = new RegExp(
    `\\bLWLock(?:(?:Conditional)?Acquire(?:OrWait)?|HeldByMe(?:InMode)?)\\(\\s*(\\w+)|\\bLWLockRelease\\(\\s*(\\w+)|(?<![\\w.>]|get_hash_value\\()${pattern}`,
    'g',
  );
  for (const { index, 1: taken, 2: released, ...match } of body.matchAll(token)) {
    for (const [lock, end] of ends) if (end < index && ends.delete(lock)) held.delete(lock);
    if (taken !== undefined) {
      const lock = chosen.get(taken) ?? taken;
      const end = held.has(lock) ? -1 : endOfCondition(body, index);
      if (end >= 0) ends.set(lock, end);
      held.add(lock);
    } else if (released === undefined) found.push({ parts: [match[3], match[4]], locks: [...held] });
    else if (!/\breturn\b|\b(?:ereport|elog)\((?:ERROR|FATAL|PANIC)/.test(body.slice(index, body.indexOf('}', index))))
      held.delete(chosen.get(released) ?? released);
  }
  return found;
}

/** The end of the block that runs when a lock could be taken at an offset, `if (LWLockConditionalAcquire(lock, mode)) {}`; else -1. */
function endOfCondition(body: string, offset: number): number {
  const [head] = /^LWLockConditionalAcquire[^{};]*\{/.exec(body.slice(offset)) ?? [];
  return head !== undefined && /\bif \($/.test(body.slice(0, offset)) ? matchBracket(body, offset + head.length - 1) : -1;
}
