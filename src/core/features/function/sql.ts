import { nameSpelling } from '../../catalog/keywords.ts';
import { lineEnd } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { FunctionRequest } from './form.ts';
import { DEFAULT_ROWS } from './record.ts';
import { type Argument, returnsColumns, type Signature } from './signature.ts';

/** Statements to be inserted into one of the SQL files that initdb runs. */
export interface SqlInsertion {
  readonly path: TreePath;
  readonly offset: number;
  readonly text: string;
}

/**
 * The redefinition by which a tree gives a function the argument defaults that its record cannot hold: after the last function of
 * the SQL file that is redefined for that purpose. Undefined where the tree has no such function.
 */
export function defaultsStatement(context: TreeContext, request: FunctionRequest, signature: Signature): SqlInsertion | undefined {
  const path = context.shape.sqlFunctions;
  const text = path === undefined ? undefined : context.tree.read(path)?.text;
  if (path === undefined || text === undefined) return undefined;
  let offset: number | undefined;
  for (const match of text.matchAll(/^CREATE OR REPLACE FUNCTION[^;]*?;/gim)) {
    if (/\bDEFAULT\b/i.test(match[0]) && /\bLANGUAGE\s+INTERNAL\b/i.test(match[0]))
      offset = lineEnd(text, match.index + match[0].length - 1);
  }
  return offset === undefined ? undefined : { path, offset, text: redefinition(nameSpelling(context.tree), request, signature) };
}

/** In the words of CREATE FUNCTION everything that the record says, since a redefinition resets what it leaves out. */
function redefinition(spell: (name: string) => string, request: FunctionRequest, signature: Signature): string {
  const table = signature.arguments.some((one) => one.mode === 't');
  const parameters = signature.arguments.filter((one) => one.mode !== 't').map((one) => sqlArgument(spell, one, signature, table));
  const columns = signature.outputs.map((one) => namedType(spell, one)).join(', ');
  const row = signature.result.name === 'record' ? 'RECORD' : signature.result.display;
  const words = [
    request.strict ? 'STRICT' : 'CALLED ON NULL INPUT',
    request.volatility.toUpperCase(),
    ...(request.leakproof ? ['LEAKPROOF'] : []),
    ...(request.parallel === 'unsafe' ? [] : [`PARALLEL ${request.parallel.toUpperCase()}`]),
    ...(signature.set ? [`ROWS ${request.rows ?? DEFAULT_ROWS}`] : []),
    ...(request.cost === undefined ? [] : [`COST ${request.cost}`]),
  ];
  return [
    '',
    'CREATE OR REPLACE FUNCTION',
    ...wrapList(`  ${spell(request.name)}(`, parameters, ')'),
    `RETURNS ${table && returnsColumns(signature) ? `TABLE (${columns})` : `${signature.set ? 'SETOF ' : ''}${row}`}`,
    'LANGUAGE INTERNAL',
    words.join(' '),
    `AS '${request.cName ?? request.name}';`,
    '',
  ].join('\n');
}

function sqlArgument(spell: (name: string) => string, argument: Argument, signature: Signature, table: boolean): string {
  const modes = { i: signature.outputs.length > 0 && !table ? 'IN ' : '', o: 'OUT ', b: 'INOUT ', v: 'VARIADIC ', t: '' };
  const fallback = argument.default === undefined ? '' : ` DEFAULT ${argument.default.trim()}`;
  return `${modes[argument.mode]}${namedType(spell, argument)}${fallback}`;
}

function namedType(spell: (name: string) => string, argument: Argument): string {
  return `${argument.name === undefined ? '' : `${spell(argument.name)} `}${argument.type.display}`;
}

/** A parenthesized list in lines of at most 79 characters, continued under its first element. */
function wrapList(open: string, elements: readonly string[], close: string): readonly string[] {
  const lines = [open];
  for (const [index, element] of elements.entries()) {
    const text = `${element}${index === elements.length - 1 ? close : ','}`;
    const line = lines.at(-1) ?? '';
    const fresh = line === open || /^ +$/.test(line);
    if (!fresh && line.length + 1 + text.length > 79) lines.push(`${' '.repeat(open.length)}${text}`);
    else lines[lines.length - 1] = `${line}${fresh ? '' : ' '}${text}`;
  }
  return lines;
}
