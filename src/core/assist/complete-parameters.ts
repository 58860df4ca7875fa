import { recordsOf } from '../catalog/records.ts';
import type { Entry } from '../features/feature.ts';
import { serverFiles } from '../index/c-functions.ts';
import { variablesOf } from '../index/c-variables.ts';
import { skipOpaque } from '../syntax/c/lex.ts';
import { fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { overlayTree } from '../tree/memory-tree.ts';
import { paths } from '../tree/shape.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';
import type { Value } from './complete-records.ts';
import { parameterWords } from './parameters.ts';
import { choicesOf, entriesOf } from './registered.ts';

/** A part of a row or record of a parameter whose values the tree knows. */
type Part = 'type' | 'context' | 'group' | 'flags' | 'variable' | 'boot' | 'options' | 'check' | 'assign' | 'show' | 'ifdef';

const FIELDS: Readonly<Record<string, Part>> = {
  type: 'type',
  context: 'context',
  group: 'group',
  flags: 'flags',
  variable: 'variable',
  boot_val: 'boot',
  options: 'options',
  check_hook: 'check',
  assign_hook: 'assign',
  show_hook: 'show',
  ifdef: 'ifdef',
};

/** Elements of a row after its header, by type of the table. */
const ROWS: Readonly<Record<string, readonly (Part | undefined)[]>> = {
  bool: [undefined, 'variable', 'boot', 'check', 'assign', 'show'],
  int: [undefined, 'variable', 'boot', undefined, undefined, 'check', 'assign', 'show'],
  real: [undefined, 'variable', 'boot', undefined, undefined, 'check', 'assign', 'show'],
  string: [undefined, 'variable', 'boot', 'check', 'assign', 'show'],
  enum: [undefined, 'variable', 'boot', 'options', 'check', 'assign', 'show'],
};

/** Elements of a row's header. */
const HEADER: readonly (Part | undefined)[] = [undefined, 'context', 'group', undefined, undefined, 'flags'];

/** What is known of the parameter whose row is being typed. */
interface Unfinished {
  readonly name: string;
  readonly type: string;
  readonly options: string;
}

/** Values of a field of the record of a parameter; `typed` is what stands before the cursor. */
export function parameterValues(context: TreeContext, path: TreePath, column: string, typed: string, offset: number): readonly Value[] {
  const record = recordsOf(context, path).find((one) => one.start < offset && offset <= one.end);
  const value = (name: string) => (record && fieldValue(record, name)) ?? '';
  const part = FIELDS[column];
  if (part === undefined) return [];
  if (part === 'ifdef') return usedValues(context, path, column);
  const taken = new Set(part === 'flags' ? typed.split(/[\s|]+/) : []);
  return partValues(context, part, { name: value('name'), type: value('type'), options: value('options') }).filter(
    ({ label }) => !taken.has(label),
  );
}

/** What can be typed at an offset of the table of parameters in C, where the row has one of these. */
export function completeRow(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const at = rowAt(text, offset);
  if (!at) return [];
  const word = /\w*$/.exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  const start = offset - word.length;
  const isAddress = at.part === 'variable' && text[start - 1] !== '&';
  return partValues(withoutRow(context, path, at.start, offset), at.part, at).map((one) => ({
    ...one,
    ...(isAddress ? { insert: `&${one.label}` } : {}),
    start,
    end: offset,
  }));
}

/** The tree without what is being typed, where the table cannot be read with it. */
function withoutRow(context: TreeContext, path: TreePath, start: number, end: number): TreeContext {
  if (Object.keys(choicesOf(context, 'guc')).length > 0) return context;
  const text = context.tree.read(path)?.text ?? '';
  const rest = text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + text.slice(end);
  return { ...context, tree: overlayTree(context.tree, new Map([[path, rest]])) };
}

/** The part of a row that an offset of a table in C is in; undefined outside of rows, in comments and in strings. */
function rowAt(text: string, offset: number): (Unfinished & { readonly part: Part; readonly start: number }) | undefined {
  const tables = [...text.matchAll(/\bConfigureNames(\w+)\s*\[\s*\]\s*=\s*\{/g)];
  const table = tables.findLast((match) => match.index + match[0].length <= offset);
  const type = table?.[1]?.toLowerCase() ?? '';
  if (!table || text.slice(table.index, offset).includes('\n};')) return undefined;
  // The open brackets around, each with where it is and how many commas it has had.
  const open: { at: number; commas: number }[] = [];
  // Alternatives of a condition count once.
  const conditions: number[] = [];
  const token = /[{}(),"']|\/[*/]|^[ \t]*#[ \t]*(if|el|endif)\w*[^\n]*/gm;
  token.lastIndex = table.index + table[0].length;
  for (let match = token.exec(text); match && match.index < offset; match = token.exec(text)) {
    const [char, directive] = match;
    const inner = open.at(-1);
    if (directive === 'if') conditions.push(inner?.commas ?? 0);
    else if (directive === 'el') {
      if (inner) inner.commas = conditions.at(-1) ?? inner.commas;
    } else if (directive === 'endif') conditions.pop();
    else if (char === '{' || char === '(') open.push({ at: match.index, commas: 0 });
    else if (char === '}' || char === ')') open.pop();
    else if (char === ',') {
      if (inner) inner.commas += 1;
    } else {
      token.lastIndex = skipOpaque(text, match.index);
      if (token.lastIndex > offset) return undefined;
    }
  }
  const [row, header] = open;
  const part = open.length === 1 ? ROWS[type]?.[row?.commas ?? 0] : open.length === 2 ? HEADER[header?.commas ?? 0] : undefined;
  if (!row || part === undefined) return undefined;
  const written = text.slice(row.at, offset);
  return {
    part,
    start: row.at,
    type,
    name: /"(\w+)"/.exec(written)?.[1] ?? '',
    options: part === 'boot' ? (/,\s*(\w+_options)\b/.exec(text.slice(offset, offset + 200))?.[1] ?? '') : '',
  };
}

function partValues(context: TreeContext, part: Part, { name, type, options }: Unfinished): readonly Value[] {
  switch (part) {
    case 'context':
    case 'group':
    case 'flags': {
      const choices = choicesOf(context, 'guc');
      const fields = part === 'flags' ? ['flags', 'unit'] : [part];
      return fields.flatMap((field) =>
        (choices[field] ?? []).map(({ value }) => {
          const detail = parameterWords(context).get(value)?.comment ?? '';
          return { label: value, kind: 'constant', ...(detail === '' ? {} : { detail }) };
        }),
      );
    }
    case 'type':
    case 'options':
      return (choicesOf(context, 'guc')[part === 'type' ? 'type' : 'optionsArray'] ?? []).map(({ value, description }) => {
        return { label: value, kind: 'constant', ...(description ? { detail: description } : {}) };
      });
    case 'variable':
      return variablesOfType(context, type).map((label) => ranked(label, name, 'parameter', isTaken(context, 'variable', label)));
    case 'check':
    case 'assign':
    case 'show':
      return hookFunctions(context)[part].map((label) => ranked(label, name, 'function', isTaken(context, `${part}Hook`, label)));
    case 'boot':
      return bootValues(context, type, options);
    default:
      return [];
  }
}

/** What is called like the parameter comes first, what another parameter has already comes last. */
function ranked(label: string, name: string, kind: Completion['kind'], taken: boolean): Value {
  const rank = name !== '' && label.toLowerCase().replaceAll('_', '').includes(name.toLowerCase().replaceAll('_', '')) ? 0 : taken ? 2 : 1;
  return { label, kind, rank, ...(taken ? { detail: 'of another parameter' } : {}) };
}

function isTaken(context: TreeContext, field: string, value: string): boolean {
  return remember(context, `parameters taken ${field}`, (inner) => {
    return new Set([...entriesOf(inner, 'guc').values()].flat().map((entry) => entry.fields[field]));
  }).has(value);
}

function usedValues(context: TreeContext, path: TreePath, column: string): readonly Value[] {
  return remember(context, `values of ${column} ${path}`, (inner) => {
    const values = new Set(recordsOf(inner, path).flatMap((record) => fieldValue(record, column) ?? []));
    return [...values].map((label) => ({ label, kind: 'value' }));
  });
}

/** Defaults of a type: for an option, the values of its array. */
function bootValues(context: TreeContext, type: string, options: string): readonly Value[] {
  if (type === 'bool') return ['true', 'false'].map((label) => ({ label, kind: 'value' }));
  const isOf = (entry: Entry) => entry.fields['optionsArray'] === options;
  const known = options === '' ? undefined : [...entriesOf(context, 'guc').values()].flat().find(isOf)?.fields['options'];
  return (Array.isArray(known) ? known : []).map((one) => ({ label: String(one.value), kind: 'constant', detail: String(one.name) }));
}

/** C types of the variables behind the types of parameters. */
const C_TYPES: Readonly<Record<string, RegExp>> = { bool: /^bool$/, int: /^int$/, enum: /^int$/, real: /^double$/, string: /^char\*$/ };

/** Global variables of the server that can hold a parameter of a type; of an unknown type, all. */
function variablesOfType(context: TreeContext, type: string): readonly string[] {
  const wanted = C_TYPES[type] ?? /^(?:bool|int|double|char\*)$/;
  const tables = [paths.gucTables, paths.gucC].flatMap((file) => staticVariables(context, file));
  const variables = [...tables, ...serverFiles(context).flatMap((file) => typedVariables(context, file))];
  return [...new Set(variables.flatMap((one) => (wanted.test(one.type) ? [one.name] : [])))];
}

/** Variables that the file of the tables keeps to itself: parameters that are only shown, or that hooks copy elsewhere. */
function staticVariables({ tree }: TreeContext, path: TreePath): readonly { readonly name: string; readonly type: string }[] {
  const found = (tree.read(path)?.text ?? '').matchAll(/^static[ \t]+(bool|int|double|char[ \t]*\*)[ \t]*(\w+)(?:;|[ \t]*=)/gm);
  return [...found].map(([, type = '', name = '']) => ({ name, type: type.replaceAll(/\s+/g, '') }));
}

function typedVariables(context: TreeContext, path: TreePath): readonly { readonly name: string; readonly type: string }[] {
  return remember(context, `typed variables ${path}`, (inner) => {
    const text = inner.tree.read(path)?.text ?? '';
    return variablesOf(inner, path).map(({ name, offset }) => {
      const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
      return { name, type: before.replaceAll(/\b(?:PGDLL(?:IM|EX)PORT|volatile|const)\b|\s+/g, '') };
    });
  });
}

type Hooks = Readonly<Record<'check' | 'assign' | 'show', readonly string[]>>;

/** Functions of the server that have the shapes of GucBoolCheckHook and its relatives in guc.h. */
function hookFunctions(context: TreeContext): Hooks {
  return remember(context, 'functions for hooks of parameters', (inner) => {
    const all = serverFiles(inner).map((file) => hooksIn(inner, file));
    const of = (part: keyof Hooks) => [...new Set(all.flatMap((hooks) => hooks[part]))].sort();
    return { check: of('check'), assign: of('assign'), show: of('show') };
  });
}

function hooksIn(context: TreeContext, path: TreePath): Hooks {
  return remember(context, `functions for hooks of parameters ${path}`, ({ tree }) => {
    const text = tree.read(path)?.text ?? '';
    const names = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
    return {
      check: names(/^(?:(?:static )?bool[ \t]+)?(\w+)\([^()]*,\s*void \*\*\s*extra,\s*GucSource \w+\)\s*\{/gm),
      assign: names(/^(?:(?:static )?void[ \t]+)?(assign_\w+)\([^(),]*,\s*void \*\s*extra\)\s*\{/gm),
      show: names(/^(?:(?:static )?const char \*\s*)(\w+)\(void\)\s*\{/gm).filter((name) => name.startsWith('show_')),
    };
  });
}
