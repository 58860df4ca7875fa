/** A line of wait_event_names.txt. */
export interface WaitEventLine {
  readonly name: string;
  readonly text: string;
  /** The class, as the header of its section names it. */
  readonly section: string;
  readonly offset: number;
}

/** Reads the lines of wait_event_names.txt under their sections. */
export function parseSections(text: string): readonly WaitEventLine[] {
  const found: WaitEventLine[] = [];
  let section = '';
  for (const match of text.matchAll(/^(?:Section:[ \t]*ClassName[ \t]*-[ \t]*(\w+)|(\w+)[ \t]+"((?:[^"\\\n]|\\.)*)")/gm)) {
    if (match[1] !== undefined) section = match[1];
    else found.push({ name: match[2] ?? '', text: match[3] ?? '', section, offset: match.index });
  }
  return found;
}
