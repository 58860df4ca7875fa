/** A phrase with its first letter in upper case, unless it begins with an identifier. */
export function capitalize(phrase: string): string {
  return /^\w+[_(]/.test(phrase) ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

/** A phrase as a sentence. */
export function sentence(phrase: string): string {
  const capital = capitalize(phrase.trim());
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** Lines of at most `width` characters, where words allow it. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.trim().split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
