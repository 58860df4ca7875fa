import type { Link } from '../features/feature.ts';
import type { IndexEntry } from '../index/entry.ts';
import { lineAt, type Mention, mentionsInCode } from '../index/mentions.ts';
import type { TreeContext } from '../tree/context.ts';

/** What belongs to a hook: its type, definition, call sites with the comment that says when they run, and who installs a function in it. */
export function hookLinks(context: TreeContext, entry: IndexEntry): readonly Link[] {
  const type = entry.fields['type'];
  const types = typeof type === 'string' ? mentionsInCode(context, type).filter((one) => /^typedef\b/.test(wholeLine(one))) : [];
  const uses = mentionsInCode(context, entry.name).filter((one) => one.path !== entry.place.path || one.offset !== entry.place.offset);
  return [
    { role: 'declaration', place: entry.place, text: String(entry.fields['signature'] ?? '') },
    ...types.map((one) => link('type', one)),
    ...uses.map((one) => link(roleOf(one, entry.name), one, whenText(one, entry.name))),
  ];
}

function link(role: string, mention: Mention, text = lineAt(mention)): Link {
  return { role, place: { path: mention.path, offset: mention.offset }, text };
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

/** For a call, the comment before the statement that holds it, shortened to its first sentence; for anything else the line. */
function whenText(mention: Mention, name: string): string {
  if (roleOf(mention, name) !== 'call') return lineAt(mention);
  return commentBefore(mention) ?? lineAt(mention);
}

/** The comment that ends within the few lines of code before an offset, without leaving the function. */
function commentBefore({ text, offset }: Mention): string | undefined {
  const start = Math.max(text.lastIndexOf('\n}', offset), text.lastIndexOf('\n{', offset));
  const close = text.lastIndexOf('*/', offset);
  const open = close < start ? -1 : text.lastIndexOf('/*', close);
  if (open < 0 || text.slice(close, offset).split('\n').length > 8) return undefined;
  const words = text
    .slice(open + 2, close)
    .replaceAll(/\n\s*\*+/g, ' ')
    .replaceAll(/-{3,}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const sentence = /^.*?[.!?](?=\s+[A-Z]|$)/.exec(words)?.[0] ?? words;
  return sentence.length > 140 ? `${sentence.slice(0, 139)}\u2026` : sentence;
}

function wholeLine({ text, offset }: Mention): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
