import { lineEnd } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { FunctionRequest } from './form.ts';
import type { Argument, Signature } from './signature.ts';

/** Where a tree that keeps argument defaults in SQL takes another `CREATE OR REPLACE FUNCTION`. */
export interface DefaultsPoint {
  readonly path: TreePath;
  readonly offset: number;
}

/** After the last function of the SQL file that is redefined only to give its arguments defaults. */
export function defaultsPoint(context: TreeContext): DefaultsPoint | undefined {
  const path = context.shape.sqlFunctions;
  const text = path === undefined ? undefined : context.tree.read(path)?.text;
  if (path === undefined || text === undefined) return undefined;
  let offset: number | undefined;
  for (const match of text.matchAll(/^CREATE OR REPLACE FUNCTION[^;]*?;/gim)) {
    if (/\bDEFAULT\b/i.test(match[0]) && /\bLANGUAGE\s+INTERNAL\b/i.test(match[0]))
      offset = lineEnd(text, match.index + match[0].length - 1);
  }
  return offset === undefined ? undefined : { path, offset };
}

/** The statement that gives defaults to a function whose record cannot hold them, with the empty line before it. */
export function defaultsStatement(request: FunctionRequest, signature: Signature): string {
  const table = signature.arguments.some((one) => one.mode === 't');
  const parameters = signature.arguments.filter((one) => one.mode !== 't').map((one) => `    ${sqlArgument(one, signature)}`);
  const columns = signature.outputs.map((one) => `${one.name ?? ''} ${one.type.display}`.trim()).join(', ');
  const result = table
    ? `TABLE (${columns})`
    : `${signature.set ? 'SETOF ' : ''}${signature.result.name === 'record' ? 'RECORD' : signature.result.display}`;
  const words = [
    ...(request.strict ? ['STRICT'] : []),
    request.volatility.toUpperCase(),
    ...(request.leakproof ? ['LEAKPROOF'] : []),
    ...(request.parallel === 'unsafe' ? [] : [`PARALLEL ${request.parallel.toUpperCase()}`]),
    ...(request.cost === undefined ? [] : [`COST ${request.cost}`]),
    ...(signature.set ? [`ROWS ${request.rows ?? '1000'}`] : []),
  ];
  return [
    '',
    `CREATE OR REPLACE FUNCTION ${request.name}(`,
    `${parameters.join(',\n')})`,
    `RETURNS ${result}`,
    'LANGUAGE INTERNAL',
    words.join(' '),
    `AS '${request.cName ?? request.name}';`,
    '',
  ].join('\n');
}

function sqlArgument(argument: Argument, signature: Signature): string {
  const modes = { i: signature.outputs.length > 0 ? 'IN ' : '', o: 'OUT ', b: 'INOUT ', v: 'VARIADIC ', t: '' };
  const name = argument.name === undefined ? '' : `${argument.name} `;
  const fallback = argument.default === undefined ? '' : ` DEFAULT ${argument.default}`;
  return `${modes[argument.mode]}${name}${argument.type.display}${fallback}`;
}
