import type { SourceTree } from '../tree/source-tree.ts';
import { CATALOG_DIRECTORY } from './headers.ts';

/** A column of a system catalog. */
export interface Column {
  readonly name: string;
  /** What BKI_DEFAULT gives it, or undefined where a record must spell it. */
  readonly fallback: string | undefined;
}

/** Columns of a catalog whose values name records of another one, as BKI_LOOKUP and BKI_LOOKUP_OPT declare. */
export function catalogLookups(tree: SourceTree, catalog: string, target: string): readonly string[] {
  const text = tree.read(`${CATALOG_DIRECTORY}/${catalog}.h`)?.text ?? '';
  return [
    ...text.matchAll(new RegExp(`^\\s*\\w+\\s+(\\w+)(?:\\[\\d*\\])?[^;\\n]*(?:\\n[^;\\n]*)??BKI_LOOKUP(?:_OPT)?\\(${target}\\)`, 'gm')),
  ].map((match) => match[1] ?? '');
}

/** The columns of a catalog in their order, read from its header as `ParseHeader` of Catalog.pm does; empty where there is none. */
export function catalogColumns(tree: SourceTree, catalog: string): readonly Column[] {
  const text = tree.read(`${CATALOG_DIRECTORY}/${catalog}.h`)?.text ?? '';
  const body = /^CATALOG\([^\n]*\n(?:BEGIN_CATALOG_STRUCT\s*\n|CATALOG_STRUCT\w*\s*\n)?\{([\s\S]*?)^\}/m.exec(text)?.[1] ?? '';
  const columns: Column[] = [];
  for (const line of body.replaceAll(/\/\*[\s\S]*?\*\//g, '').split('\n')) {
    const name = /^\s*\w+\s+(\w+)(?:\[\d*\])?\s*(?:BKI_[^;]*)?;/.exec(line)?.[1];
    if (name !== undefined) columns.push({ name, fallback: /BKI_DEFAULT\(([^)]*)\)/.exec(line)?.[1] });
  }
  return columns;
}
