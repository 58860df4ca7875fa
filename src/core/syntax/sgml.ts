import type { Range } from './c/syntax.ts';

/** An element of a documentation page, from the `<` of its start tag to the `>` of its end tag. */
export interface SgmlElement extends Range {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Between start tag and end tag; empty for an empty element. */
  readonly content: Range;
  readonly children: readonly SgmlElement[];
}

/** A configuration parameter as a page describes it: a `<varlistentry>`. */
export interface ParameterEntry extends Range {
  /** As written in the first `<term>`. */
  readonly name: string;
  readonly id: string | undefined;
  /** What stands in `<type>`, for example `floating point`. */
  readonly type: string | undefined;
  /** Identifiers of the sections around it, outermost first. */
  readonly sections: readonly string[];
  /** The `<variablelist>` that holds it. */
  readonly list: Range;
}

/** A row of a table of functions. */
export interface FunctionRow extends Range {
  /** The functions whose signatures it gives, with the paragraph of each. */
  readonly signatures: readonly { readonly name: string; readonly paragraph: Range }[];
  /** Primary terms of its index entries. */
  readonly indexTerms: readonly string[];
  /** Identifier of the table. */
  readonly table: string | undefined;
  /** The `<tbody>` that holds it. */
  readonly body: Range;
  readonly sections: readonly string[];
}

interface Open {
  readonly name: string;
  readonly start: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly contentStart: number;
  readonly children: SgmlElement[];
}

/** Comment, CDATA, marked section or declaration, processing instruction, tag. Only tags make structure. */
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<![^>]*>|<\?[^>]*>|<(\/?)([A-Za-z][\w.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;

/**
 * Reads the elements of a DocBook page, PostgreSQL's `.sgml` files, which are XML since version 11. Comments and entities are passed
 * over. An end tag closes the nearest element of its name and those left open inside; one that closes nothing is ignored.
 */
export function readSgml(text: string): readonly SgmlElement[] {
  const top: SgmlElement[] = [];
  const open: Open[] = [];
  const close = (contentEnd: number, end: number) => {
    const one = open.pop();
    if (!one) return;
    const { name, start, attributes, contentStart, children } = one;
    (open.at(-1)?.children ?? top).push({ name, start, end, attributes, content: { start: contentStart, end: contentEnd }, children });
  };
  for (const match of text.matchAll(MARKUP)) {
    const [whole, slash, name, rest = ''] = match;
    if (name === undefined) continue;
    const end = match.index + whole.length;
    if (slash === '/') {
      const depth = open.findLastIndex((one) => one.name === name);
      while (depth >= 0 && open.length > depth + 1) close(match.index, match.index);
      if (depth >= 0) close(match.index, end);
      continue;
    }
    open.push({ name, start: match.index, attributes: readAttributes(rest), contentStart: end, children: [] });
    if (rest.endsWith('/')) close(end, end);
  }
  while (open.length > 0) close(text.length, text.length);
  return top;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = '', double, single]) => [name, double ?? single ?? '']),
  );
}

/** Every element in order of place, with those around it, outermost first. */
export function* elementsOf(
  elements: readonly SgmlElement[],
  around: readonly SgmlElement[] = [],
): Generator<readonly [SgmlElement, readonly SgmlElement[]]> {
  for (const element of elements) {
    yield [element, around];
    yield* elementsOf(element.children, [...around, element]);
  }
}

/** The parameters that a page describes, in order. */
export function parameterEntries(text: string): readonly ParameterEntry[] {
  const found: ParameterEntry[] = [];
  for (const [entry, around] of elementsOf(readSgml(text))) {
    if (entry.name !== 'varlistentry') continue;
    const term = entry.children.find((child) => child.name === 'term');
    const name = term?.children.find((child) => child.name === 'varname');
    const list = around.findLast((element) => element.name === 'variablelist');
    if (!term || !name || !list) continue;
    const type = term.children.find((child) => child.name === 'type');
    found.push({
      start: entry.start,
      end: entry.end,
      name: contentOf(text, name),
      id: entry.attributes.get('id'),
      type: type && contentOf(text, type),
      sections: sectionsOf(around),
      list: { start: list.start, end: list.end },
    });
  }
  return found;
}

/** The rows of a page that give signatures of functions, in order. */
export function functionRows(text: string): readonly FunctionRow[] {
  const found: FunctionRow[] = [];
  for (const [row, around] of elementsOf(readSgml(text))) {
    if (row.name !== 'row') continue;
    const inside = [...elementsOf(row.children)].map(([element]) => element);
    const paragraphs = inside.filter((element) => element.name === 'para' && element.attributes.get('role') === 'func_signature');
    const signatures = paragraphs.flatMap((paragraph) => {
      const name = [...elementsOf(paragraph.children)].map(([element]) => element).find((element) => element.name === 'function');
      return name ? [{ name: contentOf(text, name), paragraph: { start: paragraph.start, end: paragraph.end } }] : [];
    });
    const body = around.findLast((element) => element.name === 'tbody');
    if (signatures.length === 0 || !body) continue;
    found.push({
      start: row.start,
      end: row.end,
      signatures,
      indexTerms: inside.filter((element) => element.name === 'primary').map((element) => contentOf(text, element)),
      table: around.findLast((element) => element.name === 'table')?.attributes.get('id'),
      body: { start: body.start, end: body.end },
      sections: sectionsOf(around),
    });
  }
  return found;
}

function contentOf(text: string, element: SgmlElement): string {
  return text.slice(element.content.start, element.content.end).trim();
}

function sectionsOf(around: readonly SgmlElement[]): readonly string[] {
  return around
    .filter((element) => /^(?:chapter|appendix|sect[1-5])$/.test(element.name))
    .flatMap((element) => element.attributes.get('id') ?? []);
}
