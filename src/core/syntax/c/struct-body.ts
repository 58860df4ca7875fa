import { matchBracket } from './lex.ts';

/** Text between the braces of a struct or union; undefined where the text does not define it. */
export function structBody(text: string, name: string): string | undefined {
  const tagged = new RegExp(`\\b(?:struct|union)\\s+${name}\\s*\\{`).exec(text);
  const named = tagged ? undefined : new RegExp(`^\\}[^;\\n]*\\b${name}\\s*;`, 'm').exec(text);
  const open = tagged ? tagged.index + tagged[0].length - 1 : named ? text.lastIndexOf('\n{', named.index) + 1 : -1;
  const close = open < 0 ? -1 : matchBracket(text, open);
  return close < 0 || (named && close !== named.index) ? undefined : text.slice(open + 1, close);
}
