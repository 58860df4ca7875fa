import { blanked, directiveEnd, skipOpaque } from './lex.ts';
import { type Nesting, readCode } from './nesting.ts';
import type { CElement, Range } from './syntax.ts';

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
      .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ')
      .replaceAll(/(?:\s|\\\r?\n)+/g, ' ')
      .replace(/# /, '#')
      .trim();
    found.push({ start: match.index, end, kind, line });
  }
  return found;
}

/** Brings the conditions around a place up to date with a directive that follows it: an `#elif` or `#else` line still holds those before it. */
export function applyConditional(conditions: string[], { kind, line }: Conditional): void {
  if (kind === 'if') conditions.push(line);
  else {
    const previous = conditions.pop() ?? '';
    if (kind !== 'endif') conditions.push(`${line} of ${previous}`);
  }
}

/** Conditions that do not hold in a server on a Unix-like system. */
const USUALLY_FALSE =
  /^#(?:if|elif) (?:0\b|defined ?\(? ?(?:WIN32|_MSC_VER|FRONTEND|NOT_USED|__cplusplus)\b)|^#ifdef (?:WIN32|_WIN32|_MSC_VER|FRONTEND|NOT_USED|__cplusplus)\b/;

/** A condition that asks for one macro only. */
const ONE_MACRO = /^#(?:ifdef |(?:if|elif) defined ?\(? ?)(\w+) ?\)?$/;

/**
 * Whether an ordinary build compiles an element of a list, judged by the conditions around it: of alternatives it takes the
 * first, or the next where the condition of the first is false on a Unix-like system, or asks for a macro that `isUndefined`.
 */
export function isUsuallyCompiled({ conditions }: Pick<CElement, 'conditions'>, isUndefined: (macro: string) => boolean): boolean {
  const isFalse = (line: string) => USUALLY_FALSE.test(line) || isUndefined(ONE_MACRO.exec(line)?.[1] ?? '');
  return conditions.every((condition) => {
    const [own = '', ...earlier] = condition.split(' of ');
    return !isFalse(own) && earlier.every(isFalse);
  });
}

/**
 * Resolves the conditionals that cut a statement, an expression or a list: their directives are blanked, with all branches
 * but the first, or the next one where the condition is false in an ordinary build. Length and line ends stay. Those that
 * hold whole statements or declarations stay, since the grammar understands them and nothing in them should be lost.
 */
export function resolveConditionals(text: string): string {
  const ranges = cuttingGroups(text)
    .flatMap(droppedRanges)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let at = 0;
  for (const range of ranges) {
    if (range.end <= at) continue;
    const start = Math.max(range.start, at);
    result += text.slice(at, start) + blanked(text, start, range.end);
    at = range.end;
  }
  return result + text.slice(at);
}

function droppedRanges(group: Group): readonly Range[] {
  const taken = takenBranch(group);
  return group.directives.map((directive, i) => {
    const next = group.directives[i + 1];
    return i === taken || !next ? directive : { start: directive.start, end: next.start };
  });
}

/**
 * Index of the directive whose branch is kept: the first one, or the next where the condition is false in an ordinary
 * build. A lone branch that opens or closes something is always kept, because its counterpart stands elsewhere.
 */
function takenBranch({ directives, before, ends }: Group): number {
  const isLone = directives.length === 2 && ends[0]?.open !== before.open;
  return directives.findIndex((directive) => directive.kind === 'endif' || isLone || !USUALLY_FALSE.test(directive.line));
}

/** The directives from an `#if` to its `#endif`. */
interface Group {
  readonly directives: Conditional[];
  readonly before: Nesting;
  /** State at the end of each branch. */
  readonly ends: Nesting[];
  /** First token of the branch that is being read, and the least number of brackets open in it. */
  first: string;
  lowest: number;
  cuts: boolean;
  isEmpty: boolean;
}

/** The groups that cut something in two. */
function cuttingGroups(text: string): readonly Group[] {
  const found: Group[] = [];
  const open: Group[] = [];
  let closed: Group[] = [];
  let nesting: Nesting = { open: '', last: '' };
  let at = 0;
  const read = (end: number) => {
    const code = readCode(text, at, end, nesting);
    nesting = code.after;
    for (const group of open) {
      group.first ||= code.first;
      group.lowest = Math.min(group.lowest, code.lowest);
    }
    if (code.first === 'else') for (const group of closed) group.cuts = true;
    if (code.first !== '') closed = [];
  };
  for (const directive of conditionals(text)) {
    read(directive.start);
    at = directive.end;
    if (directive.kind === 'if') {
      const cuts = nesting.open !== '' || !/^[;}]?$/.test(nesting.last);
      open.push({ directives: [directive], before: nesting, ends: [], first: '', lowest: nesting.open.length, cuts, isEmpty: true });
      continue;
    }
    const group = open.at(-1);
    if (!group) continue;
    group.directives.push(directive);
    group.ends.push(nesting);
    group.isEmpty &&= group.first === '';
    group.cuts ||= !isWholeBranch(group, nesting);
    if (directive.kind === 'endif') {
      open.pop();
      found.push(group);
      closed.push(group);
      nesting = group.ends[takenBranch(group)] ?? group.before;
    } else {
      nesting = group.before;
      group.first = '';
      group.lowest = nesting.open.length;
    }
  }
  read(text.length);
  return found.filter((group) => group.cuts || group.isEmpty);
}

function isWholeBranch(group: Group, after: Nesting): boolean {
  return group.first === '' || (group.lowest >= 0 && after.open === '' && /[;}]/.test(after.last));
}
