/** A word of a text with its range. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The identifier around an offset; dots join the parts of an extension's parameter. */
export function wordAt(text: string, offset: number): Word | undefined {
  const before = /[\w.]*$/.exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  const after = /^[\w.]*/.exec(text.slice(offset, offset + 80))?.[0] ?? '';
  const word = before + after;
  return word === '' ? undefined : { text: word, start: offset - before.length, end: offset + after.length };
}

/** What a configuration file has on the line of an offset: the parameter's name, and whether its value is what the offset is in. */
export function settingAt(
  text: string,
  offset: number,
): { readonly name: string; readonly nameStart: number; readonly valueStart: number | undefined } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const match = /^[ \t]*#?([A-Za-z_][\w.]*)?([ \t]*=[ \t]*'?)?/.exec(text.slice(start, offset));
  if (!match) return undefined;
  const name = match[1] ?? '';
  const nameStart = start + match[0].length - (match[2]?.length ?? 0) - name.length;
  return { name, nameStart, valueStart: match[2] === undefined ? undefined : start + match[0].length };
}
