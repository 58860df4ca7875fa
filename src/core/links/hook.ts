import type { Link } from '../features/feature.ts';
import type { IndexEntry } from '../index/entry.ts';
import { functionAround, withoutComments } from '../index/extract/c-text.ts';
import { lineAt, type Mention, mentionsInCode } from '../index/mentions.ts';
import { conditionsAround } from '../syntax/c/directives.ts';
import type { TreeContext } from '../tree/context.ts';

/** What a mention of a hook is, in the order in which a reader asks. */
const ROLES = ['declaration', 'type', 'definition', 'call', 'kept for chaining', 'installer', 'mention'];

/**
 * What belongs to a hook: its type, definition, call sites with the comment that says when they run and the conditions of the preprocessor
 * around them, and who installs a function in it. A test of the pointer before its call is left out.
 */
export function hookLinks(context: TreeContext, entry: IndexEntry): readonly Link[] {
  const type = entry.fields['type'];
  const types = typeof type === 'string' ? mentionsInCode(context, type).filter((one) => /^typedef\b/.test(wholeLine(one))) : [];
  const uses = mentionsInCode(context, entry.name).filter((one) => one.path !== entry.place.path || one.offset !== entry.place.offset);
  const told = uses.filter((one, index) => !isTest(one, uses[index + 1], entry.name));
  const links = [
    { role: 'declaration', place: entry.place, text: String(entry.fields['signature'] ?? '') },
    ...types.map((one) => link('type', one)),
    ...told.map((one) => link(roleOf(one, entry.name), one, textOf(one, entry.name))),
  ];
  // A hook is kept right before its successor is installed, so these two stay together.
  const rank = ({ role }: Link) => ROLES.indexOf(role === 'kept for chaining' ? 'installer' : role);
  return links.toSorted((a, b) => rank(a) - rank(b));
}

function link(role: string, mention: Mention, text = lineAt(mention)): Link {
  return { role, place: { path: mention.path, offset: mention.offset }, text };
}

/** Whether a mention only looks whether the hook is set before the next one calls it. */
function isTest(mention: Mention, next: Mention | undefined, name: string): boolean {
  if (!next || next.path !== mention.path || roleOf(mention, name) !== 'mention' || roleOf(next, name) !== 'call') return false;
  return !/[;{}]\s*\S*\s*[;}]/.test(mention.text.slice(mention.offset, next.offset));
}

/** What one mention of a hook's variable does. */
function roleOf({ text, offset }: Mention, name: string): string {
  const after = text.slice(offset + name.length, offset + name.length + 40);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (/^\w[\w\s*()]*$/.test(before) && /^\s*\)?[^;()]*(?:=|;)/.test(after)) return 'definition';
  if (/^\s*=[^=]/.test(after)) return 'installer';
  if (/^[ \t]*\)?[ \t]*\(/.test(after)) return 'call';
  if (/=\s*$/.test(before) && /^\s*;/.test(after)) return 'kept for chaining';
  return 'mention';
}

/** For a call, the comment that says when it is made, with what it is compiled under; for anything else the line. */
function textOf(mention: Mention, name: string): string {
  if (roleOf(mention, name) !== 'call') return lineAt(mention);
  const conditions = conditionsAround(mention.text, mention.offset).filter((one) => !/^#\s*ifndef \w+_H_?$/.test(one));
  const when = commentBefore(mention) ?? commentOfFunction(mention) ?? lineAt(mention);
  return [when, ...conditions].join('  ');
}

/** Words by which comments speak of hooks. */
const HOOKED = /\b(?:hooks?|plug-?ins?|loadable modules?)\b/i;

/** The comment right above the statement of an offset, or a little above where it speaks of hooks. */
function commentBefore({ text, offset }: Mention): string | undefined {
  const close = text.lastIndexOf('*/', offset);
  const open = close < 0 ? -1 : text.lastIndexOf('/*', close);
  if (open < 0) return undefined;
  const between = text.slice(close, offset);
  const comment = text.slice(open, close);
  const isAbove = !/[;{}#]/.test(between) || (HOOKED.test(comment) && !/^[{}]/m.test(between) && between.split('\n').length <= 8);
  return isAbove ? sentenceOf(comment) : undefined;
}

/** A function of so many lines has one thing to do, so that its comment tells of any call in it. */
const SHORT = 30;

/** The comment of the function around an offset: what it says of hooks and plugins, or, of a short function, how it begins. */
function commentOfFunction({ text, offset }: Mention): string | undefined {
  const around = functionAround(withoutComments(text), offset);
  if (!around) return undefined;
  const isShort = text.slice(around.start, around.end).split('\n').length <= SHORT;
  const head = /[\s\S]*\n\r?\n/.exec(text.slice(0, around.start))?.[0].length ?? 0;
  const comment = /\/\*[\s\S]*?\*\//.exec(text.slice(head, around.start))?.[0] ?? commentEndingAt(text, head);
  return comment === undefined || !(isShort || HOOKED.test(comment)) ? undefined : sentenceOf(comment.slice(0, -2), around.name);
}

function commentEndingAt(text: string, end: number): string | undefined {
  const before = text.slice(0, end).trimEnd();
  return before.endsWith('*/') ? before.slice(before.lastIndexOf('/*')) : undefined;
}

/** The first sentence of an open comment; of that of a function, whose name at its beginning says nothing, the first that speaks of hooks where one does. */
function sentenceOf(comment: string, functionName?: string): string {
  const words = comment
    .replace(/^\/\*+/, '')
    .replaceAll(/\n\s*\*+/g, '\n')
    .replaceAll(/-{3,}/g, ' ')
    .trim()
    .replace(new RegExp(`^${functionName ?? '\\b\\B'}\\b(?:\\(\\))?\\s*(?:-+|:)?`), '');
  const sentences = words.split(/\n\s*\n/).flatMap((part) =>
    part
      .replaceAll(/\s+/g, ' ')
      .trim()
      .split(/(?<=[.!?])\s+(?=[A-Z])/),
  );
  const all = sentences.filter((one) => one !== '');
  const sentence = (functionName === undefined ? undefined : all.find((one) => HOOKED.test(one))) ?? all[0] ?? '';
  return sentence.length > 140 ? `${sentence.slice(0, 139)}\u2026` : sentence;
}

function wholeLine({ text, offset }: Mention): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
