import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { cTypeOf } from './c-types.ts';
import type { FunctionRequest } from './form.ts';
import type { Argument, Signature } from './signature.ts';

const REGRESS = 'src/test/regress';

/** A new regression test: its name, and where each schedule lists it. */
export interface TestPoint {
  readonly name: string;
  readonly sql: TreePath;
  readonly expected: TreePath;
  readonly schedules: readonly { readonly path: TreePath; readonly offset: number; readonly text: string }[];
}

/** Most tests that one parallel group may hold (`--max-concurrent-tests` of the Makefile where it says so). */
const GROUP_LIMIT = 20;

/**
 * A test of its own for the function: last of the last big group of parallel_schedule that has room, and at the end of
 * serial_schedule where the tree has one. Undefined where no group has room or a test of that name exists.
 */
export function testPoint(context: TreeContext, request: FunctionRequest): TestPoint | undefined {
  const { tree } = context;
  const name = request.name;
  const sql = `${REGRESS}/sql/${name}.sql`;
  const expected = `${REGRESS}/expected/${name}.out`;
  const parallel = tree.read(`${REGRESS}/parallel_schedule`);
  if (!parallel || tree.read(sql) || tree.read(expected) || !tree.list(`${REGRESS}/sql`) || !tree.list(`${REGRESS}/expected`))
    return undefined;
  const groups = [...parallel.text.matchAll(/^test:[ \t]*(.*?)[ \t]*\r?$/gm)].filter((match) => {
    const size = (match[1] ?? '').split(/\s+/).length;
    return size >= 5 && size < GROUP_LIMIT;
  });
  const group = groups.at(-1);
  if (!group) return undefined;
  const schedules = [{ path: parallel.path, offset: group.index + group[0].trimEnd().length, text: ` ${name}` }];
  const serial = tree.read(`${REGRESS}/serial_schedule`);
  const last = (group[1] ?? '').split(/\s+/).at(-1);
  const line = serial && last ? new RegExp(`^test:[ \\t]*${last}[ \\t]*(?=\\r?$)`, 'm').exec(serial.text) : undefined;
  if (serial && line) schedules.push({ path: serial.path, offset: line.index + line[0].length, text: `\ntest: ${name}` });
  return { name, sql, expected, schedules };
}

/** Values whose text is valid for the type wherever the server runs. */
const SAMPLES: Readonly<Record<string, string>> = {
  bool: 'true',
  int2: '1::smallint',
  int4: '1',
  int8: '1',
  float4: '1.5',
  float8: '1.5',
  numeric: '1.5',
  oid: '1',
  text: "'a'",
  varchar: "'a'",
  bpchar: "'a'",
  name: "'a'",
  bytea: "'\\x00'",
  json: "'{}'",
  jsonb: "'{}'",
  any: '1',
  anyelement: '1',
  anycompatible: '1',
  anynonarray: '1',
  anyarray: 'ARRAY[1]',
  anycompatiblearray: 'ARRAY[1]',
};

/** Pseudo-types that no SQL expression has, so that nothing with such an argument or result can be called from a test. */
const UNCALLABLE = /^(?:internal|cstring|trigger|event_trigger|\w+_handler|opaque|pg_ddl_command)$/;

/** SQL and expected output of a first call; undefined for functions that SQL cannot call. */
export function testTexts(
  context: TreeContext,
  request: FunctionRequest,
  signature: Signature,
): { readonly sql: string; readonly expected: string } | undefined {
  if ([...signature.arguments.map((one) => one.type.name), signature.result.name].some((name) => UNCALLABLE.test(name))) return undefined;
  const call = `${request.name}(${signature.inputs
    .filter((one) => one.default === undefined)
    .map(sample)
    .join(', ')})`;
  const output = expectedOutput(context, request, signature);
  if (output === undefined) return undefined;
  const head = `--\n-- ${request.name}\n--\n`;
  const query = `SELECT ${output.columns ? '* FROM ' : ''}${call};\n`;
  return { sql: `${head}${query}`, expected: `${head}${query}${output.text}` };
}

function sample(argument: Argument): string {
  if (argument.mode === 'v' && argument.type.element !== undefined) return sampleOf(argument.type.element);
  return sampleOf(argument.type.name);
}

function sampleOf(type: string): string {
  return (Object.hasOwn(SAMPLES, type) ? SAMPLES[type] : undefined) ?? `NULL::${type}`;
}

/** What psql prints for the neutral result of the stub. */
function expectedOutput(
  context: TreeContext,
  request: FunctionRequest,
  signature: Signature,
): { readonly text: string; readonly columns: boolean } | undefined {
  const polymorphic = /^any/.test(signature.result.name);
  if (polymorphic) return undefined;
  const several = signature.outputs.length > 1;
  if (signature.result.name === 'record' && !several) return undefined;
  const names = several
    ? signature.outputs.map((one, index) => one.name ?? `column${index + 1}`)
    : [signature.outputs[0]?.name ?? request.name];
  if (signature.set) return { text: tableText(names, undefined), columns: true };
  if (several)
    return {
      text: tableText(
        names,
        names.map(() => ({ text: '', right: false })),
      ),
      columns: true,
    };
  const strictNull = request.strict && signature.inputs.some((one) => one.default === undefined && sample(one).startsWith('NULL'));
  const neutral = cTypeOf(context, signature.result).neutral;
  const cell = neutral && !strictNull ? { text: neutral.printed, right: neutral.right } : { text: '', right: false };
  return { text: tableText([request.name], [cell]), columns: false };
}

/** A result as psql aligns it in regression output: headings centred, numbers right, a row count below. */
function tableText(names: readonly string[], row: readonly { readonly text: string; readonly right: boolean }[] | undefined): string {
  const widths = names.map((name, index) => Math.max(name.length, row?.[index]?.text.length ?? 0));
  const heading = names.map((name, index) => ` ${centre(name, widths[index] ?? 0)} `).join('|');
  const rule = widths.map((width) => '-'.repeat(width + 2)).join('+');
  const cells = row?.map((cell, index) => {
    const last = index === row.length - 1;
    const width = widths[index] ?? 0;
    return cell.right ? ` ${cell.text.padStart(width)}${last ? '' : ' '}` : ` ${last ? cell.text : `${cell.text.padEnd(width)} `}`;
  });
  const body = cells ? `${cells.join('|')}\n` : '';
  return `${heading}\n${rule}\n${body}(${row ? '1 row' : '0 rows'})\n\n`;
}

function centre(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}${' '.repeat(width - text.length - left)}`;
}
