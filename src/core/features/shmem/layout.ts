const TAB = 4;
/** Widest line that pgindent leaves alone, and the column of comments after declarations. */
const WIDTH = 79;
const COMMENT_COLUMN = 32;

/** Column after a text with TABs of width 4. */
export function columnOf(text: string): number {
  let column = 0;
  for (const char of text) column = char === '\t' ? column + TAB - (column % TAB) : column + 1;
  return column;
}

/** TABs, then spaces, as pgindent aligns continuation lines. */
function blanks(column: number): string {
  return '\t'.repeat(Math.floor(column / TAB)) + ' '.repeat(column % TAB);
}

/** A call in one line where it fits, else with its arguments one below the other, aligned behind the parenthesis. */
export function callLines(before: string, args: readonly string[], after: string, eachOnItsLine = false): string {
  const open = `${before}(`;
  const short = `${open}${args.join(', ')}${after}`;
  if (!eachOnItsLine && columnOf(short) <= WIDTH) return short;
  return `${open}${args.join(`,\n${blanks(columnOf(open))}`)}${after}`;
}

/** A declaration with a comment behind it, in pgindent's column for comments or one TAB later. */
export function commented(declaration: string, comment: string): string {
  const tabs = Math.max(1, Math.ceil((COMMENT_COLUMN - columnOf(declaration)) / TAB));
  return `${declaration}${'\t'.repeat(tabs)}/* ${comment} */`;
}

/** A comment on one line where it fits, else a block. */
export function shortComment(text: string): string {
  const line = `/* ${text} */`;
  return columnOf(line) <= WIDTH ? line : blockComment(text);
}

/** A block comment of one or more lines, wrapped as pgindent does. */
function blockComment(text: string): string {
  const lines: string[] = [];
  let line = ' *';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH && line !== ' *') {
      lines.push(line);
      line = ' *';
    }
    line += ` ${word}`;
  }
  return ['/*', ...lines, line, ' */'].join('\n');
}
