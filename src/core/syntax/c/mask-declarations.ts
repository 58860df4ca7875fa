import { matchBracket, skipBlank, skipOpaque } from './lex.ts';
import type { MaskRule, Sweep } from './sweep.ts';

/** The head of a catalog's struct, a whole line: `CATALOG(name,oid,Macro) options`. */
const CATALOG: MaskRule = {
  pattern: '^CATALOG\\(\\w+,[^\\r\\n]*',
  apply: (sweep, start, end) => {
    const head = /^CATALOG\((\w+)/.exec(sweep.text.slice(start, end));
    const replacement = `typedef struct ${head?.[1]}`;
    if (replacement.length <= end - start) sweep.put(start, replacement.padEnd(end - start));
    return end;
  },
};

/** Declarations of a catalog's indexes and foreign keys, which readers of catalogs take from the text. */
const CATALOG_DECLARATIONS: MaskRule = {
  pattern: '^DECLARE_\\w*(?:INDEX|KEY|TOAST)\\w*\\(',
  apply: (sweep, start, end) => {
    const { text } = sweep;
    const close = matchBracket(text, end - 1);
    if (close < 0) return end;
    const stop = text[close + 1] === ';' ? close + 2 : close + 1;
    sweep.blank(start, stop);
    return stop;
  },
};

const SPECIFIERS = new Set([
  'typedef',
  'static',
  'extern',
  'const',
  'volatile',
  'register',
  'inline',
  'return',
  'else',
  'case',
  'sizeof',
  'auto',
]);

/** A macro before a word that begins a declaration: no type can stand there. */
const BEFORE_SPECIFIER: MaskRule = {
  pattern: '\\b(?:struct|union|enum|extern|static|typedef)\\b',
  apply: (sweep, start, end) => {
    const { text } = sweep;
    const before = sweep.codeBefore(start);
    if (!/\w/.test(text[before] ?? '')) return end;
    const word = /[A-Za-z_]\w*$/.exec(text.slice(Math.max(0, before - 60), before + 1))?.[0];
    if (word !== undefined && !SPECIFIERS.has(word)) sweep.blank(before + 1 - word.length, before + 1);
    return end;
  },
};

/** A storage class or export mark of a template or a fork, first on its line: `SH_SCOPE type name(`. */
const SCOPES: MaskRule = {
  pattern:
    '^[A-Z][A-Z0-9_]{3,}(?=[ \\t]+(?:(?:const|volatile|unsigned|struct)[ \\t]+)?[A-Za-z_]\\w*[\\s*]+(?:[A-Za-z_]\\w*\\s*[;(=\\[,]|#))',
  apply: (sweep, start, end) => {
    if (!/[\w,(=]/.test(sweep.text[sweep.codeBefore(start)] ?? ';')) sweep.blank(start, end);
    return end;
  },
};

/** Rules about what stands at file scope. */
export const DECLARATION_RULES: readonly MaskRule[] = [CATALOG, CATALOG_DECLARATIONS, BEFORE_SPECIFIER, SCOPES];

/** Masks a directive: C++ guards, directives inside a list, and the comments of a `#define`. Conditions stay as they are. */
export function maskDirective(sweep: Sweep, start: number, end: number): number {
  const { text } = sweep;
  const guard =
    /^[ \t]*#\s*ifdef\s+__cplusplus\s*\n\s*(?:extern\s+"C"\s*\{|\})[ \t]*(?:\/\*[^\n]*\*\/|\/\/[^\n]*)?\s*\n\s*#\s*endif[^\n]*/.exec(
      text.slice(start, start + 200),
    );
  if (guard) {
    sweep.blank(start, start + guard[0].length);
    return start + guard[0].length;
  }
  const directive = text.slice(start, end);
  const [, word] = /^[ \t]*#[ \t]*(include|define|undef)\b/.exec(directive) ?? [];
  if (word === undefined) return end;
  if (isInsideList(sweep, start) || text[skipBlank(text, end)] === '}') sweep.blank(start, end);
  else if (word === 'define' && directive.includes('/*')) sweep.put(start, withoutComments(directive));
  return end;
}

/** Whether the code before stops in the middle of a list: at a comma or at the brace that opens an initializer or an enum. */
function isInsideList(sweep: Sweep, at: number): boolean {
  const before = sweep.codeBefore(at);
  const char = sweep.text[before];
  if (char !== '{') return char === ',';
  const owner = sweep.codeBefore(before);
  return sweep.text[owner] === '=' || /\benum(?:\s+\w+)?$/.test(sweep.text.slice(Math.max(0, owner - 80), owner + 1));
}

/** Blanks the comments of a directive; a comment over several lines becomes continued lines. */
function withoutComments(directive: string): string {
  let result = '';
  for (let i = 0; i < directive.length; ) {
    const after = skipOpaque(directive, i);
    if (after === i) {
      result += directive[i];
      i += 1;
    } else {
      const opaque = directive.slice(i, after);
      result += opaque.startsWith('/*') ? opaque.replaceAll(/[^\r\n]/g, ' ').replaceAll(/ (\r?\n)/g, '\\$1') : opaque;
      i = after;
    }
  }
  return result;
}
