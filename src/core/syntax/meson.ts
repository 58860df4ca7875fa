import type { Range } from './c/syntax.ts';

/** A string literal; the range includes its quotes. */
export interface MesonString extends Range {
  /** What stands between the quotes, as written. */
  readonly value: string;
}

/** A `files(…)` call or a `[…]` literal. The range is from `files` or `[` to the closing bracket. */
export interface MesonList extends Range {
  readonly form: 'files' | 'array';
  /** The variable that is this list, or that it is added to, for example `backend_sources`; undefined where it is part of something else. */
  readonly variable: string | undefined;
  /** Offset after the opening bracket. */
  readonly open: number;
  /** Offset of the closing bracket. */
  readonly close: number;
  /** The string literals that stand directly in the list. */
  readonly elements: readonly MesonString[];
  /** Whether it stands between `if` or `foreach` and its end, so that it does not always hold. */
  readonly conditional: boolean;
}

/** A `subdir('name')` statement. */
export interface MesonSubdir extends Range {
  readonly name: string;
  readonly conditional: boolean;
}

/** What build lists are made of in one meson.build, in order of place. */
export interface MesonFile {
  readonly lists: readonly MesonList[];
  readonly subdirs: readonly MesonSubdir[];
}

interface Bracket {
  readonly start: number;
  readonly open: number;
  readonly closer: string;
  readonly form: MesonList['form'] | 'subdir' | undefined;
  readonly variable: string | undefined;
  readonly elements: MesonString[];
}

/** Multi-line string, string, comment, name, assignment operator, bracket: all that structure can hang on. */
const TOKEN = /'''([\s\S]*?)'''|'((?:[^'\\\n]|\\.)*)'|#[^\n]*|[A-Za-z_]\w*|\+=|==|!=|<=|>=|=|[()[\]{}]|\n|\S/g;

/** Reads the lists and subdirectories of a meson.build. What it does not understand is passed over; brackets decide the structure. */
export function readMeson(text: string): MesonFile {
  const lists: MesonList[] = [];
  const subdirs: MesonSubdir[] = [];
  const brackets: Bracket[] = [];
  let blocks = 0;
  let statement: string[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const inner = brackets.at(-1);
    const value = match[1] ?? match[2];
    if (value !== undefined) inner?.elements.push({ start: match.index, end: match.index + token.length, value });
    else if (token === '\n') {
      if (brackets.length === 0) statement = [];
      continue;
    } else if (token.startsWith('#')) continue;
    else if (/^[([{]$/.test(token)) {
      const called = token === '(' ? statement.at(-1) : undefined;
      const start = called === undefined ? match.index : text.lastIndexOf(called, match.index - 1);
      const form = token === '[' && !isOperand(statement.at(-1)) ? 'array' : called === 'files' || called === 'subdir' ? called : undefined;
      const [variable, operator] = statement;
      const before = statement.slice(2, called === undefined ? undefined : -1);
      const assigned = (operator === '=' || operator === '+=') && before.length === 0 && brackets.length === 0;
      const closer = token === '(' ? ')' : token === '[' ? ']' : '}';
      brackets.push({ start, open: match.index + 1, closer, form, variable: assigned ? variable : undefined, elements: [] });
    } else if (inner && token === inner.closer) {
      brackets.pop();
      const range = { start: inner.start, end: match.index + 1 };
      const conditional = blocks > 0;
      const first = inner.elements[0];
      if (inner.form === 'subdir') {
        if (first) subdirs.push({ ...range, name: first.value, conditional });
      } else if (inner.form !== undefined) {
        const { form, variable, open, elements } = inner;
        lists.push({ ...range, form, variable, open, close: match.index, elements, conditional });
      }
    } else if (brackets.length === 0 && statement.length === 0) {
      if (token === 'if' || token === 'foreach') blocks += 1;
      if (token === 'endif' || token === 'endforeach') blocks -= 1;
    }
    statement.push(token);
  }
  return { lists: lists.sort((a, b) => a.start - b.start), subdirs };
}

/** Whether a `[` after this token subscripts it. */
function isOperand(token: string | undefined): boolean {
  return token !== undefined && /^(?:[A-Za-z_]\w*|\]|\))$/.test(token) && !/^(?:and|or|not|in|if|elif|return)$/.test(token);
}
