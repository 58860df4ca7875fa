/** Something read from a text, with its own copy of what it covers. */
export interface ReadPart {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Prints a text from what was read of it: the parts' own texts, and between them what the ranges leave over. Parts must not overlap. */
export function printBack(text: string, parts: readonly ReadPart[]): string {
  let printed = '';
  let at = 0;
  for (const part of [...parts].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (part.start < at) throw new Error(`parts overlap at ${part.start}`);
    printed += text.slice(at, part.start) + part.text;
    at = part.end;
  }
  return printed + text.slice(at);
}
