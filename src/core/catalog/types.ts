import { fail, ok, type Result } from '../base/result.ts';
import { fieldValue, parseRecords } from '../syntax/records.ts';
import { closest } from '../text/closest.ts';
import type { SourceTree } from '../tree/source-tree.ts';

const PG_TYPE = 'src/include/catalog/pg_type.dat';
const FORMAT_TYPE = 'src/backend/utils/adt/format_type.c';
const GRAMMAR = 'src/backend/parser/gram.y';

/** Names of types that SQL must quote, because they mean something else without quotes. */
const RESERVED = new Set(['any', 'char']);

/** A data type of the tree. */
export interface SqlType {
  /** Its name in pg_type, for arrays with the leading underscore. */
  readonly name: string;
  /** As SQL spells it, for example `bigint` or `text[]`. */
  readonly display: string;
  /** Name of the element type of an array. */
  readonly element: string | undefined;
  /** `typtype`: b base, c composite, d domain, e enum, p pseudo-type, r range, m multirange. */
  readonly kind: string;
  /** The macro of its OID in C, for example `INT4OID`; undefined for arrays that only have one by construction. */
  readonly symbol: string | undefined;
  /** Its comment in pg_type.dat; arrays made by construction have none. */
  readonly description: string | undefined;
  /** The name of the block of pg_type.dat that it stands in, which a fork builds into some of its catalogs only; undefined outside of blocks. */
  readonly block: string | undefined;
}

/** The data types of a tree, by every name they go by. */
export interface TypeTable {
  readonly types: ReadonlyMap<string, SqlType>;
  /** The type that a user's spelling means: a pg_type name, an SQL name, either with `[]`. */
  readonly find: (spelling: string) => SqlType | undefined;
  /** The name that a misspelled one most likely stands for. */
  readonly near: (spelling: string) => string | undefined;
}

/** Reads pg_type.dat; SQL spellings come from the tree's format_type.c and gram.y. */
export function readTypes(tree: SourceTree): Result<TypeTable> {
  const source = tree.read(PG_TYPE);
  if (!source) return fail({ code: 'type/no-catalog', message: `${PG_TYPE} is missing`, hint: 'Check that the checkout is complete.' });
  const file = parseRecords(PG_TYPE, source.text);
  if (!file.ok) return file;
  const spellings = displayNames(tree);
  const types = new Map<string, SqlType>();
  const blocks = blocksOf(source.text);
  for (const record of file.value.records) {
    const name = fieldValue(record, 'typname');
    if (name === undefined) continue;
    const element = name.startsWith('_') ? name.slice(1) : undefined;
    const kind = fieldValue(record, 'typtype') ?? 'b';
    const symbol = fieldValue(record, 'oid_symbol') ?? (element === undefined ? `${name.toUpperCase()}OID` : undefined);
    const display = spellings.get(symbol ?? '') ?? (RESERVED.has(name) ? `"${name}"` : name);
    const block = blocks.find(({ start, end }) => start < record.start && record.start < end)?.name;
    types.set(name, { name, display, element, kind, symbol, description: fieldValue(record, 'descr'), block });
    if (fieldValue(record, 'array_type_oid') !== undefined)
      types.set(`_${name}`, {
        name: `_${name}`,
        display: `${display}[]`,
        element: name,
        kind: 'b',
        symbol: undefined,
        description: undefined,
        block,
      });
  }
  const bySpelling = new Map([...types.values()].reverse().map(({ name, display }) => [display, name]));
  let keywords: ReadonlyMap<string, string> | undefined;
  const find = (spelling: string): SqlType | undefined => {
    const plain = spelling
      .trim()
      .toLowerCase()
      .replaceAll(/\s+/g, ' ')
      .replace(/^pg_catalog\./, '')
      .replace(/^"(\w+)"/, '$1');
    const base = plain.replace(/(?:\s*\[\s*\d*\s*\])+$/, '');
    if (base !== plain) {
      const element = find(base);
      return element && types.get(`_${element.name}`);
    }
    const known = types.get(base) ?? types.get(bySpelling.get(base) ?? '');
    if (known) return known;
    keywords ??= keywordTypes(tree);
    return types.get(keywords.get(base) ?? '');
  };
  const names = [...new Set([...types.values()].filter((type) => type.element === undefined).flatMap((type) => [type.name, type.display]))];
  return ok({ types, find, near: (spelling) => closest(spelling.trim().replace(/(?:\(.*|\s*\[\s*\])$/, ''), names) });
}

/** Blocks of a data file between lines such as `BEGIN NAME` and `END NAME` in comments of C, in which forks mark what some of their catalogs lack. */
function blocksOf(text: string): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/^\/\*\s*BEGIN\s+(.+?)\s*\*\//gm)].map(({ index, 1: name = '' }) => {
    const end = text.slice(index).search(new RegExp(`^/\\*\\s*END\\s+${name.replaceAll(/[^\w\s]/g, '\\$&')}\\s*\\*/`, 'm'));
    return { name, start: index, end: end < 0 ? text.length : index + end };
  });
}

/** What `format_type` prints for types that SQL gives names of its own: `case INT8OID: … "bigint"`. */
function displayNames(tree: SourceTree): ReadonlyMap<string, string> {
  const text = tree.read(FORMAT_TYPE)?.text ?? '';
  const names = new Map<string, string>();
  for (const part of text.split(/\bcase\s+(?=[A-Z0-9]+OID:)/).slice(1)) {
    const macro = /^([A-Z0-9]+OID):/.exec(part)?.[1];
    const plain = /buf = pstrdup\("([^"]+)"\)/.exec(part)?.[1] ?? /printTypmod\("([^"]+)"/.exec(part)?.[1];
    if (macro !== undefined && plain !== undefined) names.set(macro, plain);
  }
  return names;
}

/**
 * Type keywords of the grammar: `INT_P { $$ = SystemTypeName("int4"); }`, with or without a modifier after the keyword; `FLOAT_P
 * opt_float { $$ = $2; }` stands for what the empty alternative of `opt_float` gives.
 */
function keywordTypes(tree: SourceTree): ReadonlyMap<string, string> {
  const text = tree.read(GRAMMAR)?.text ?? '';
  const names = new Map<string, string>();
  for (const [, keyword = '', name = ''] of text.matchAll(/\b([A-Z]+)(?:_P)?(?:\s+opt_\w+)?\s*\{\s*\$\$ = SystemTypeName\("(\w+)"\)/g)) {
    if (!names.has(keyword.toLowerCase())) names.set(keyword.toLowerCase(), name);
  }
  for (const [, keyword = '', rule = ''] of text.matchAll(/\b([A-Z]+)(?:_P)?\s+(opt_\w+)\s*\{\s*\$\$ = \$2;\s*\$\$->location/g)) {
    const empty = new RegExp(`^${rule}:[^;]*(?:;[^;]*)*?EMPTY\\*/\\s*\\{\\s*\\$\\$ = SystemTypeName\\("(\\w+)"\\)`, 'm').exec(text)?.[1];
    if (empty !== undefined) names.set(keyword.toLowerCase(), empty);
  }
  return names;
}
