import { type DefinedFunction, functionsOf } from '../../index/c-functions.ts';
import { matchBracket } from '../../syntax/c/lex.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { dirname, type TreePath } from '../../tree/source-tree.ts';
import { cTypeOf } from './c-types.ts';
import { readFmgrMacros } from './fmgr-macros.ts';
import type { FunctionSite } from './locate.ts';

/** A C file of a library that is loaded, not linked into the server. */
const LOADABLE = /^(?:MODULE_big|MODULES)\s*=|\/(?:Makefile\.shlib|proc\.mk)\b/m;

/**
 * The answers of a registration as the code of a C function tells them: arguments by its PG_GETARG_X, the result by its PG_RETURN_X, a
 * set by the two ways of returning one. Undefined for a function that a loadable module exports.
 */
export function readCandidate(
  context: TreeContext,
  site: FunctionSite,
  path: TreePath,
  { name, offset }: DefinedFunction,
): Readonly<Record<string, unknown>> | undefined {
  const text = context.tree.read(path)?.text ?? '';
  if (new RegExp(`\\bPG_FUNCTION_INFO_V1\\(\\s*${name}\\s*\\)`).test(text)) return undefined;
  if (LOADABLE.test(context.tree.read(`${dirname(path)}/Makefile`)?.text ?? '')) return undefined;
  const open = text.indexOf('{', offset);
  const close = open < 0 ? -1 : matchBracket(text, open);
  const body = close < 0 ? '' : text.slice(open, close);
  const isSet = /\b(?:InitMaterializedSRF|SetSingleFuncCall|SRF_FIRSTCALL_INIT|SRF_IS_FIRSTCALL|SFRM_Materialize)\b/.test(body);
  return {
    name: name.toLowerCase(),
    cName: name,
    file: path,
    args: argumentsIn(context, site, body),
    returns: resultOf(context, site, body, isSet),
    ...(isSet ? { set: true } : {}),
    strict: !/\bPG_ARGISNULL\b/.test(body),
  };
}

/** The function of a file that is defined around or at an offset: from its result type to the end of its body. */
export function callableAround(context: TreeContext, path: TreePath, offset: number): DefinedFunction | undefined {
  const text = context.tree.read(path)?.text ?? '';
  return functionsOf(context, path).find((one) => {
    if (!one.isCallable || offset < text.lastIndexOf('\n', one.offset - 2)) return false;
    const open = text.indexOf('{', one.offset);
    return open >= 0 && offset <= matchBracket(text, open);
  });
}

function argumentsIn(context: TreeContext, site: FunctionSite, body: string): readonly { readonly name?: string; readonly type: string }[] {
  const byIndex = new Map<number, { name?: string; type: string }>();
  for (const match of body.matchAll(/(?:\b([a-z_]\w*)\s*=\s*(?:PG_ARGISNULL\([^)]*\)\s*\?[^;:]*:\s*)?)?\bPG_GETARG_(\w+)\((\d+)\)/g)) {
    const index = Number(match[3]);
    const type = typesByMacro(context, site).get(match[2] ?? '');
    if (type === undefined || byIndex.has(index)) continue;
    byIndex.set(index, { ...(match[1] === undefined ? {} : { name: match[1] }), type });
  }
  const last = Math.max(-1, ...byIndex.keys());
  // An argument that the code does not look at is there all the same.
  return Array.from({ length: last + 1 }, (_, index) => byIndex.get(index) ?? { type: 'text' });
}

function resultOf(context: TreeContext, site: FunctionSite, body: string, isSet: boolean): string {
  const given = [...body.matchAll(/\bPG_RETURN_(\w+)\b/g)].map((match) => match[1] ?? '');
  const macro = given.find((one) => one !== 'NULL' && one !== 'DATUM' && one !== 'VOID');
  if (isSet) return macro === undefined ? 'record' : (typesByMacro(context, site).get(macro) ?? 'record');
  if (macro !== undefined) return typesByMacro(context, site).get(macro) ?? 'text';
  return given.includes('VOID') ? 'void' : 'text';
}

/** The SQL type that each PG_GETARG_X and PG_RETURN_X stands for first: of several types, the one called like the macro, else the oldest. */
function typesByMacro(context: TreeContext, site: FunctionSite): ReadonlyMap<string, string> {
  return remember(context, 'types by macro', (inner) => {
    const macros = readFmgrMacros(inner.tree);
    const found = new Map<string, string>();
    for (const type of site.types.types.values()) {
      if (type.kind === 'p' && type.name !== 'internal' && type.name !== 'cstring' && type.name !== 'anyarray') continue;
      const { get, give } = cTypeOf(macros, type);
      for (const name of new Set([get, give])) {
        const isOwn = name.replace(/_PP?$/, '').toLowerCase() === type.name;
        if (name !== 'DATUM' && (isOwn || !found.has(name))) found.set(name, type.display);
      }
    }
    return found;
  });
}
