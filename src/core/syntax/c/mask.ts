import { directiveEnd, matchBracket, skipBlank, skipOpaque, splitArguments } from './lex.ts';

/** Same-length replacement of `[start, start + text.length)`. */
interface Patch {
  readonly start: number;
  readonly text: string;
}
type Put = (start: number, text: string) => void;

/** Macros that the grammar does not understand where PostgreSQL puts them; white space says the same to a C parser. */
const BLANK_WORDS =
  'PGDLLIMPORT|PGDLLEXPORT|PGAPI|pg_noreturn|pg_nodiscard|pg_restrict|pg_noinline|pg_always_inline|pg_fallthrough|PG_USED_FOR_ASSERTS_ONLY|WINAPI|CALLBACK|APIENTRY|' +
  'BKI_FORCE_NULL|BKI_FORCE_NOT_NULL|BKI_BOOTSTRAP|BKI_SHARED_RELATION|BKI_SCHEMA_MACRO|BEGIN_CATALOG_STRUCT|END_CATALOG_STRUCT';
/** The same with an argument list, which goes too. */
const BLANK_CALLS =
  'pg_attribute_(?:noreturn|unused|packed|aligned|printf|format_arg|nonnull|target|cold|hot|always_inline|deprecated|no_sanitize_\\w+)|pg_attr_\\w+|__attribute__|pg_node_attr|BKI_DEFAULT|BKI_ARRAY_DEFAULT|BKI_LOOKUP|BKI_LOOKUP_OPT|BKI_ROWTYPE_OID|PG_MODULE_MAGIC_EXT';
/** Loops over lists: `foreach`, `dlist_foreach_modify`, `for_each_from`, `forboth` and their kin. */
const LOOPS = '\\w*foreach\\w*|for_each_\\w+|for_both_\\w+|forboth|forthree|forfour|forfive|dlist_reverse_foreach';
/** Loops that declare their variable by a type name given first. */
const TYPED_LOOPS = new Set(['foreach_ptr', 'foreach_node']);
/** Macros with a type name among their arguments. */
const TYPE_ARGUMENTS =
  'va_arg|MUTATE|FLATCOPY|unconstify|unvolatize|inline_cast|[sd]c?list_(?:container|head_element|tail_element|\\w+_element)|pairingheap_\\w*container|' +
  'palloc_object|palloc0_object|palloc_array|palloc0_array|repalloc_array|repalloc0_array|StaticAssertVariableIsOfType\\w*|AssertVariableIsOfType\\w*|MALLOC_ARRAY|REALLOC_ARRAY|' +
  '[A-Z][A-Z0-9_]{3,}(?=\\((?:(?:struct|const)\\s+)*\\w+\\s+\\*+\\s*,)';
/** Storage classes of templates. */
const SCOPES = 'SH_SCOPE|RT_SCOPE|ST_SCOPE|NON_EXEC_STATIC';
const KEYWORDS = new Set([
  'if',
  'for',
  'while',
  'switch',
  'return',
  'sizeof',
  'else',
  'do',
  'defined',
  'typedef',
  'struct',
  'union',
  'enum',
  'static',
]);
const PRIMITIVES = /^(?:void|char|short|int|long|float|double|bool)(?:\s+(?:int|long|char))*$/;

const TOKEN = new RegExp(
  '/\\*|//|["\']|^[ \\t]*#|' +
    `\\b(?:(${BLANK_WORDS})|(${BLANK_CALLS})|(${LOOPS})|(${TYPE_ARGUMENTS})|(${SCOPES})|(CATALOG)|(DECLARE_\\w*(?:INDEX|KEY)\\w*)|(offsetof))\\b|` +
    '(\\(\\s*\\.[A-Za-z_]\\w*\\s*=)|(,\\s*,)|(\\)[ \\t]*\\r?\\n[ \\t]+\\{)',
  'gm',
);

/**
 * Rewrites macros that break the C grammar, without moving anything: the result has the same length and the same line
 * ends, so every offset of its parse is valid in `text`. Information that the mask deletes is read from `text` itself.
 */
export function mask(text: string): string {
  const patches: Patch[] = [];
  const put: Put = (start, replacement) => {
    if (replacement !== '') patches.push({ start, text: replacement });
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    TOKEN.lastIndex = maskToken(text, match, put);
  }
  return applyPatches(text, patches);
}

/** Masks what stands at a match; returns where to go on. */
function maskToken(text: string, match: RegExpExecArray, put: Put): number {
  const at = match.index;
  const end = at + match[0].length;
  const [, word, call, loop, typed, scope, catalog, declare, offset, dots, empty, block] = match;
  if (word !== undefined) put(at, ' '.repeat(word.length));
  else if (call !== undefined) return blankCall(text, at, end, put);
  else if (loop !== undefined) return maskLoop(text, at, loop, put);
  else if (typed !== undefined) maskTypeArguments(text, end, put);
  else if (scope !== undefined) maskScope(text, at, scope, put);
  else if (catalog !== undefined) maskCatalog(text, at, put);
  else if (declare !== undefined) maskDeclare(text, at, put);
  else if (offset !== undefined) maskOffsetof(text, at, end, put);
  else if (dots !== undefined) maskDotArguments(text, at, put);
  else if (empty !== undefined) put(end - 1, ' ');
  else if (block !== undefined) maskLocalLoop(text, at, put);
  else if (match[0].endsWith('#')) return maskDirective(text, at, put);
  else return Math.max(skipOpaque(text, at), at + 1);
  return dots === undefined && empty === undefined ? end : at + 1;
}

function applyPatches(text: string, patches: readonly Patch[]): string {
  let result = '';
  let at = 0;
  for (const patch of [...patches].sort((a, b) => a.start - b.start)) {
    if (patch.start < at) continue;
    result += text.slice(at, patch.start) + patch.text;
    at = patch.start + patch.text.length;
  }
  return at === 0 ? text : result + text.slice(at);
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(start, end).replaceAll(/[^\r\n]/g, ' ');
}

function blankCall(text: string, at: number, end: number, put: Put): number {
  const open = skipBlank(text, end);
  let stop = end;
  if (text[open] === '(') {
    const close = matchBracket(text, open);
    stop = close < 0 ? end : close + 1;
  }
  put(at, blanked(text, at, stop));
  return stop;
}

/** `foreach(lc, list)` becomes `for(;; lc, list)`: a loop whose update is a comma expression. */
function maskLoop(text: string, at: number, name: string, put: Put): number {
  const after = at + name.length;
  const open = skipBlank(text, after);
  const close = text[open] === '(' ? matchBracket(text, open) : -1;
  const isStatement = /(?:^[ \t]+|[;{})][ \t]*|\belse[ \t]+)$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
  if (close < 0 || !isStatement || /[;,)]/.test(text[skipBlank(text, close + 1)] ?? '')) return after;
  put(at, 'for(;;'.padEnd(open + 1 - at));
  const first = splitArguments(text, open, close)[0];
  if (first && TYPED_LOOPS.has(name)) put(first.start, blanked(text, first.start, Math.min(first.end + 1, close)));
  return open + 1;
}

/** A statement `name(arguments)` before a block: a loop macro of the module's own. */
function maskLocalLoop(text: string, close: number, put: Put): void {
  let depth = 0;
  let open = close;
  for (; open > 0 && close - open < 600; open -= 1) {
    const char = text[open];
    if (char === ')') depth += 1;
    else if (char === '(') depth -= 1;
    else if (char === ';' && depth > 0) return;
    if (depth === 0) break;
  }
  const name = /(\w+)[ \t]*$/.exec(text.slice(Math.max(0, open - 60), open));
  if (!name?.[1] || name[1].length < 5 || KEYWORDS.has(name[1]) || /^\d/.test(name[1]) || new RegExp(`^(?:${LOOPS})$`).test(name[1]))
    return;
  const start = open - name[0].length;
  const before = text.slice(Math.max(0, start - 200), start).replace(/(?:\/\*(?:[^*]|\*(?!\/))*\*\/|\s)+$/, '');
  const isType = splitArguments(text, open, close).some((part) =>
    /^\s*(?:const\s+)?[A-Za-z_]\w*\s+\**[A-Za-z_]\w*\s*$/.test(text.slice(part.start, part.end)),
  );
  if (/[;{}):]$/.test(before) && !isType) put(start, 'for(;;'.padEnd(open + 1 - start));
}

/** Inside macros that take a type: keywords go, `Name *` loses its stars, a primitive type becomes an identifier. */
function maskTypeArguments(text: string, end: number, put: Put): void {
  const open = skipBlank(text, end);
  const close = text[open] === '(' ? matchBracket(text, open) : -1;
  if (close < 0) return;
  for (const part of splitArguments(text, open, close)) {
    const argument = text.slice(part.start, part.end);
    const shape = /^(\s*)((?:(?:struct|union|enum|const|volatile|unsigned)\s+)*)(\w+(?:\s+\w+)*)((?:\s|\*)*)$/.exec(argument);
    if (!shape || (!shape[2] && !shape[4]?.includes('*') && !PRIMITIVES.test(shape[3] ?? ''))) continue;
    const name = shape[3] ?? '';
    const fits = PRIMITIVES.test(name) ? name.replaceAll(/\w| /g, 'x') : name;
    put(
      part.start,
      `${shape[1]}${blanked(shape[2] ?? '', 0, shape[2]?.length ?? 0)}${fits}${blanked(shape[4] ?? '', 0, shape[4]?.length ?? 0)}`,
    );
  }
}

function maskScope(text: string, at: number, scope: string, put: Put): void {
  if (/(?:^|\n)[ \t]*(?:static\s+)?$/.test(text.slice(Math.max(0, at - 40), at))) put(at, 'static'.padEnd(scope.length));
}

/** The head of a catalog's struct: `CATALOG(name,oid,Macro) options`. */
function maskCatalog(text: string, at: number, put: Put): void {
  const newline = text.indexOf('\n', at);
  const stop = newline < 0 ? text.length : text[newline - 1] === '\r' ? newline - 1 : newline;
  const head = /^CATALOG\((\w+),/.exec(text.slice(at, stop));
  const replacement = `typedef struct ${head?.[1]}`;
  if (head && replacement.length <= stop - at && (at === 0 || text[at - 1] === '\n')) put(at, replacement.padEnd(stop - at));
}

/** Index and foreign key declarations of catalogs, which readers of catalogs take from the text. */
function maskDeclare(text: string, at: number, put: Put): void {
  const open = text.indexOf('(', at);
  const close = open < 0 ? -1 : matchBracket(text, open);
  if (close > 0 && (at === 0 || text[at - 1] === '\n')) put(at, blanked(text, at, text[close + 1] === ';' ? close + 2 : close + 1));
}

/** `offsetof(type, member[i])`: the grammar wants a plain member, a call takes anything. */
function maskOffsetof(text: string, at: number, end: number, put: Put): void {
  const open = skipBlank(text, end);
  const close = text[open] === '(' ? matchBracket(text, open) : -1;
  const member = close < 0 ? undefined : splitArguments(text, open, close)[1];
  if (member && !/^\s*\w+\s*$/.test(text.slice(member.start, member.end))) put(at, 'offset_f');
}

/** Designated initializers as macro arguments: `NAME(.field = value,)`. */
function maskDotArguments(text: string, open: number, put: Put): void {
  const close = matchBracket(text, open);
  if (close < 0 || !/\w\s*$/.test(text.slice(Math.max(0, open - 40), open))) return;
  for (const part of splitArguments(text, open, close)) {
    const dot = skipBlank(text, part.start);
    if (text[dot] === '.' && dot < part.end) put(dot, ' ');
    else if (dot >= close && text[part.start - 1] === ',') put(part.start - 1, ' ');
  }
}

/** Comments inside `#define`, C++ guards, and directives inside a list. Everything else in a directive stays as it is. */
function maskDirective(text: string, at: number, put: Put): number {
  const end = directiveEnd(text, at);
  const directive = text.slice(at, end);
  const guard = /^[ \t]*#\s*ifdef\s+__cplusplus\s*\n\s*(?:extern\s+"C"\s*\{|\})\s*\n\s*#\s*endif[^\n]*/.exec(text.slice(at, at + 200));
  if (guard) {
    put(at, blanked(text, at, at + guard[0].length));
    return at + guard[0].length;
  }
  if (/^[ \t]*#\s*(?:include|define|undef)\b/.test(directive)) {
    if (isInsideList(text, at)) put(at, blanked(text, at, end));
    else if (directive.includes('/*') && /^[ \t]*#\s*define\b/.test(directive)) put(at, withoutComments(directive));
  }
  return Math.max(end, at + 1);
}

/** Whether the code before a directive line stops in the middle of a list: its last line ends with a brace of a list or a comma. */
function isInsideList(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 1500), at).replaceAll(/^[ \t]*#(?:[^\n\\]|\\\r?\n|\\.)*\n?/gm, '');
  const last = before.replace(/(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)+$/, '');
  return last.endsWith(',') || /(?:=|\benum(?:\s+\w+)?)\s*\{$/.test(last);
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
