import { ok, type Result } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import { declaredWords } from './declared.ts';
import type { Parameter } from './entry.ts';
import { enumOptions, type Options } from './enum-options.ts';
import type { MacroBodies } from './expression.ts';
import { codeFiles } from './files.ts';
import type { GucRequest } from './form.ts';
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
  /** Macros that the table file, the C file or the header sees. */
  readonly macros: MacroBodies;
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
  const values = readValues(request, options.value?.options, macros);
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
  return ok({ parameter, options: options.value, variable: found.value, hooks: hooks.value, macros });
}
