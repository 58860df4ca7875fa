/** A word of a text with its range. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The word around an offset, of the characters of a class; in an identifier, dots join the parts of an extension's parameter. */
export function wordAt(text: string, offset: number, characters = '[\\w.]'): Word | undefined {
  const before = new RegExp(`${characters}*$`).exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  const after = new RegExp(`^${characters}*`).exec(text.slice(offset, offset + 80))?.[0] ?? '';
  const word = before + after;
  return word === '' ? undefined : { text: word, start: offset - before.length, end: offset + after.length };
}

/** What a configuration file has on the line of an offset: the parameter's name, and whether its value is what the offset is in. */
export function settingAt(
  text: string,
  offset: number,
): { readonly name: string; readonly nameStart: number; readonly valueStart: number | undefined } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const match = /^([ \t]*#?)(?:([A-Za-z_][\w.]*)(?:([ \t]*=[ \t]*'?|[ \t]+'?)[^\s'#]*)?)?$/.exec(text.slice(start, offset));
  if (!match) return undefined;
  const [, before = '', name = '', separator] = match;
  const nameStart = start + before.length;
  const valueStart = separator === undefined ? undefined : nameStart + name.length + separator.length;
  return { name, nameStart, valueStart };
}
