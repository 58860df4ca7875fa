/** The text of adjacent C string literals, `gettext_noop` around them or not; undefined where there is none, as for NULL. */
export function literalText(expression: string | undefined): string | undefined {
  const parts = [...(expression ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)];
  return parts.length === 0 ? undefined : unescapeC(parts.map((part) => part[1] ?? '').join(''));
}

/** Whether an expression is nothing but string literals. */
export function isLiteral(expression: string): boolean {
  return /^(?:\s*"(?:[^"\\]|\\.)*")+\s*$/.test(expression);
}

/** A text as a C string literal. */
export function quoteC(text: string): string {
  return `"${escapeC(text).replaceAll('"', '\\"')}"`;
}

/** Escapes of a C string, but for the double quote. */
export function escapeC(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Resolves the escapes of a C string that PostgreSQL's tables use. */
export function unescapeC(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}
