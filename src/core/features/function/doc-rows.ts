import { lineEnd, lineStart } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** A table row of the documentation that describes functions. */
export interface DocumentedRow {
  readonly path: TreePath;
  /** Start of the line of `<row>`, and the end of the line of `</row>`. */
  readonly start: number;
  readonly end: number;
  /** Functions whose signatures it gives, each with the end of the line of the last such signature's `</para>`. */
  readonly signatures: ReadonlyMap<string, number>;
  /** Blanks before `<row>`. */
  readonly indent: string;
  /** How many columns it fills: in tables of aggregates, a second one says whether partial mode is supported. */
  readonly columns: number;
}

/** Rows of one table, in order. */
export type DocumentedTable = readonly DocumentedRow[];

/**
 * The tables of functions in the manual: those of the chapter on functions, be it one file or a folder, and of other chapters most of
 * whose documented functions `isBuiltIn`. Those of modules document functions of their own.
 */
export function documentedTables(context: TreeContext, isBuiltIn: (name: string) => boolean): readonly DocumentedTable[] {
  return documentationFiles(context).flatMap((path) => {
    const text = context.tree.read(path)?.text ?? '';
    if (!text.includes('role="func_signature"')) return [];
    const visible = text.replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
    const tables = [...visible.matchAll(/<tbody\b[^>]*>([\s\S]*?)<\/tbody>/g)]
      .map((body) => tableRows(path, visible, body.index, body.index + body[0].length))
      .filter((rows) => rows.length > 0);
    const names = tables.flatMap((rows) => rows.flatMap((row) => [...row.signatures.keys()]));
    return names.filter(isBuiltIn).length * 2 > names.length ? tables : [];
  });
}

function documentationFiles(context: TreeContext): readonly TreePath[] {
  if (context.shape.functionDocs === undefined) return [];
  return ['doc/src/sgml/func', 'doc/src/sgml'].flatMap((directory) =>
    (context.tree.list(directory) ?? [])
      .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.sgml'))
      .map((entry) => `${directory}/${entry.name}`),
  );
}

function tableRows(path: TreePath, text: string, from: number, to: number): DocumentedTable {
  const rows: DocumentedRow[] = [];
  const open = /^([ \t]*)<row>/gm;
  open.lastIndex = from;
  for (let match = open.exec(text); match && match.index < to; match = open.exec(text)) {
    const close = text.indexOf('</row>', match.index);
    if (close < 0 || close > to) break;
    const signatures = rowSignatures(text, match.index, close);
    const columns = text.slice(match.index, close).split('<entry').length - 1;
    if (signatures.size > 0)
      rows.push({ path, start: lineStart(text, match.index), end: lineEnd(text, close), signatures, indent: match[1] ?? '', columns });
    open.lastIndex = close;
  }
  return rows;
}

function rowSignatures(text: string, from: number, to: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const row = text.slice(from, to);
  for (const match of row.matchAll(/<para role="func_signature">([\s\S]*?)<\/para>/g)) {
    const name = /<function>(\w+)<\/function>/.exec(match[1] ?? '')?.[1];
    const paragraphEnd = from + match.index + match[0].length;
    if (name !== undefined) found.set(name, text.startsWith('</entry>', paragraphEnd) ? -1 : lineEnd(text, paragraphEnd));
  }
  return found;
}
