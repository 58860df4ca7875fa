/** Runs of lines that are not empty, each on one line. */
export function paragraphs(lines: readonly string[]): readonly string[] {
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
}

/** The first sentence, at most about a hundred characters. */
export function shortened(text: string): string {
  const sentence = /^.{12,}?[.:](?=\s+[A-Z]|$)/.exec(text)?.[0].replace(/[.:]$/, '') ?? text.replace(/[.:]$/, '');
  return sentence.length > 110 ? `${sentence.slice(0, 109).replace(/[\s;,]+\S*$/, '')}\u2026` : sentence;
}
