/** Offset after the comment, string or character literal that starts at `at`; `at` itself where none starts there. */
export function skipOpaque(text: string, at: number): number {
  const first = text[at];
  if (first === '/') {
    if (text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      return end < 0 ? text.length : end + 2;
    }
    if (text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      return end < 0 ? text.length : end;
    }
    return at;
  }
  if (first !== '"' && first !== "'") return at;
  for (let i = at + 1; i < text.length; i += 1) {
    const char = text[i];
    if (char === '\\') i += 1;
    else if (char === first) return i + 1;
    else if (char === '\n') return i;
  }
  return text.length;
}

/** Offset of the bracket that closes the one at `open`, ignoring comments and literals; -1 where it is not closed. */
export function matchBracket(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; ) {
    const after = skipOpaque(text, i);
    if (after > i) {
      i = after;
      continue;
    }
    const char = text[i];
    if (char === '(' || char === '[' || char === '{') depth += 1;
    else if (char === ')' || char === ']' || char === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
    i += 1;
  }
  return -1;
}

/** Ranges of the comma-separated parts between the brackets at `open` and `close`; none where there is only white space. */
export function splitArguments(text: string, open: number, close: number): readonly { readonly start: number; readonly end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let start = open + 1;
  let depth = 0;
  for (let i = open + 1; i < close; ) {
    const after = skipOpaque(text, i);
    if (after > i) {
      i = after;
      continue;
    }
    const char = text[i];
    if (char === '(' || char === '[' || char === '{') depth += 1;
    else if (char === ')' || char === ']' || char === '}') depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push({ start, end: i });
      start = i + 1;
    }
    i += 1;
  }
  if (parts.length > 0 || text.slice(start, close).trim() !== '') parts.push({ start, end: close });
  return parts;
}

/** Offset of the next character at or after `at` that is neither white space nor comment. */
export function skipBlank(text: string, at: number): number {
  let i = at;
  while (i < text.length) {
    if (/\s/.test(text[i] ?? '')) i += 1;
    else if (text[i] === '/' && (text[i + 1] === '*' || text[i + 1] === '/')) i = skipOpaque(text, i);
    else break;
  }
  return i;
}

/** Text without comments, runs of white space outside literals folded to one blank, trimmed. */
export function foldBlanks(text: string): string {
  let folded = '';
  for (let i = 0; i < text.length; ) {
    const after = skipOpaque(text, i);
    if (after > i) {
      folded += text[i] === '/' ? ' ' : text.slice(i, after);
      i = after;
    } else {
      folded += /\s/.test(text[i] ?? '') ? ' ' : text[i];
      i += 1;
    }
  }
  return folded.replaceAll(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')| {2,}/g, (_, literal?: string) => literal ?? ' ').trim();
}

/** Offset just after the last character of the preprocessor directive that starts on the line at `start`, newline excluded. */
export function directiveEnd(text: string, start: number): number {
  let i = start;
  while (i < text.length) {
    const char = text[i];
    if (char === '/' && text[i + 1] === '*') i = skipOpaque(text, i);
    else if (char === '\n') {
      const before = text[i - 1] === '\r' ? text[i - 2] : text[i - 1];
      if (before !== '\\') return text[i - 1] === '\r' ? i - 1 : i;
      i += 1;
    } else i += 1;
  }
  return text.length;
}
