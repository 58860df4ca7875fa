/** An element of an array literal, and whether it stood in double quotes, where NULL is only a word. */
export interface ArrayElement {
  readonly value: string;
  readonly quoted: boolean;
}

/** Elements of a one-dimensional array literal such as `{i,o,o}`; blanks around them do not count. Undefined where there is none. */
export function parseArray(literal: string | undefined): readonly ArrayElement[] | undefined {
  if (literal === undefined) return undefined;
  const body = literal.trim().replace(/^\{|\}$/g, '');
  if (body.trim() === '') return [];
  return [...body.matchAll(/\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^,"]*))\s*(?:,|$)/g)]
    .filter((match) => match[0] !== '')
    .map(([, quoted, plain = '']) => ({ value: quoted?.replaceAll(/\\([\s\S])/g, '$1') ?? plain.trim(), quoted: quoted !== undefined }));
}

/** The values alone. */
export function arrayValues(literal: string | undefined): readonly string[] | undefined {
  return parseArray(literal)?.map((element) => element.value);
}

/** An array literal of values. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map(arrayElement).join(',')}}`;
}

/** A value inside `{…}`, quoted where the syntax of arrays wants it. */
export function arrayElement(value: string): string {
  return value === '' || /[{}",\\\s]|^null$/i.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value;
}
