import { blanked, matchBracket, skipBlank, skipOpaque, splitArguments } from './lex.ts';
import type { MaskRule, Sweep } from './sweep.ts';

/** Attributes and other words that say nothing to a parser. */
const ATTRIBUTES: MaskRule = {
  pattern:
    '\\b(?:PGDLLIMPORT|PGDLLEXPORT|PGAPI|pg_noreturn|pg_nodiscard|pg_restrict|pg_noinline|pg_always_inline|pg_fallthrough|' +
    'PG_USED_FOR_ASSERTS_ONLY|WINAPI|CONST|CALLBACK|APIENTRY|BKI_FORCE_NULL|BKI_FORCE_NOT_NULL|BKI_BOOTSTRAP|BKI_SHARED_RELATION|' +
    'BKI_SCHEMA_MACRO|BEGIN_CATALOG_STRUCT|END_CATALOG_STRUCT)\\b',
  apply: (sweep, start, end) => {
    sweep.blank(start, end);
    return end;
  },
};

/** The same with arguments, which go too. */
const ATTRIBUTE_CALLS: MaskRule = {
  pattern:
    '\\b(?:pg_attribute_(?:noreturn|unused|packed|aligned|printf|format_arg|nonnull|target|cold|hot|always_inline|deprecated|' +
    'no_sanitize_\\w+)|pg_attr_\\w+|__attribute__|pg_node_attr|BKI_(?:ARRAY_)?DEFAULT|BKI_LOOKUP(?:_OPT)?|BKI_ROWTYPE_OID|' +
    'PG_MODULE_MAGIC_EXT)\\b',
  apply: (sweep, start, end) => {
    const close = closeOfCall(sweep.text, end);
    const stop = close < 0 ? end : close + 1;
    sweep.blank(start, stop);
    return stop;
  },
};

const TYPE_KEYWORD = '(?:struct|union|enum|const|volatile|unsigned|signed)';
const TYPE = `(?:(?:${TYPE_KEYWORD}\\s+)+[A-Za-z_]\\w*(?:\\s+(?:int|long|char|short|double))*[\\s*]*|[A-Za-z_]\\w*\\s*\\*[\\s*]*)`;
const BESIDE_NAME = new RegExp(`\\*|\\b${TYPE_KEYWORD}\\b(?=\\s+\\w)`, 'g');

/**
 * A type as argument of a macro, `struct x` or `name *`, where the grammar wants an expression: keywords and stars go, a
 * name stays. In a prototype the same does no harm. A cast, which has no name before its bracket, is left alone.
 */
const TYPE_ARGUMENTS: MaskRule = {
  pattern: `(?:,|(?<=\\w)(?<!\\b(?:return|sizeof|case))\\()\\s*${TYPE}(?=[,)])|\\(\\s*${TYPE}(?=,)`,
  apply: (sweep, start, end) => {
    const argument = sweep.text.slice(start + 1, end);
    sweep.put(
      start + 1,
      argument.replaceAll(BESIDE_NAME, (word) => ' '.repeat(word.length)),
    );
    return end;
  },
};

/** `offsetof(type, member[i])`: the grammar wants a plain member, a call takes anything. */
const OFFSETOF: MaskRule = {
  pattern: '\\boffsetof(?=\\()',
  apply: (sweep, start, end) => {
    const { text } = sweep;
    const close = matchBracket(text, end);
    const member = close < 0 ? undefined : splitArguments(text, end, close)[1];
    if (member && !/^\s*\w+\s*$/.test(text.slice(member.start, member.end))) sweep.put(start, 'offset_f');
    return end;
  },
};

/** Designated initializers as arguments of a macro: `NAME(.field = value,)`. */
const DOT_ARGUMENTS: MaskRule = {
  pattern: '\\(\\s*\\.[A-Za-z_]\\w*\\s*=',
  apply: (sweep, start) => {
    const { text } = sweep;
    const close = matchBracket(text, start);
    if (close < 0 || !/\w/.test(text[sweep.codeBefore(start)] ?? '')) return start + 1;
    for (const part of splitArguments(text, start, close)) {
      const dot = skipBlank(text, part.start);
      if (text[dot] === '.' && dot < part.end) sweep.put(dot, ' ');
      else if (dot >= close && text[part.start - 1] === ',') sweep.put(part.start - 1, ' ');
    }
    return start + 1;
  },
};

/** An argument that is empty. */
const EMPTY_ARGUMENT: MaskRule = {
  pattern: ',\\s*,',
  apply: (sweep, start, end) => {
    sweep.put(end - 1, ' ');
    return start + 1;
  },
};

/** An argument that is a statement, always the last one: it goes with its comma. */
const STATEMENT_ARGUMENT: MaskRule = {
  pattern: ',\\s*(?:if|for|while|do|switch|return)\\b',
  apply: (sweep, start) => {
    const close = closeOfRest(sweep.text, start);
    if (close < 0) return start + 1;
    sweep.blank(start, close);
    return close;
  },
};

/** Offset of the bracket that closes the list around `at`; -1 where a `;` or the end comes first. */
function closeOfRest(text: string, at: number): number {
  const end = /[(]|[)\]};]/g;
  end.lastIndex = at;
  for (let match = end.exec(text); match; match = end.exec(text)) {
    if (match[0] !== '(') return match[0] === ')' ? match.index : -1;
    const close = matchBracket(text, match.index);
    if (close < 0) return -1;
    end.lastIndex = close + 1;
  }
  return -1;
}

/** Macros that make a string, after a literal: the grammar joins literals with literals and plain names only. */
const STRING_MACRO_AFTER: MaskRule = {
  pattern: '"(?:[^"\\\\\\n]|\\\\.)*"\\s+[A-Za-z_]\\w*\\(',
  apply: (sweep, start, end) => {
    const { text } = sweep;
    const literal = skipOpaque(text, start);
    const close = matchBracket(text, end - 1);
    if (close < 0) return literal;
    putString(sweep, skipBlank(text, literal), close + 1);
    return close + 1;
  },
};

/** The same before a literal; a cast has no name before its bracket. */
const STRING_MACRO_BEFORE: MaskRule = {
  pattern: '\\)\\s+(?=")',
  apply: (sweep, start, end) => {
    const call = /[A-Za-z_]\w*\([^()"';]*$/.exec(sweep.text.slice(Math.max(0, start - 100), start));
    if (call) putString(sweep, start - call[0].length, start + 1);
    return end;
  },
};

function putString(sweep: Sweep, start: number, end: number): void {
  sweep.put(start, `""${blanked(sweep.text, start + 2, end)}`);
}

/** Offset of the `)` of a call whose name ends at `end`; -1 where no call stands there. */
function closeOfCall(text: string, end: number): number {
  const open = skipBlank(text, end);
  return text[open] === '(' ? matchBracket(text, open) : -1;
}

/** Rules about macros inside declarations and expressions. */
export const MACRO_RULES: readonly MaskRule[] = [
  ATTRIBUTES,
  ATTRIBUTE_CALLS,
  TYPE_ARGUMENTS,
  OFFSETOF,
  DOT_ARGUMENTS,
  EMPTY_ARGUMENT,
  STATEMENT_ARGUMENT,
  STRING_MACRO_AFTER,
  STRING_MACRO_BEFORE,
];
