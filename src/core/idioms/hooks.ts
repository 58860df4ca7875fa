import { conditionalRanges } from '../syntax/c/directives.ts';
import type { SourceTree, TreePath } from '../tree/source-tree.ts';
import type { Draft, Shows } from './idiom.ts';

const INCLUDE = 'src/include';

/** A hook variable of a tree with the signature that its header gives it. */
interface Hook {
  readonly variable: string;
  readonly type: string;
  /** Headers that declare the variable and the function named by `standard`. */
  readonly headers: readonly string[];
  /** Type of the result with its stars. */
  readonly result: string;
  readonly parameters: readonly Parameter[];
  /** What does the work where nobody has hooked in, for hooks that replace a function. */
  readonly standard: string | undefined;
}

interface Parameter {
  /** As in a prototype, with a name. */
  readonly declaration: string;
  readonly name: string;
}

/** An idiom for each hook that the headers of the tree declare: a function of its signature that keeps and calls the hook before it. */
export function hookIdioms(tree: SourceTree, shows: Shows): readonly Draft[] {
  return readHooks(tree).map((hook) => hookIdiom(hook, shows('initDeclared')));
}

/** Reads `typedef R (*X_hook_type) (…);`, `extern X_hook_type X_hook;` and names of `standard_X(…)`, outside of any `#if`. */
function readHooks(tree: SourceTree): readonly Hook[] {
  const signatures = new Map<string, { readonly result: string; readonly parameters: string }>();
  const variables: { readonly variable: string; readonly type: string; readonly header: string }[] = [];
  const standards = new Map<string, string>();
  for (const path of headersBelow(tree, INCLUDE)) {
    const written = tree.read(path)?.text ?? '';
    const header = path.slice(INCLUDE.length + 1);
    for (const [, name = ''] of written.matchAll(/^extern [\w ]+?\*?(standard_\w+)\(/gm)) standards.set(name, header);
    if (!written.includes('_hook_typ')) continue;
    const text = written.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => ' '.repeat(comment.length));
    const isConditional = conditionalRanges(text);
    for (const { index, 1: result = '', 2: name = '', 3: parameters = '' } of text.matchAll(
      /^typedef\s+([\w\s]+?[\s*]+)\(\s*\*\s*(\w+_hook_typ\w*)\s*\)\s*\(([^;]*)\);/gm,
    )) {
      if (!isConditional(index)) signatures.set(name, { result: result.replaceAll(/\s+/g, ' ').trim(), parameters });
    }
    for (const { index, 1: type = '', 2: variable = '' } of text.matchAll(
      /^extern\s+(?:PGDLL(?:IM|EX)PORT\s+)?(\w+_hook_typ\w*)\s+(\w+);/gm,
    )) {
      if (!isConditional(index)) variables.push({ variable, type, header });
    }
  }
  return variables.flatMap(({ variable, type, header }) => {
    const signature = signatures.get(type);
    const parameters = signature && readParameters(signature.parameters);
    if (!parameters) return [];
    const name = `standard_${stemOf(variable)}`;
    const beside = standards.get(name);
    const headers = beside === undefined || beside === header ? [header] : [header, beside];
    return [{ variable, type, headers, result: signature.result, parameters, standard: beside === undefined ? undefined : name }];
  });
}

function* headersBelow(tree: SourceTree, directory: TreePath): Generator<TreePath> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* headersBelow(tree, path);
    else if (entry.kind === 'file' && entry.name.endsWith('.h')) yield path;
  }
}

/** Words that may end a type, so that they are no name of a parameter. */
const TYPE_WORDS = new Set(['int', 'char', 'long', 'short', 'unsigned', 'double', 'float', 'bool', 'const']);

/** Parameters, each with a name; undefined where one is no plain declaration, such as a pointer to a function. */
function readParameters(text: string): readonly Parameter[] | undefined {
  const parts = text.split(',').map((part) => part.replaceAll(/\s+/g, ' ').trim());
  if (parts.length === 1 && parts[0] === 'void') return [];
  const parameters: Parameter[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === 'PG_FUNCTION_ARGS') {
      parameters.push({ declaration: part, name: 'fcinfo' });
      continue;
    }
    if (!/^[\w *]+$/.test(part)) return undefined;
    const name = /[ *](\w+)$/.exec(part)?.[1];
    const isNamed = name !== undefined && !TYPE_WORDS.has(name) && !/^(?:const |struct |enum |union )+\w+$/.test(part);
    const invented = `arg${index + 1}`;
    if (isNamed) parameters.push({ declaration: part, name });
    else parameters.push({ declaration: `${part}${part.endsWith('*') ? '' : ' '}${invented}`, name: invented });
  }
  return parameters;
}

function stemOf(variable: string): string {
  return variable.replace('_hook', '');
}

function hookIdiom(hook: Hook, initDeclared: boolean): Draft {
  const { variable, type, result, parameters } = hook;
  const name = `my_${stemOf(variable)}`;
  const previous = `prev_${variable}`;
  const declared = parameters.length === 0 ? ['void'] : parameters.map((parameter) => parameter.declaration);
  const lines = [
    `static ${type} ${previous} = NULL;`,
    '',
    ...(initDeclared ? [] : ['void\t\t_PG_init(void);']),
    ...filled(0, `static ${result}${result.endsWith('*') ? '' : ' '}${name}(`, declared, ');'),
    '',
    '/*',
    ' * Module load callback',
    ' */',
    'void',
    '_PG_init(void)',
    '{',
    `\t${previous} = ${variable};`,
    `\t${variable} = ${name};`,
    '}',
    '',
    '/*',
    ` * ${variable}: \${2:what it is for}`,
    ' */',
    `static ${result}`,
    ...filled(0, `${name}(`, declared, ')'),
    '{',
    ...statements(hook, previous),
    '}',
  ];
  return {
    prefix: `pghook${stemOf(variable)}`,
    label: variable,
    description: `A module that hooks into ${variable} and keeps what was hooked in before`,
    scope: 'file',
    includes: ['fmgr.h', ...hook.headers],
    body: lines.map((line) => line.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `\${1:my}_${stemOf(variable)}`)),
  };
}

/** Own work, and the call of the hook before or of what it replaces. */
function statements({ result, parameters, standard }: Hook, previous: string): readonly string[] {
  const names = parameters.map((parameter) => parameter.name);
  const call = (callee: string) => filled(2, `${result === 'void' ? '' : 'return '}${callee}(`, names, ');');
  const work = '\t${0:/* own work */}';
  if (standard !== undefined) return [work, '', `\tif (${previous})`, ...call(previous), '\telse', ...call(standard)];
  if (result === 'void') return [`\tif (${previous})`, ...call(previous), '', work];
  return [`\tif (${previous})`, ...call(previous), '', work, '', `\treturn ${neutral(result)};`];
}

const TAB = 4;
/** Widest line that pgindent leaves alone. */
const WIDTH = 79;

/** A call or a declaration after `indent` TABs, its arguments filled into lines that are aligned behind the parenthesis. */
function filled(indent: number, before: string, parts: readonly string[], after: string): readonly string[] {
  const column = indent * TAB + before.length;
  const blanks = '\t'.repeat(Math.floor(column / TAB)) + ' '.repeat(column % TAB);
  const lines = [''];
  for (const [index, part] of parts.entries()) {
    const piece = `${part}${index === parts.length - 1 ? after : ','}`;
    const last = lines.at(-1) ?? '';
    if (last !== '' && column + last.length + 1 + piece.length > WIDTH) lines.push(piece);
    else lines[lines.length - 1] = last === '' ? piece : `${last} ${piece}`;
  }
  if (parts.length === 0) lines[0] = after;
  return lines.map((line, index) => (index === 0 ? `${'\t'.repeat(indent)}${before}${line}` : `${blanks}${line}`));
}

/** A result that says nothing, where nobody else has hooked in. */
function neutral(result: string): string {
  if (result === 'bool') return '${3|false,true|}';
  if (result === 'List *') return 'NIL';
  if (result === 'Datum') return '(Datum) 0';
  return result.endsWith('*') ? 'NULL' : '0';
}
