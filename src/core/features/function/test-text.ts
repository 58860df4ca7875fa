import { nameSpelling } from '../../catalog/keywords.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { cTypeOf } from './c-types.ts';
import { readFmgrMacros } from './fmgr-macros.ts';
import type { FunctionRequest } from './form.ts';
import { type Argument, returnsColumns, type Signature } from './signature.ts';

const PRINT_C = 'src/fe_utils/print.c';

/** A first call of a function as pg_regress runs it, and what psql answers. */
export interface TestText {
  readonly sql: string;
  readonly expected: string;
}

/** Expressions of a type, good wherever the server runs; what is not here is tried with a null. */
const SAMPLES: Readonly<Record<string, string>> = {
  any: '1',
  anyarray: 'ARRAY[1]',
  anycompatible: '1',
  anycompatiblearray: 'ARRAY[1]',
  anycompatiblenonarray: '1',
  anyelement: '1',
  anynonarray: '1',
  anyrange: 'int4range(1, 2)',
  bool: 'true',
  bytea: "'\\x00'::bytea",
  float4: '1.5::real',
  float8: '1.5::double precision',
  int2: '1::smallint',
  int4: '1',
  int8: '1::bigint',
  json: "'{}'::json",
  jsonb: "'{}'::jsonb",
  numeric: '1.5',
  oid: '1::oid',
  record: 'ROW(1)',
  text: "'a'::text",
};

interface Cell {
  readonly text: string;
  readonly right: boolean;
}

/**
 * The test of a stub: one call, whose result is certain because the stub returns a constant, null or no rows. Undefined where SQL cannot
 * call the function or the shape of the answer depends on more than the stub.
 */
export function testText(tree: SourceTree, request: FunctionRequest, signature: Signature): TestText | undefined {
  const samples = signature.inputs.filter((one) => one.default === undefined).map(sampleOf);
  const right = rightAligned(tree);
  const { result } = signature;
  if (!right || samples.includes(undefined) || result.kind === 'c') return undefined;
  if (result.kind === 'p' && result.name !== 'void' && !(result.name === 'record' && signature.outputs.length > 0)) return undefined;
  const call = `${nameSpelling(tree)(request.name)}(${samples.join(', ')})`;
  const columns = returnsColumns(signature) || signature.set;
  const query = `--\n-- ${request.name}\n--\nSELECT ${columns ? '* FROM ' : ''}${call};\n`;
  const names = columns ? columnNames(request, signature) : [request.name];
  const row = signature.set ? undefined : resultRow(tree, request, signature, samples, right);
  return { sql: query, expected: `${query}${tableText(names, row)}` };
}

function sampleOf(argument: Argument): string | undefined {
  const name = argument.mode === 'v' ? (argument.type.element ?? argument.type.name) : argument.type.name;
  if (Object.hasOwn(SAMPLES, name)) return SAMPLES[name];
  return argument.type.kind === 'p'
    ? undefined
    : `NULL::${argument.mode === 'v' ? argument.type.display.replace(/\[\]$/, '') : argument.type.display}`;
}

/** Columns of a set or a row: names of the output arguments, else what PostgreSQL calls them. */
function columnNames(request: FunctionRequest, { outputs }: Signature): readonly string[] {
  if (outputs.length <= 1) return [outputs[0]?.name ?? request.name];
  return outputs.map((one, index) => one.name ?? `column${index + 1}`);
}

function resultRow(
  tree: SourceTree,
  request: FunctionRequest,
  signature: Signature,
  samples: readonly (string | undefined)[],
  right: ReadonlySet<string>,
): readonly Cell[] {
  if (returnsColumns(signature)) return signature.outputs.map((one) => ({ text: '', right: right.has(one.type.symbol ?? '') }));
  const skipped = request.strict && samples.some((sample) => sample?.startsWith('NULL::'));
  const { neutral } = cTypeOf(readFmgrMacros(tree), signature.result);
  return [{ text: skipped ? '' : (neutral?.printed ?? ''), right: right.has(signature.result.symbol ?? '') }];
}

/** Types whose values psql aligns right, as `column_type_alignment` of the tree's print.c lists them. */
function rightAligned(tree: SourceTree): ReadonlySet<string> | undefined {
  const text = tree.read(PRINT_C)?.text ?? '';
  const cases = /column_type_alignment\(Oid ftype\)[\s\S]*?((?:\s*case \w+OID:)+)\s*align = 'r';/.exec(text)?.[1];
  return cases === undefined ? undefined : new Set([...cases.matchAll(/case (\w+OID):/g)].map((match) => match[1] ?? ''));
}

/** A result as psql prints it: headings centred, a rule, cells padded but for the last of a line, the number of rows. */
function tableText(names: readonly string[], row: readonly Cell[] | undefined): string {
  const widths = names.map((name, index) => Math.max(name.length, row?.[index]?.text.length ?? 0));
  const heading = names.map((name, index) => ` ${centre(name, widths[index] ?? 0)} `).join('|');
  const rule = widths.map((width) => '-'.repeat(width + 2)).join('+');
  const cells = row?.map((cell, index) => {
    const width = widths[index] ?? 0;
    const last = index === row.length - 1;
    if (cell.right) return ` ${cell.text.padStart(width)}${last ? '' : ' '}`;
    return ` ${last ? cell.text : `${cell.text.padEnd(width)} `}`;
  });
  return `${heading}\n${rule}\n${cells ? `${cells.join('|')}\n` : ''}(${row ? '1 row' : '0 rows'})\n\n`;
}

function centre(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}${' '.repeat(width - text.length - left)}`;
}
