import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { type Clash, nameClash, reservedName } from '../../place/new-name.ts';
import type { TreeContext } from '../../tree/context.ts';
import { type FoundVariable, findExterns, findFunction, findVariable } from './c-search.ts';
import type { Parameter } from './entry.ts';
import type { MacroBodies } from './expression.ts';
import { type CodeFiles, headerOf } from './files.ts';
import type { GucRequest } from './form.ts';
import type { GucSite } from './locate.ts';
import { declaredOtherwise, misfit } from './variable-fit.ts';
import { visibleFiles } from './visible.ts';

/** The variable of a parameter: where it lives, and what of it is missing. */
export interface Variable extends CodeFiles {
  readonly isDefined: boolean;
  readonly isDeclared: boolean;
}

/** Checks the name of the variable before anything is read. */
export function variableName(site: GucSite, request: GucRequest): Result<string> {
  const name = request.variable ?? request.name.replaceAll('.', '_');
  const reserved = reservedName(name);
  if (reserved)
    return fail({
      code: 'guc/bad-variable',
      message: `"${name}" ${reserved.why}, so no variable of the server can be called so`,
      hint: 'Name another variable with variable.',
    });
  const owner = site.entries.find((entry) => entry.variable === name);
  if (!owner) return ok(name);
  return fail({
    code: 'guc/variable-taken',
    message: `Variable ${name} holds the value of parameter "${owner.name}"`,
    where: { path: owner.path, offset: owner.start },
    hint: 'Name another variable with variable.',
  });
}

/** Finds an existing definition and its declarations; one that fits is used, another is refused. */
export function resolveVariable(
  context: TreeContext,
  site: GucSite,
  request: GucRequest,
  parameter: Parameter,
  files: CodeFiles,
  macros: MacroBodies,
): Result<Variable> {
  const name = parameter.variable;
  const taken = findFunction(context, name);
  if (taken)
    return fail({
      code: 'guc/variable-taken',
      message: `${name} is a function of ${taken.place.path}`,
      where: taken.place,
      hint: 'Name another variable with variable.',
    });
  const found = findVariable(context, name);
  const elsewhere = found && request.file !== undefined && found.place.path !== files.file;
  if (!found || (elsewhere && found.variable.isStatic)) {
    const declared = findExterns(context, name);
    const other = declared.map((path) => declaredOtherwise(context, path, parameter)).find((one) => one !== undefined);
    if (other) return fail(other);
    const clash = declared.length > 0 ? undefined : nameClash(context, name, [site.tableFile, files.file], ['type', 'macro', 'function']);
    if (clash) return fail(takenName(name, clash));
    const header = declared[0] ?? files.header;
    if (found && header !== undefined && visibleFiles(context, found.place.path).includes(header))
      return fail(takenName(name, { why: `is a static variable of ${found.place.path}, which includes ${header}`, where: found.place }));
    return ok({ ...files, header, isDefined: false, isDeclared: declared.length > 0 });
  }
  if (found.variable.conditional)
    return fail({
      code: 'guc/variable-conditional',
      message: `Variable ${name} of ${found.place.path} stands inside of an #if, so it is not certain that it is compiled`,
      where: found.place,
      hint: 'Take it out of the #if, or name another variable with variable.',
    });
  const problem = elsewhere ? definedElsewhere(found, name) : misfit(context, site, found, parameter, macros);
  if (problem) return fail(problem);
  const file = found.place.path;
  if (found.variable.isStatic) return ok({ file, header: undefined, isDefined: true, isDeclared: true });
  const declared = findExterns(context, name);
  const header = declared[0] ?? (request.header === undefined && file !== files.file ? headerOf(context, file) : files.header);
  return ok({ file, header, isDefined: true, isDeclared: declared.length > 0 });
}

function takenName(name: string, { why, where }: Clash): Problem {
  return {
    code: 'guc/variable-taken',
    message: `No variable can be called ${name}: it ${why}`,
    ...(where ? { where } : {}),
    hint: 'Name another variable with variable.',
  };
}

function definedElsewhere(found: FoundVariable, name: string): Problem {
  return {
    code: 'guc/variable-taken',
    message: `${found.place.path} defines variable ${name} already`,
    where: found.place,
    hint: `Leave out file to use that variable, or name another one with variable.`,
  };
}
