import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { capitalize } from './body.ts';
import type { FunctionRequest } from './form.ts';
import type { Argument, Signature } from './signature.ts';

/** Place in the documentation: after the row of a relative in its table. */
export interface DocumentationPoint {
  readonly path: TreePath;
  readonly offset: number;
  /** The relative whose row it follows. */
  readonly after: string;
}

/** The SGML files that document functions in this tree. */
function documentationFiles(context: TreeContext): readonly TreePath[] {
  const { tree, shape } = context;
  if (shape.functionDocs === 'func.sgml') return ['doc/src/sgml/func.sgml'];
  if (shape.functionDocs === undefined) return [];
  return (tree.list('doc/src/sgml/func') ?? [])
    .filter((entry) => /^func-.*\.sgml$/.test(entry.name))
    .map((entry) => `doc/src/sgml/func/${entry.name}`);
}

/** After the row of the first of `relatives` that the documentation of functions has; undefined where it has none of them. */
export function documentationPoint(context: TreeContext, relatives: readonly string[]): DocumentationPoint | undefined {
  const files = documentationFiles(context).map((path) => ({ path, text: context.tree.read(path)?.text ?? '' }));
  for (const relative of relatives) {
    for (const { path, text } of files) {
      const offset = rowEnd(text, relative);
      if (offset !== undefined) return { path, offset, after: relative };
    }
  }
  return undefined;
}

/** Offset after the line of `</row>` of the last function row that documents `name`. */
function rowEnd(text: string, name: string): number | undefined {
  const signature = `<function>${name}</function> (`;
  for (let at = text.lastIndexOf(signature); at >= 0; at = text.lastIndexOf(signature, at - 1)) {
    const open = text.lastIndexOf('<row>', at);
    const close = text.indexOf('</row>', at);
    const row = text.slice(open, close);
    if (open < 0 || close < 0 || row.includes('</row>') || !row.includes('role="func_signature"')) continue;
    const newline = text.indexOf('\n', close);
    return newline < 0 ? undefined : newline + 1;
  }
  return undefined;
}

/** The row of a function, with the empty line before it. */
export function documentationRow(request: FunctionRequest, signature: Signature): string {
  const inputs = signature.inputs;
  const list = inputs.length === 0 ? '()' : `( ${parameters(inputs)} )`;
  const columns =
    signature.outputs.length > 1 || (signature.outputs.length === 1 && signature.result.name === 'record') ? signature.outputs : [];
  const lines = [
    '',
    '      <row>',
    '       <entry role="func_table_entry"><para role="func_signature">',
    '        <indexterm>',
    `         <primary>${request.name}</primary>`,
    '        </indexterm>',
    `        <function>${request.name}</function> ${list}`,
    `        <returnvalue>${signature.set ? 'setof ' : ''}${escapeSgml(signature.result.display)}</returnvalue>`,
    ...columns.map((column, index) => `        ${index === 0 ? '( ' : ''}${parameter(column)}${index === columns.length - 1 ? ' )' : ','}`),
    '       </para>',
    '       <para>',
    ...wrap(escapeSgml(`${capitalize(request.description)}.`)).map((line) => `        ${line}`),
    '       </para></entry>',
    '      </row>',
  ];
  return `${lines.join('\n')}\n`;
}

function parameters(inputs: readonly Argument[]): string {
  const optional = inputs.findIndex((one) => one.default !== undefined);
  const required = optional < 0 ? inputs : inputs.slice(0, optional);
  const rest = optional < 0 ? [] : inputs.slice(optional);
  const tail = rest
    .map(
      (one, index) =>
        `${index === 0 && required.length === 0 ? '' : ', '}${parameter(one)} <literal>DEFAULT</literal> <literal>${escapeSgml(one.default ?? '')}</literal>`,
    )
    .join('');
  const head = required.map(parameter).join(', ');
  return tail === '' ? head : `${head}${head === '' ? '' : ' '}<optional>${tail.startsWith(',') ? '' : ' '}${tail} </optional>`;
}

function parameter(argument: Argument): string {
  const variadic = argument.mode === 'v' ? '<literal>VARIADIC</literal> ' : '';
  const name = argument.name === undefined ? '' : `<parameter>${argument.name}</parameter> `;
  return `${variadic}${name}<type>${escapeSgml(argument.type.display)}</type>`;
}

function escapeSgml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Lines of at most 70 characters, so that eight columns of indentation stay within eighty. */
function wrap(text: string): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > 70) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
