import { fail, ok, type Result } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { constantHeaders } from './constants.ts';
import { declaredWords } from './declared.ts';
import { isUnit, type Parameter } from './entry.ts';
import { enumOptions, type Options } from './enum-options.ts';
import type { MacroBodies } from './expression.ts';
import { codeFiles } from './files.ts';
import type { GucRequest } from './form.ts';
import { hookFile } from './hook-place.ts';
import { type Hook, hookNames, resolveHooks } from './hooks.ts';
import type { GucSite } from './locate.ts';
import { macrosOf } from './macros.ts';
import { readValues } from './values.ts';
import { resolveVariable, type Variable, variableName } from './variable.ts';

/** A request with every default filled in, every word translated into the tree's own, and everything found that exists already. */
export interface Resolved {
  readonly parameter: Parameter;
  readonly options: Options | undefined;
  readonly variable: Variable;
  readonly hooks: readonly Hook[];
  /** The C file of hooks that are to be written. */
  readonly hookFile: TreePath;
  /** Macros that the table file, the C file or the header sees. */
  readonly macros: MacroBodies;
  /** Headers that declare constants of the values, by the files that need them. */
  readonly constants: ReadonlyMap<TreePath, readonly TreePath[]>;
}

/** Translates and validates a request; cheap checks come first. */
export function resolveRequest(context: TreeContext, site: GucSite, request: GucRequest): Result<Resolved> {
  const words = declaredWords(context, site, request);
  if (!words.ok) return words;
  const variable = variableName(site, request);
  if (!variable.ok) return variable;
  const names = hookNames(request);
  if (!names.ok) return names;
  const files = codeFiles(context, site, request);
  if (!files.ok) return files;
  const { file, header } = files.value;
  const paths = header === undefined ? [file] : [file, header];
  const macros = macrosOf(context, [site.tableFile, ...paths]);
  const options = enumOptions(context, site, request, paths);
  if (!options.ok) return options;
  const values = readValues(request, options.value?.options, words.value.flags.find(isUnit), macros);
  if (!values.ok) return values;
  const { name, type, shortDesc, longDesc } = request;
  const parameter: Parameter = {
    name,
    type,
    shortDesc: shortDesc.trim(),
    longDesc: longDesc?.trim(),
    variable: variable.value,
    options: options.value?.array,
    ...words.value,
    ...names.value,
    ...values.value,
  };
  const found = resolveVariable(context, site, request, parameter, files.value, macros);
  if (!found.ok) return found;
  const hooks = resolveHooks(context, site, parameter);
  if (!hooks.ok) return hooks;
  const constants = valueHeaders(context, site, parameter, found.value, options.value?.constants ?? []);
  if (!constants.ok) return constants;
  return ok({
    parameter,
    options: options.value,
    variable: found.value,
    hooks: hooks.value,
    hookFile: hookFile(context, site, found.value),
    macros,
    constants: constants.value,
  });
}

/** Holds the values to be constants where the row and the variable start with them; `fresh` are those that are to be written. */
function valueHeaders(
  context: TreeContext,
  site: GucSite,
  { type, boot, min, max }: Parameter,
  variable: Variable,
  fresh: readonly string[],
): Result<Resolved['constants']> {
  const found = new Map<TreePath, readonly TreePath[]>();
  for (const file of new Set([site.tableFile, ...(variable.isDefined ? [] : [variable.file])])) {
    const bounds = file === site.tableFile ? { default: boot, min, max } : { default: boot };
    for (const [field, expression] of Object.entries(bounds)) {
      if (expression === undefined || fresh.includes(expression) || (type === 'string' && !isMacroName(expression))) continue;
      const headers = constantHeaders(context, file, expression, type === 'string' ? 'string' : 'number');
      if (!headers.ok) return fail({ ...headers.problem, field });
      found.set(file, [...(found.get(file) ?? []), ...headers.value]);
    }
  }
  return ok(found);
}

/** Whether the boot value of a string is a macro and no literal. */
function isMacroName(expression: string): boolean {
  return /^\w+$/.test(expression) && expression !== 'NULL';
}
