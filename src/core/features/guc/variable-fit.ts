import type { Problem } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { FoundVariable } from './c-search.ts';
import { literalText } from './c-text.ts';
import { C_TYPES, type Parameter } from './entry.ts';
import { type MacroBodies, possibleValues } from './expression.ts';
import type { GucSite } from './locate.ts';

/** What is wrong with the declaration in a header of a variable that nothing defines yet. */
export function declaredOtherwise(context: TreeContext, path: TreePath, parameter: Parameter): Problem | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const variable = context.c.outline(text).variables.find((one) => one.isExtern && one.name === parameter.variable);
  return variable && wrongType(text, { place: { path, offset: variable.nameRange.start }, variable }, parameter);
}

/** A type of a variable that is not that of the parameter. */
function wrongType(text: string, { place, variable }: FoundVariable, parameter: Parameter): Problem | undefined {
  const { type, stars } = C_TYPES[parameter.type];
  const wanted = `${type}${stars && ` ${stars}`}`;
  const declared = text
    .slice(variable.start, variable.nameRange.start)
    .replaceAll(/\b(?:static|PGDLLIMPORT|extern)\b|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (declared === wanted && !variable.isArray) return undefined;
  return {
    code: 'guc/variable-type',
    message: `Variable ${variable.name} is declared as ${declared}${variable.isArray ? '[]' : ''}, but a parameter of type ${parameter.type} needs ${wanted}`,
    where: place,
    hint: 'Change the declaration, or name another variable with variable.',
  };
}

/** What is wrong with an existing definition of the parameter's variable: its type, where it can be seen, its first value. */
export function misfit(
  context: TreeContext,
  site: GucSite,
  found: FoundVariable,
  parameter: Parameter,
  macros: MacroBodies,
): Problem | undefined {
  const { place, variable } = found;
  const text = context.tree.read(place.path)?.text ?? '';
  const other = wrongType(text, found, parameter);
  if (other) return other;
  if (variable.isStatic && place.path !== site.tableFile)
    return {
      code: 'guc/variable-static',
      message: `Variable ${variable.name} is static in ${place.path}, so the table of parameters cannot reach it`,
      where: place,
      hint: 'Remove static, or name another variable with variable.',
    };
  const initializer = variable.initializer && text.slice(variable.initializer.start, variable.initializer.end);
  if (isEqual(initializer, parameter, macros)) return undefined;
  return {
    code: 'guc/variable-value',
    message: `Variable ${variable.name} starts as ${initializer ?? 'zero'}, but the default is ${parameter.boot}`,
    where: place,
    hint: 'Make the two equal, as check_GUC_init of guc.c demands.',
  };
}

/** Whether a variable starts with the boot value. One without initializer is set by guc.c, but for enums, whose zero may be no option. */
function isEqual(initializer: string | undefined, { type, boot }: Parameter, macros: MacroBodies): boolean {
  if (initializer === undefined) return type !== 'enum';
  if (initializer.replaceAll(/\s+/g, '') === boot.replaceAll(/\s+/g, '')) return true;
  if (type === 'string') return literalText(initializer) !== undefined && literalText(initializer) === literalText(boot);
  const [left, right] = [possibleValues(initializer, macros), possibleValues(boot, macros)];
  return left.length > 0 && left.every((value) => right.includes(value));
}
