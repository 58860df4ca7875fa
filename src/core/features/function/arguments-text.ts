import { fail, ok, type Result } from '../../base/result.ts';

/** An argument as the form takes it. */
export interface ArgumentText {
  readonly name?: string;
  readonly type: string;
  readonly mode?: string;
  readonly default?: string;
}

const MODES = ['in', 'out', 'inout', 'variadic', 'table'];

/** Types of more than one word, as SQL spells them; a first word of these begins a type, never a name. */
const LONG_TYPES = [
  /^double\s+precision\b/i,
  /^character\s+varying\b/i,
  /^bit\s+varying\b/i,
  /^(?:timestamp|time)\s+with(?:out)?\s+time\s+zone\b/i,
  /^national\s+char(?:acter)?(?:\s+varying)?\b/i,
];

/** Reads arguments as CREATE FUNCTION writes them: `a integer, OUT b text, VARIADIC c text[] DEFAULT '{}'`. */
export function parseArguments(text: string): Result<readonly ArgumentText[]> {
  const parsed: ArgumentText[] = [];
  for (const [index, part] of splitAtCommas(text.trim().replace(/^\((.*)\)$/s, '$1')).entries()) {
    const argument = parseArgument(part.trim());
    if (!argument) {
      return fail({
        code: 'function/bad-argument',
        message: `"${part.trim()}", argument ${index + 1}, is no argument`,
        hint: 'Write [mode] [name] type [DEFAULT value], for example: a integer, OUT b text.',
      });
    }
    parsed.push(argument);
  }
  return ok(parsed);
}

/** Writes arguments as `parseArguments` reads them. */
export function printArguments(list: readonly unknown[]): string {
  return list
    .map((one) => {
      const { mode, name, type, default: value } = one as ArgumentText;
      const parts = [mode === undefined || mode === 'in' ? undefined : mode.toUpperCase(), name, type];
      return parts.filter((part) => part !== undefined && part !== '').join(' ') + (value === undefined ? '' : ` DEFAULT ${value}`);
    })
    .join(', ');
}

function parseArgument(part: string): ArgumentText | undefined {
  const [, declared = '', , value] = /^(.*?)(?:(\bDEFAULT\b|=)\s*(.+))?$/is.exec(part) ?? [];
  const words = declared.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.toLowerCase() ?? '';
  const mode = words.length > 1 && MODES.includes(first) ? first : undefined;
  const rest = words.slice(mode === undefined ? 0 : 1);
  if (rest.length === 0 || rest.length > 6) return undefined;
  const isUnnamed = rest.length === 1 || LONG_TYPES.some((type) => type.test(rest.join(' ')));
  const name = isUnnamed ? undefined : rest[0];
  const type = rest.slice(isUnnamed ? 0 : 1).join(' ');
  if (name !== undefined && !/^[A-Za-z_][\w$]*$/.test(name)) return undefined;
  return {
    ...(name === undefined ? {} : { name }),
    type,
    ...(mode === undefined ? {} : { mode }),
    ...(value === undefined ? {} : { default: value.trim() }),
  };
}

/** Splits at commas outside of brackets and quotes; an empty text has no parts. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[()[\]{},]/g)) {
    if (/^[([{]$/.test(token)) depth += 1;
    else if (/^[)\]}]$/.test(token)) depth -= 1;
    else if (token === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  const last = text.slice(start);
  return last.trim() === '' && parts.length === 0 ? [] : [...parts, last];
}
