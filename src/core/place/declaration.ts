/** Width of a TAB in PostgreSQL's sources, and the column of the declared name at file scope (pgindent's `-di12`). */
const TAB = 4;
const NAME_COLUMN = 12;

/** Blanks that bring `column` to `target` by TABs, then spaces; one space where that is enough or the column is already past. */
function pad(column: number, target: number): string {
  if (column >= target - 1) return ' ';
  const stops = Math.floor(target / TAB) - Math.floor(column / TAB);
  return '\t'.repeat(stops) + ' '.repeat(stops > 0 ? target % TAB : target - column);
}

/**
 * A definition laid out as pgindent does: the name in column 12 after `indent` TABs, stars to the left of it. `declarator` is a
 * name with its stars and brackets, for example `*kms_provider` or `keys[10]`.
 */
export function declaration(type: string, declarator: string, initializer?: string, indent = 0): string {
  const stars = /^\**/.exec(declarator)?.[0].length ?? 0;
  const start = indent * TAB;
  const gap = pad(start + type.length, start + NAME_COLUMN - stars);
  return `${'\t'.repeat(indent)}${type}${gap}${declarator}${initializer === undefined ? '' : ` = ${initializer}`};`;
}

/** A declaration in a header, where names are not aligned. */
export function externDeclaration(type: string, declarator: string, pgdllimport: boolean): string {
  return `extern ${pgdllimport ? 'PGDLLIMPORT ' : ''}${type} ${declarator};`;
}
