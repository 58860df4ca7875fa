import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { type DocumentedRow, type DocumentedTable, documentedTables } from './doc-rows.ts';
import type { FunctionRequest } from './form.ts';
import { bestOf } from './kinship.ts';
import { sentence, wrap } from './prose.ts';
import type { Relatives } from './relatives.ts';
import type { Argument, Signature } from './signature.ts';

/** Place of a function in the documentation. */
export interface DocumentationPoint {
  readonly path: TreePath;
  readonly offset: number;
  /** Blanks before `<row>` in that table. */
  readonly indent: string;
  /** `row`: a row of its own; `signature`: one more signature in the row of its overloads. */
  readonly kind: 'row' | 'signature';
  /** Where an empty line separates the new row from its neighbours. */
  readonly blank: 'before' | 'after' | 'none';
  /** The documented function it stands by. */
  readonly beside: string;
}

/** Kinship from which a documented function counts as a relative. */
const LEAST_KINSHIP = 1.5;

/** A table of so many rows counts as sorted where so many of the neighbours ascend: a few rows stray in most. */
const SORTED_ROWS = 6;
const SORTED_SHARE = 0.9;

/**
 * In the row of the same name where there is one; else in the table of the nearest relative whose rows have one column: at its place where the table is sorted
 * by name, else after the relative. Undefined where no relative is documented in the chapter on functions.
 */
export function documentationPoint(context: TreeContext, request: FunctionRequest, relatives: Relatives): DocumentationPoint | undefined {
  const tables = documentedTables(context, (name) => relatives.kinship(name) > 0);
  const rows = tables.flatMap((table) => table.map((row) => ({ row, table })));
  const overload = rows.find(({ row }) => (row.signatures.get(request.name) ?? -1) >= 0)?.row;
  if (overload) {
    const offset = overload.signatures.get(request.name) ?? overload.end;
    return { path: overload.path, offset, indent: overload.indent, kind: 'signature', blank: 'none', beside: request.name };
  }
  const names = (row: DocumentedRow) => [...row.signatures.keys()];
  const kinship = (row: DocumentedRow) => Math.max(...names(row).map(relatives.kinship));
  const nearest = bestOf(
    rows.filter(({ row }) => row.columns === 1),
    ({ row }) => Math.max(0, kinship(row) - LEAST_KINSHIP),
  );
  if (!nearest) return undefined;
  const { table } = nearest;
  const separate = isSeparated(context, table);
  const greater = isSorted(table) ? table.find((row) => firstName(row) > request.name) : undefined;
  const at = greater ?? (isSorted(table) ? (table.at(-1) ?? nearest.row) : nearest.row);
  return {
    path: at.path,
    offset: greater ? at.start : at.end,
    indent: at.indent,
    kind: 'row',
    blank: separate ? (greater ? 'after' : 'before') : 'none',
    beside: firstName(at),
  };
}

function firstName(row: DocumentedRow): string {
  return [...row.signatures.keys()][0] ?? '';
}

function isSorted(table: DocumentedTable): boolean {
  const ascending = table.slice(1).filter((row, index) => firstName(table[index] ?? row) <= firstName(row));
  return table.length >= SORTED_ROWS && ascending.length >= SORTED_SHARE * (table.length - 1);
}

/** Whether empty lines stand between the rows of a table, as they do in most. */
function isSeparated(context: TreeContext, table: DocumentedTable): boolean {
  const text = context.tree.read(table[0]?.path ?? '')?.text ?? '';
  const gaps = table.slice(1).map((row, index) => text.slice(table[index]?.end ?? row.start, row.start));
  return gaps.filter((gap) => /\n/.test(gap)).length * 2 >= gaps.length;
}

/** What is inserted at the point: a row, or a signature where the row is there already. */
export function documentationText(request: FunctionRequest, signature: Signature, point: DocumentationPoint): string {
  const { indent } = point;
  const signed = signatureLines(request, signature);
  if (point.kind === 'signature') {
    return [` <para role="func_signature">`, ...signed.map((line) => `  ${line}`), ' </para>'].map((line) => `${indent}${line}\n`).join('');
  }
  const sentences = [escapeSgml(sentence(request.description ?? request.name)), ...defaultSentences(signature)];
  const row = [
    '<row>',
    ' <entry role="func_table_entry"><para role="func_signature">',
    '  <indexterm>',
    `   <primary>${request.name}</primary>`,
    '  </indexterm>',
    ...signed.map((line) => `  ${line}`),
    ' </para>',
    ' <para>',
    ...wrap(sentences.join(' '), 79 - indent.length - 2).map((line) => `  ${line}`),
    ' </para></entry>',
    '</row>',
  ].map((line) => `${indent}${line}\n`);
  return `${point.blank === 'before' ? '\n' : ''}${row.join('')}${point.blank === 'after' ? '\n' : ''}`;
}

function signatureLines(request: FunctionRequest, signature: Signature): readonly string[] {
  const { inputs, outputs } = signature;
  const columns = outputs.length > 1 || (outputs.length === 1 && signature.result.name === 'record') ? outputs : [];
  return [
    `<function>${request.name}</function> ${inputs.length === 0 ? '()' : `( ${parameters(inputs)} )`}`,
    `<returnvalue>${signature.set ? 'setof ' : ''}${escapeSgml(signature.result.display)}</returnvalue>`,
    ...columns.map((column, index) => `${index === 0 ? '( ' : ''}${parameter(column)}${index === columns.length - 1 ? ' )' : ','}`),
  ];
}

/** Inputs, those with a default in `<optional>`. */
function parameters(inputs: readonly Argument[]): string {
  const required = inputs
    .filter((one) => one.default === undefined)
    .map(parameter)
    .join(', ');
  const optional = inputs
    .filter((one) => one.default !== undefined)
    .map(parameter)
    .join(', ');
  if (optional === '') return required;
  return required === '' ? `<optional> ${optional} </optional>` : `${required} <optional>, ${optional} </optional>`;
}

function parameter(argument: Argument): string {
  const variadic = argument.mode === 'v' ? '<literal>VARIADIC</literal> ' : '';
  const name = argument.name === undefined ? '' : `<parameter>${argument.name}</parameter> `;
  return `${variadic}${name}<type>${escapeSgml(argument.type.display)}</type>`;
}

/** What the arguments are when they are left out; a null default needs no words. */
function defaultSentences(signature: Signature): readonly string[] {
  const given = signature.inputs.filter((one) => one.name !== undefined && one.default !== undefined && !/^null$/i.test(one.default));
  return given.map((one) => `The default of <parameter>${one.name}</parameter> is <literal>${escapeSgml(one.default ?? '')}</literal>.`);
}

function escapeSgml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
