import { fail, ok, type Result } from '../../base/result.ts';
import { nameSpelling } from '../../catalog/keywords.ts';
import { fieldValue, parseRecords } from '../../syntax/records.ts';
import { closest } from '../../text/closest.ts';
import { lineEnd } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import type { FunctionRequest } from './form.ts';
import type { Signature } from './signature.ts';
import type { SqlInsertion } from './sql.ts';

const PG_AUTHID = 'src/include/catalog/pg_authid.dat';
const BOOTSTRAP = 'src/backend/bootstrap/bootstrap.c';

/** The word that stands for "nobody but superusers" where roles are listed. */
export const SUPERUSER = 'superuser';

/** Roles that may execute a function, from a `proacl` literal; undefined where there is none, so that everybody may. */
export function rolesOf(literal: string | undefined): readonly string[] | undefined {
  if (literal === undefined) return undefined;
  const roles = [...literal.matchAll(/(\w+)=X/g)].flatMap((match) => (match[1] === undefined || match[1] === 'POSTGRES' ? [] : [match[1]]));
  return roles.length === 0 ? [SUPERUSER] : roles;
}

/** `proacl` of a tree that keeps privileges in pg_proc.dat, where the bootstrap superuser is spelled POSTGRES. */
export function aclLiteral(grantTo: readonly string[]): string | undefined {
  if (grantTo.length === 0) return undefined;
  return `{${['POSTGRES', ...grantTo.filter((role) => role !== SUPERUSER)].map((role) => `${role}=X`).join(',')}}`;
}

/** Refuses roles that do not exist when initdb sets privileges. */
export function checkRoles(tree: SourceTree, grantTo: readonly string[]): Result<undefined> {
  const known = [SUPERUSER, ...knownRoles(tree)];
  const unknown = grantTo.find((role) => !known.includes(role));
  if (unknown === undefined) return ok(undefined);
  const near = closest(unknown, known);
  return fail({
    code: 'function/unknown-role',
    message: `Role "${unknown}" does not exist in ${PG_AUTHID}`,
    hint: near === undefined ? `Roles: ${known.join(', ')}.` : `Did you mean ${near}?`,
  });
}

/** Predefined roles; where bootstrap has a list of those that it can resolve, only these. */
function knownRoles(tree: SourceTree): readonly string[] {
  const list = /\bRolInfo\[\]\s*=\s*\{([\s\S]*?)\n\};/.exec(tree.read(BOOTSTRAP)?.text ?? '')?.[1];
  if (list !== undefined) return [...list.matchAll(/\{"(\w+)"/g)].flatMap((match) => (match[1] === 'POSTGRES' ? [] : (match[1] ?? [])));
  const file = parseRecords(PG_AUTHID, tree.read(PG_AUTHID)?.text ?? '');
  const names = file.ok ? file.value.records.map((record) => fieldValue(record, 'rolname') ?? '') : [];
  return names.filter((name) => name !== 'POSTGRES');
}

/** REVOKE and GRANT of a tree that keeps privileges in SQL, each after the last of its sort; undefined where it has none. */
export function privilegeStatements(
  context: TreeContext,
  request: FunctionRequest,
  signature: Signature,
): readonly SqlInsertion[] | undefined {
  const path = context.shape.sqlFunctions;
  const text = path === undefined ? undefined : context.tree.read(path)?.text;
  if (path === undefined || text === undefined) return undefined;
  const called = `${nameSpelling(context.tree)(request.name)}(${signature.inputs.map((one) => one.type.display).join(', ')})`;
  const everybody = [...text.matchAll(REVOKE)].at(-1)?.[1] ?? 'public';
  const revoke = insertion(text, REVOKE, [`REVOKE EXECUTE ON FUNCTION ${called} FROM ${everybody};`]);
  const roles = request.grantTo.filter((role) => role !== SUPERUSER);
  const grants = roles.map((role) => `GRANT EXECUTE ON FUNCTION ${called} TO ${role};`);
  const grant = grants.length === 0 ? undefined : insertion(text, /^GRANT EXECUTE ON FUNCTION[^;]*;/gim, grants);
  if (!revoke || (grants.length > 0 && !grant)) return undefined;
  return [revoke, ...(grant ? [grant] : [])].map((one) => ({ path, ...one }));
}

/** Takes a function from everybody, by the word that the file has for it. */
const REVOKE = /^REVOKE EXECUTE ON FUNCTION[^;]*FROM (public);/gim;

function insertion(text: string, pattern: RegExp, statements: readonly string[]): Omit<SqlInsertion, 'path'> | undefined {
  const matches = [...text.matchAll(pattern)];
  const last = matches.at(-1);
  if (!last) return undefined;
  const offset = lineEnd(text, last.index + last[0].length - 1);
  const separated = /\n[ \t]*\r?\n$/.test(text.slice(0, last.index));
  return { offset, text: statements.map((statement) => `${separated ? '\n' : ''}${statement}\n`).join('') };
}
