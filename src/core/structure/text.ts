/** Runs of lines that are not empty, each on one line. */
export function paragraphs(lines: readonly string[]): readonly string[] {
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
}

/** Beginnings of a sentence that only say that it is about the directory. */
const SUBJECT = /^This (?:(?:sub)?directory (?:contains|holds)|makefile generates|is) (?=\S)/i;

/** The first sentence without a subject that only points at the directory, at most about a hundred characters. */
export function shortened(text: string): string {
  const whole = /^.{12,}?[.:](?=\s+[A-Z]|$)/.exec(text)?.[0] ?? text;
  const sentence = whole.replace(/[.:]$/, '').replace(SUBJECT, '');
  return sentence.length > 110 ? `${sentence.slice(0, 109).replace(/[\s;,]+\S*$/, '')}\u2026` : sentence;
}
