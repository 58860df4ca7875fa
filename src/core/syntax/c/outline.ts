import type { Node } from 'web-tree-sitter';
import { conditionalRanges, readDirectives } from './directives.ts';
import { foldBlanks } from './lex.ts';
import type { CFunction, CItem, COutline, CPrototype, CType, CVariable, Range } from './syntax.ts';

/** An outline of one pass. */
export interface PassOutline {
  readonly items: COutline;
  /** Those of its items that have errors inside or stand inside of one. */
  readonly broken: ReadonlySet<CItem>;
}

interface Collector {
  readonly text: string;
  readonly at: (offset: number) => number;
  readonly isConditional: (offset: number) => boolean;
  readonly functions: CFunction[];
  readonly variables: CVariable[];
  readonly prototypes: CPrototype[];
  readonly types: CType[];
  readonly broken: Set<CItem>;
}

/** Reads file-scope items of `text` from a parse of it, or of what is left of it; `at` gives the offset in it of an offset that was parsed. */
export function readOutline(root: Node, text: string, at: (offset: number) => number): PassOutline {
  const isConditional = conditionalRanges(text);
  const collector: Collector = { text, at, isConditional, functions: [], variables: [], prototypes: [], types: [], broken: new Set() };
  readItems(collector, root, false);
  const { functions, variables, prototypes, types, broken } = collector;
  return { items: { functions, variables, prototypes, types, ...readDirectives(text, isConditional) }, broken };
}

/** Unites two passes over one text: the second, and of the first what it understood or what the second has not. */
export function mergeOutlines(first: PassOutline, second: PassOutline): COutline {
  const { functions, variables, prototypes, types } = second.items;
  const understood = [...functions, ...variables, ...prototypes, ...types].filter((item) => !second.broken.has(item));
  const merge = <T extends CItem & { readonly nameRange: Range }>(firsts: readonly T[], seconds: readonly T[]): readonly T[] => {
    const kept = firsts.filter(
      (item) => !first.broken.has(item) || !understood.some((one) => one.start < item.end && item.start < one.end),
    );
    const known = new Set(kept.map((item) => item.nameRange.start));
    return [...kept, ...seconds.filter((item) => !known.has(item.nameRange.start))].sort((a, b) => a.start - b.start);
  };
  return {
    functions: merge(first.items.functions, functions),
    variables: merge(first.items.variables, variables),
    prototypes: merge(first.items.prototypes, prototypes),
    types: merge(first.items.types, types),
    includes: first.items.includes,
    defines: first.items.defines,
  };
}

/** Reads what stands below `parent`, which is the file, a conditional, or an error. */
function readItems(into: Collector, parent: Node, inError: boolean): void {
  let after = into.at(parent.startIndex);
  for (const node of parent.children) {
    if (!node) continue;
    // Inside of an error, what is left of a function looks like declarations; those at file scope start their line.
    if (!inError || into.text[into.at(node.startIndex) - 1] === '\n' || CONTAINERS.has(node.type)) readItem(into, node, { after, inError });
    after = into.at(node.endIndex);
  }
}

/** What holds items at file scope. */
const CONTAINERS = new Set([
  'preproc_if',
  'preproc_ifdef',
  'preproc_else',
  'preproc_elif',
  'linkage_specification',
  'declaration_list',
  'ERROR',
]);

/** Where an item stands: the end of what comes before it, and whether that is inside of an error. */
interface Position {
  readonly after: number;
  readonly inError: boolean;
}

function readItem(into: Collector, node: Node, position: Position): void {
  if (CONTAINERS.has(node.type)) readItems(into, node, position.inError || node.type === 'ERROR');
  else if (node.type === 'function_definition') readFunction(into, node, position);
  else if (node.type === 'declaration') readDeclaration(into, node, position);
  else if (node.type === 'type_definition') readTypedef(into, node, position);
  else if (/^(?:struct|union|enum)_specifier$/.test(node.type)) readTagged(into, node, node, position);
}

/** Adds an item that is read from `node`. */
function add<T extends CItem>(into: Collector, list: T[], item: T, node: Node, position: Position): void {
  list.push(item);
  if (position.inError || node.hasError) into.broken.add(item);
}

function placeOf(into: Collector, node: Node, position: Position): CItem {
  const start = startWithMarks(into.text, position.after, into.at(node.startIndex));
  return { start, end: into.at(node.endIndex), conditional: into.isConditional(start) };
}

/** Start of an item with the marks before it that its mask has hidden, `PGDLLIMPORT` or `pg_noreturn` for example. */
function startWithMarks(text: string, after: number, start: number): number {
  const between = text.slice(after, start);
  if (!/\w/.test(between)) return start;
  return start - (MARKS.exec(between)?.[0].length ?? 0);
}

const MARKS =
  /(?<=^|[\n;}])(?:(?:[A-Za-z_]\w*|(?:pg_attribute_\w+|__attribute__)\s*\((?:[^()]|\([^()]*\))*\))(?:[ \t]+|[ \t]*\r?\n[ \t]*))+$/;

function range({ at }: Collector, node: Node): Range {
  return { start: at(node.startIndex), end: at(node.endIndex) };
}

/** The innermost declarator: follows pointers, arrays and parentheses down to the name. */
function declaredName(node: Node | null): Node | undefined {
  let at = node;
  while (at && at.type !== 'identifier' && at.type !== 'type_identifier' && at.type !== 'primitive_type') {
    at =
      at.childForFieldName('declarator') ??
      at.namedChildren.find((child) => child?.type.endsWith('declarator') || child?.type.endsWith('identifier')) ??
      null;
  }
  return at ?? undefined;
}

/** The declarator of the function itself, or undefined where what is declared is no function (a pointer to one, say). */
function functionDeclarator(node: Node | null): Node | undefined {
  let at = node;
  while (at && at.type === 'pointer_declarator') at = at.childForFieldName('declarator');
  if (at?.type !== 'function_declarator') return undefined;
  const inner = at.childForFieldName('declarator');
  return inner?.type === 'parenthesized_declarator' ? undefined : at;
}

/** The text of a node; the node itself would ask the parser for it, which takes longer. */
function textOf(into: Collector, node: Node): string {
  const { start, end } = range(into, node);
  return into.text.slice(start, end);
}

function readFunction(into: Collector, node: Node, position: Position): void {
  const declarator = functionDeclarator(node.childForFieldName('declarator'));
  const name = declaredName(declarator ?? null);
  const body = node.childForFieldName('body');
  const parameters = declarator?.childForFieldName('parameters');
  if (!name || !body || !parameters) return;
  const place = placeOf(into, node, position);
  const prefix = foldBlanks(into.text.slice(place.start, into.at(name.startIndex)));
  const item: CFunction = {
    ...place,
    name: textOf(into, name),
    nameRange: range(into, name),
    body: range(into, body),
    parameters: range(into, parameters),
    prefix,
    isStatic: /\bstatic\b/.test(prefix),
  };
  add(into, into.functions, item, node, position);
}

function readDeclaration(into: Collector, node: Node, position: Position): void {
  const type = node.childForFieldName('type');
  if (type && /^(?:struct|union|enum)_specifier$/.test(type.type)) readTagged(into, type, node, position);
  const declarators = node.childrenForFieldName('declarator').filter((child) => child !== null);
  const [first] = declarators;
  if (!first) return;
  const place = placeOf(into, node, position);
  const specifiers = foldBlanks(into.text.slice(place.start, into.at(first.startIndex)));
  for (const declarator of declarators) {
    const name = declaredName(declarator);
    if (!name) continue;
    const common = { ...place, name: textOf(into, name), nameRange: range(into, name) };
    if (functionDeclarator(declarator)) {
      add(into, into.prototypes, { ...common, prefix: foldBlanks(into.text.slice(place.start, into.at(name.startIndex))) }, node, position);
      continue;
    }
    const value = declarator.type === 'init_declarator' ? declarator.childForFieldName('value') : null;
    const item: CVariable = {
      ...common,
      specifiers,
      isStatic: /\bstatic\b/.test(specifiers),
      isExtern: /\bextern\b/.test(specifiers),
      isArray: hasArray(declarator),
      initializer: value ? range(into, value) : undefined,
    };
    add(into, into.variables, item, node, position);
  }
}

function hasArray(declarator: Node): boolean {
  for (let at: Node | null = declarator; at; at = at.childForFieldName('declarator')) if (at.type === 'array_declarator') return true;
  return false;
}

function readTypedef(into: Collector, node: Node, position: Position): void {
  const type = node.childForFieldName('type');
  const name = declaredName(node.childForFieldName('declarator'));
  if (type && name) addType(into, { type, name, node }, position);
}

function readTagged(into: Collector, type: Node, node: Node, position: Position): void {
  const name = type.childForFieldName('name');
  if (name && type.childForFieldName('body')) addType(into, { type, name, node }, position);
}

function addType(into: Collector, { type, name, node }: { type: Node; name: Node; node: Node }, position: Position): void {
  const item: CType = {
    ...placeOf(into, node, position),
    name: textOf(into, name),
    nameRange: range(into, name),
    kind: kindOf(type),
    enumerators: enumeratorsOf(into, type),
  };
  add(into, into.types, item, node, position);
}

function kindOf(type: Node): CType['kind'] {
  if (!type.childForFieldName('body')) return 'other';
  const [, kind] = /^(struct|union|enum)_specifier$/.exec(type.type) ?? [];
  return kind === 'struct' || kind === 'union' || kind === 'enum' ? kind : 'other';
}

function enumeratorsOf(into: Collector, type: Node): CType['enumerators'] {
  if (type.type !== 'enum_specifier') return [];
  return type.descendantsOfType('enumerator').flatMap((node) => {
    const name = node?.childForFieldName('name');
    return node && name ? [{ ...range(into, node), name: textOf(into, name) }] : [];
  });
}
