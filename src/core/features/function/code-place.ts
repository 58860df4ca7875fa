import { fail, ok, type Result } from '../../base/result.ts';
import { definedFunctions } from '../../index/c-functions.ts';
import { placeProblem } from '../../place/server-file.ts';
import { isDeadCode } from '../../syntax/c/directives.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { type TreePath, toTreePath } from '../../tree/source-tree.ts';
import { findCFunction } from './c-function.ts';
import { cNameProblem } from './c-name.ts';
import type { FunctionRequest } from './form.ts';
import type { FunctionSite } from './locate.ts';

/** Where the C function is: written into a file, or there already. */
export type CodePlace =
  | { readonly kind: 'write'; readonly file: TreePath; readonly isNew: boolean }
  | { readonly kind: 'exists'; readonly file: TreePath };

/**
 * Decides whether the C function is to be written. One that the server has already is registered as it is, unless it is the function
 * of another registration and the request did not name it: two SQL functions share code only on purpose.
 */
export function codePlace(context: TreeContext, site: FunctionSite, request: FunctionRequest): Result<CodePlace> {
  const cName = request.cName ?? request.name;
  const file = cFile(request.file);
  if (!file.ok) return file;
  const existing = findCFunction(context, cName);
  if (existing) {
    const row = site.rows.find((one) => one.language === 'internal' && one.source === cName);
    if (!existing.callable) {
      return fail({
        code: 'function/c-name-taken',
        message: `${existing.place.path} already defines ${cName}, which the function manager cannot call`,
        where: existing.place,
        hint: 'Choose another C name with cName.',
      });
    }
    if (row && request.cName === undefined) {
      return fail({
        code: 'function/c-name-taken',
        message: `The C function ${cName} in ${existing.place.path} implements ${row.name}(${row.argumentTypes.replaceAll(' ', ', ')}) already`,
        where: { path: paths.pgProc, offset: row.record.start },
        hint: `Give cName: ${cName} to share it, another name to write a function of its own.`,
      });
    }
    const { path } = existing.place;
    const text = context.tree.read(path)?.text ?? '';
    const places = definedFunctions(text).filter((one) => one.name === cName);
    if (places.length > 0 && places.every(({ offset }) => isDeadCode(text, offset)))
      return fail({
        code: 'function/dead-code',
        message: `${path} defines ${cName} below an #if that never holds, so it is not compiled`,
        where: existing.place,
        hint: 'Take it out of the #if, remove it, or choose another C name with cName.',
      });
    return ok({ kind: 'exists', file: path });
  }
  if (file.value === undefined) {
    return fail({
      code: 'function/no-file',
      message: `No C function ${cName} exists in the server, and no file was given to write it into`,
      hint: 'Give file, for example src/backend/utils/adt/misc.c.',
    });
  }
  const taken = cNameProblem(context, cName);
  if (taken) return fail(taken);
  const isNew = context.tree.read(file.value) === undefined;
  const problem = placeProblem(context, 'function', file.value);
  if (problem) return fail(problem);
  return ok({ kind: 'write', file: file.value, isNew });
}

function cFile(input: string | undefined): Result<TreePath | undefined> {
  if (input === undefined) return ok(undefined);
  const path = toTreePath(input);
  if (path === undefined || !/\.c$/.test(path)) {
    return fail({
      code: 'function/bad-file',
      message: `"${input}" is no C file inside the tree`,
      hint: 'Give a path relative to the top of the tree, ending in .c.',
    });
  }
  if (path.startsWith('src/backend/')) return ok(path);
  return fail({
    code: 'function/bad-file',
    message: `${path} is not part of the server`,
    hint: 'Built-in functions live under src/backend.',
  });
}
