import type { Node } from 'web-tree-sitter';
import { conditionals } from './conditionals.ts';
import { directiveEnd, foldBlanks, skipOpaque } from './lex.ts';
import type { CDefine, CFunction, CInclude, CItem, COutline, CPrototype, CType, CVariable, Range } from './syntax.ts';

/** An outline of one pass and the starts of those of its items whose subtree has errors. */
export interface PassOutline {
  readonly items: COutline;
  readonly broken: ReadonlySet<number>;
}

interface Collector {
  readonly text: string;
  readonly isConditional: (offset: number) => boolean;
  readonly functions: CFunction[];
  readonly variables: CVariable[];
  readonly prototypes: CPrototype[];
  readonly types: CType[];
  readonly broken: Set<number>;
}

/** Reads file-scope items from a parse of `text` or of a same-length mask of it. */
export function readOutline(root: Node, text: string): PassOutline {
  const isConditional = conditionalRanges(text);
  const collector: Collector = { text, isConditional, functions: [], variables: [], prototypes: [], types: [], broken: new Set() };
  for (const child of root.children) if (child) readItem(collector, child);
  const { functions, variables, prototypes, types, broken } = collector;
  return { items: { functions, variables, prototypes, types, ...readDirectives(text, isConditional) }, broken };
}

/** Unites two passes over one text: the second gives what the first has not, or has with errors inside. */
export function mergeOutlines(first: PassOutline, second: PassOutline): COutline {
  return {
    functions: merge(first.items.functions, second.items.functions, first.broken, second.broken),
    variables: merge(first.items.variables, second.items.variables, first.broken, second.broken),
    prototypes: merge(first.items.prototypes, second.items.prototypes, first.broken, second.broken),
    types: merge(first.items.types, second.items.types, first.broken, second.broken),
    includes: first.items.includes,
    defines: first.items.defines,
  };
}

function merge<T extends CItem & { name: string; nameRange: Range }>(
  first: readonly T[],
  second: readonly T[],
  broken: ReadonlySet<number>,
  brokenSecond: ReadonlySet<number>,
): readonly T[] {
  const better = new Map(
    second.filter((item) => !brokenSecond.has(item.start)).map((item) => [`${item.name}@${item.nameRange.start}`, item]),
  );
  const kept = first.map((item) => {
    const key = `${item.name}@${item.nameRange.start}`;
    const other = better.get(key);
    return other && broken.has(item.start) ? other : item;
  });
  const known = new Set(kept.map((item) => item.nameRange.start));
  return [...kept, ...second.filter((item) => !known.has(item.nameRange.start))].sort((a, b) => a.start - b.start);
}

function readItem(into: Collector, node: Node): void {
  switch (node.type) {
    case 'function_definition':
      readFunction(into, node);
      break;
    case 'declaration':
      readDeclaration(into, node);
      break;
    case 'type_definition':
      readTypedef(into, node);
      break;
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      readTagged(into, node, node);
      break;
    case 'preproc_if':
    case 'preproc_ifdef':
    case 'preproc_else':
    case 'preproc_elif':
    case 'linkage_specification':
    case 'declaration_list':
    case 'ERROR':
      for (const child of node.children) if (child) readItem(into, child);
      break;
  }
}

function note(into: Collector, node: Node): CItem {
  if (node.hasError) into.broken.add(node.startIndex);
  return { start: node.startIndex, end: node.endIndex, conditional: into.isConditional(node.startIndex) };
}

function range(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
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

function readFunction(into: Collector, node: Node): void {
  const declarator = functionDeclarator(node.childForFieldName('declarator'));
  const name = declaredName(declarator ?? null);
  const body = node.childForFieldName('body');
  const parameters = declarator?.childForFieldName('parameters');
  if (!name || !body || !parameters) return;
  const prefix = foldBlanks(into.text.slice(node.startIndex, name.startIndex));
  into.functions.push({
    ...note(into, node),
    name: name.text,
    nameRange: range(name),
    body: range(body),
    parameters: range(parameters),
    prefix,
    isStatic: /\bstatic\b/.test(prefix),
  });
}

function readDeclaration(into: Collector, node: Node): void {
  const type = node.childForFieldName('type');
  if (type && /^(?:struct|union|enum)_specifier$/.test(type.type)) readTagged(into, type, node);
  const declarators = node.childrenForFieldName('declarator').filter((child) => child !== null);
  const first = declarators[0];
  if (!first) return;
  const specifiers = foldBlanks(into.text.slice(node.startIndex, first.startIndex));
  for (const declarator of declarators) {
    const name = declaredName(declarator);
    if (!name) continue;
    const common = { ...note(into, node), name: name.text, nameRange: range(name) };
    if (functionDeclarator(declarator)) {
      into.prototypes.push({ ...common, prefix: foldBlanks(into.text.slice(node.startIndex, name.startIndex)) });
      continue;
    }
    const value = declarator.type === 'init_declarator' ? declarator.childForFieldName('value') : null;
    into.variables.push({
      ...common,
      specifiers,
      isStatic: /\bstatic\b/.test(specifiers),
      isExtern: /\bextern\b/.test(specifiers),
      isArray: hasArray(declarator),
      initializer: value ? range(value) : undefined,
    });
  }
}

function hasArray(declarator: Node): boolean {
  for (let at: Node | null = declarator; at; at = at.childForFieldName('declarator')) if (at.type === 'array_declarator') return true;
  return false;
}

function readTypedef(into: Collector, node: Node): void {
  const type = node.childForFieldName('type');
  const name = declaredName(node.childForFieldName('declarator'));
  if (!type || !name) return;
  into.types.push({ ...note(into, node), name: name.text, nameRange: range(name), kind: kindOf(type), enumerators: enumeratorsOf(type) });
}

function readTagged(into: Collector, type: Node, whole: Node): void {
  const name = type.childForFieldName('name');
  if (!name || !type.childForFieldName('body')) return;
  into.types.push({ ...note(into, whole), name: name.text, nameRange: range(name), kind: kindOf(type), enumerators: enumeratorsOf(type) });
}

function kindOf(type: Node): CType['kind'] {
  if (!type.childForFieldName('body')) return 'other';
  return type.type === 'struct_specifier'
    ? 'struct'
    : type.type === 'union_specifier'
      ? 'union'
      : type.type === 'enum_specifier'
        ? 'enum'
        : 'other';
}

function enumeratorsOf(type: Node): CType['enumerators'] {
  if (type.type !== 'enum_specifier') return [];
  return type.descendantsOfType('enumerator').flatMap((node) => {
    const name = node?.childForFieldName('name');
    return node && name ? [{ ...range(node), name: name.text }] : [];
  });
}

/** Includes and defines come from the text: a mask or a resolved branch may have hidden them from the parse. */
function readDirectives(
  text: string,
  isConditional: (offset: number) => boolean,
): { includes: readonly CInclude[]; defines: readonly CDefine[] } {
  const includes: CInclude[] = [];
  const defines: CDefine[] = [];
  const token = /\/\*|\/\/|["']|^[ \t]*#[ \t]*(?:include[ \t]*(["<])([^">\n]+)[">]|define[ \t]+(\w+)(\()?)|^[ \t]*#/gm;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (!match[0].includes('#')) {
      token.lastIndex = Math.max(skipOpaque(text, match.index), match.index + 1);
      continue;
    }
    const end = directiveEnd(text, match.index);
    token.lastIndex = Math.max(end, match.index + 1);
    const place = { start: match.index, end, conditional: isConditional(match.index) };
    if (match[2] !== undefined) includes.push({ ...place, header: match[2], system: match[1] === '<' });
    if (match[3] === undefined) continue;
    const rest = text.slice(match.index + match[0].length, end).replaceAll(/\\\r?\n/g, ' ');
    defines.push({
      ...place,
      name: match[3],
      body: foldBlanks(match[4] ? rest.replace(/^[^)]*\)/, '') : rest),
      isFunctionLike: match[4] !== undefined,
    });
  }
  return { includes, defines };
}

/** Tells whether an offset lies inside a conditional; the include guard around a whole file does not count. */
function conditionalRanges(text: string): (offset: number) => boolean {
  const ranges: Range[] = [];
  const open: number[] = [];
  const directives = conditionals(text);
  for (const directive of directives) {
    if (directive.kind === 'if') open.push(directive.start);
    if (directive.kind !== 'endif') continue;
    const start = open.pop();
    if (start !== undefined && open.length === 0) ranges.push({ start, end: directive.end });
  }
  const guard = directives[0];
  const guardName = /^#ifndef (\w+)|^#if !\s*defined ?\(? ?(\w+)/.exec(guard?.line ?? '');
  const isGuard = guard && guardName && new RegExp(`^\\s*#\\s*define\\s+${guardName[1] ?? guardName[2]}\\b`).test(text.slice(guard.end));
  if (!guard || !isGuard || ranges[0]?.start !== guard.start)
    return (offset) => ranges.some((one) => one.start <= offset && offset < one.end);
  const inner = innerRanges(directives.slice(1), ranges[0].end);
  return (offset) => [...inner, ...ranges.slice(1)].some((one) => one.start <= offset && offset < one.end);
}

function innerRanges(directives: ReturnType<typeof conditionals>, before: number): readonly Range[] {
  const ranges: Range[] = [];
  const open: number[] = [];
  for (const directive of directives) {
    if (directive.end >= before) break;
    if (directive.kind === 'if') open.push(directive.start);
    if (directive.kind !== 'endif') continue;
    const start = open.pop();
    if (start !== undefined && open.length === 0) ranges.push({ start, end: directive.end });
  }
  return ranges;
}
