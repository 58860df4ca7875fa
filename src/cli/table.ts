/** Rows of cells as left-aligned columns, two blanks apart; every line ends in a newline and none in blanks. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return (
    rows.map((row) => `${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd()).join('\n') +
    (rows.length > 0 ? '\n' : '')
  );
}

/** Words joined by commas, broken into lines of at most `width` columns, each after `indent`. */
export function wrap(words: readonly string[], indent: string, width = 100): string {
  const lines: string[] = [];
  let line = '';
  words.forEach((word, index) => {
    const piece = index < words.length - 1 ? `${word},` : word;
    if (line !== '' && indent.length + line.length + 1 + piece.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? piece : ` ${piece}`;
  });
  return [...lines, ...(line === '' ? [] : [indent + line])].map((one) => `${one}\n`).join('');
}
