import { directiveEnd, skipOpaque } from './lex.ts';

/** A conditional directive of the preprocessor; the range is its whole line without the line end. */
export interface Conditional {
  readonly start: number;
  readonly end: number;
  readonly kind: 'if' | 'elif' | 'else' | 'endif';
  /** The line as written, blanks folded, for example `#ifdef USE_SSL`. */
  readonly line: string;
}

/** All conditional directives of a text, in order. */
export function conditionals(text: string): readonly Conditional[] {
  const found: Conditional[] = [];
  const token = /\/\*|\/\/|["']|^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b|^[ \t]*#/gm;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (!match[0].includes('#')) {
      token.lastIndex = Math.max(skipOpaque(text, match.index), match.index + 1);
      continue;
    }
    const end = directiveEnd(text, match.index);
    token.lastIndex = Math.max(end, match.index + 1);
    const word = match[1];
    if (word === undefined) continue;
    const kind = word.startsWith('if') ? 'if' : word === 'elif' ? 'elif' : word === 'else' ? 'else' : 'endif';
    const line = text
      .slice(match.index, end)
      .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
      .replaceAll(/\\?\s+/g, ' ')
      .replace(/# /, '#')
      .trim();
    found.push({ start: match.index, end, kind, line });
  }
  return found;
}

/** Conditions that do not hold in a server on a Unix-like system. */
const USUALLY_FALSE =
  /^#(?:if|elif) (?:0\b|defined ?\(? ?(?:WIN32|_MSC_VER|FRONTEND|NOT_USED|__cplusplus)\b)|^#ifdef (?:WIN32|_WIN32|_MSC_VER|FRONTEND|NOT_USED|__cplusplus)\b/;

/**
 * Blanks every conditional directive and all branches but one, keeping length and line ends: the first branch, or the next
 * one where the condition is false in an ordinary build. Edits are never computed from what is missing here.
 */
export function resolveConditionals(text: string): string {
  const directives = conditionals(text);
  if (directives.length === 0) return text;
  const dropped: { start: number; end: number }[] = directives.map(({ start, end }) => ({ start, end }));
  const open: { taken: boolean; from: number | undefined }[] = [];
  for (const directive of directives) {
    const level = open.at(-1);
    if (directive.kind === 'if') {
      const taken = !USUALLY_FALSE.test(directive.line);
      open.push({ taken, from: taken ? undefined : directive.end });
      continue;
    }
    if (!level) continue;
    if (level.from !== undefined) dropped.push({ start: level.from, end: directive.start });
    level.from = undefined;
    if (directive.kind === 'endif') open.pop();
    else if (level.taken || (directive.kind === 'elif' && USUALLY_FALSE.test(directive.line))) level.from = directive.end;
    else level.taken = true;
  }
  let result = '';
  let at = 0;
  for (const range of dropped.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (range.end <= at) continue;
    const start = Math.max(range.start, at);
    result += text.slice(at, start) + text.slice(start, range.end).replaceAll(/[^\r\n]/g, ' ');
    at = range.end;
  }
  return result + text.slice(at);
}
