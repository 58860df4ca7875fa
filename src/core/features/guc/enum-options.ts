import { fail, ok, type Result } from '../../base/result.ts';
import { nameClash } from '../../place/new-name.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { headersWith, isMentioned } from './c-search.ts';
import { quoteC } from './c-text.ts';
import { isConstantName } from './constants.ts';
import type { GucRequest } from './form.ts';
import type { GucSite } from './locate.ts';
import { majority } from './majority.ts';
import { type EnumOption, findOptions } from './option-list.ts';
import { GUC_HEADER } from './vocabulary.ts';

/** The options of an enum parameter. */
export interface Options {
  /** Expression of the array in the row. */
  readonly array: string;
  readonly options: readonly EnumOption[];
  readonly isNew: boolean;
  /** Constants that nothing defines yet. */
  readonly constants: readonly string[];
  /** The enum of the other constants, which gets them at its end; without it they make an enum of their own. */
  readonly extended: ExtendedEnum | undefined;
}

/** An enum of a header and the offset after its last constant. */
export interface ExtendedEnum {
  readonly path: TreePath;
  readonly offset: number;
  /** Whether a comma follows the last constant. */
  readonly hasComma: boolean;
}

/** Reads options and optionsArray: an existing array, or a new one; undefined where the parameter is no enum. */
export function enumOptions(
  context: TreeContext,
  site: GucSite,
  request: GucRequest,
  files: readonly TreePath[],
): Result<Options | undefined> {
  const given = request.options.length > 0;
  if (request.type !== 'enum') {
    if (!given && request.optionsArray === undefined) return ok(undefined);
    return fail({
      code: 'guc/options-of-type',
      message: `A parameter of type ${request.type} has no options`,
      hint: 'Make it an enum, or leave them out.',
    });
  }
  const array = request.optionsArray ?? `${request.name.toLowerCase().replaceAll('.', '_')}_options`;
  if (!/^[A-Za-z_]\w*(?:\s*\+\s*\d+)?$/.test(array))
    return fail({ code: 'guc/bad-array', message: `"${array}" is no C name of an array`, hint: 'Use letters, digits and underscores.' });
  const existing = findOptions(context, site.tableFile, array);
  const clash = existing || !given ? undefined : nameClash(context, array, [site.tableFile]);
  if (clash)
    return fail({
      code: 'guc/bad-array',
      message: `No array of options can be called ${array}: it ${clash.why}`,
      ...(clash.where ? { where: clash.where } : {}),
      hint: 'Name another one with optionsArray.',
    });
  const options = request.options.map((one) => ({
    name: one.name,
    value: one.value ?? constantName(request.name, one.name),
    hidden: one.hidden,
  }));
  if (existing) {
    const same = !given || options.map((one) => one.name).join() === existing.options.map((one) => one.name).join();
    if (same && (request.optionsArray !== undefined || !given))
      return ok({ array, options: existing.options, isNew: false, constants: [], extended: undefined });
    return fail({
      code: 'guc/array-taken',
      message: `${existing.path} defines an array ${existing.name} already, with the options ${existing.options.map((one) => one.name).join(', ')}`,
      where: { path: existing.path, offset: context.tree.read(existing.path)?.text.search(new RegExp(`\\b${existing.name}\\s*\\[`)) ?? 0 },
      hint: 'Leave out options to use that array, or name another one with optionsArray.',
    });
  }
  if (!given)
    return fail({
      code: 'guc/no-options',
      message: `No array ${array} of options exists in the server, and no options were given`,
      hint: 'Give options, or name an existing array with optionsArray.',
    });
  return newOptions(context, site, array, options, files);
}

function newOptions(
  context: TreeContext,
  site: GucSite,
  array: string,
  options: readonly EnumOption[],
  files: readonly TreePath[],
): Result<Options> {
  const bad = options.find((one) => !/^[^\s"\\]*$/.test(one.name) || !/^(?:[A-Za-z_]\w*|-?\d+|0x[0-9A-Fa-f]+)$/.test(one.value));
  if (bad)
    return fail({
      code: 'guc/bad-option',
      message: `Option "${bad.name}" with the C value ${bad.value} cannot be written`,
      hint: 'Use words without blanks for options, and constants or numbers for their values.',
    });
  const twice = options.find((one, index) => options.findIndex((other) => other.name.toLowerCase() === one.name.toLowerCase()) < index);
  if (twice) return fail({ code: 'guc/option-twice', message: `Option "${twice.name}" is given twice`, hint: 'Give every option once.' });
  const named = [...new Set(options.map((one) => one.value))].filter((value) => /^[A-Za-z_]/.test(value));
  const unknown = named.filter((value) => !isConstantName(context, site.tableFile, value));
  for (const value of unknown) {
    const clash = nameClash(context, value, [site.tableFile, ...files]);
    if (clash)
      return fail({
        code: 'guc/bad-option',
        message: `No constant of an option can be called ${value}: it ${clash.why}`,
        ...(clash.where ? { where: clash.where } : {}),
        hint: 'Name members of an enum, numbers, or constants that are new.',
      });
  }
  const known = named.filter((value) => !unknown.includes(value));
  if (unknown.length === 0 || known.length === 0) return ok({ array, options, isNew: true, constants: unknown, extended: undefined });
  const extended = enumOf(context, known);
  if (extended) return ok({ array, options, isNew: true, constants: unknown, extended });
  return fail({
    code: 'guc/option-constants',
    message: `Of the constants of the options, ${known.join(', ')} exist, but in no common enum, and ${unknown.join(', ')} do not`,
    hint: 'Use constants that all exist, or names that are all new.',
  });
}

/** The enum that defines all the given constants. */
function enumOf(context: TreeContext, constants: readonly string[]): ExtendedEnum | undefined {
  for (const { path, text } of headersWith(context, constants[0] ?? '')) {
    const isHome = (names: readonly string[]) => constants.every((constant) => names.includes(constant));
    const type = context.c.outline(text).types.find((one) => isHome(one.enumerators.map((constant) => constant.name)));
    const last = type?.enumerators.at(-1);
    if (!last) continue;
    const comma = /^\s*,/.exec(text.slice(last.end))?.[0];
    return { path, offset: last.end + (comma?.length ?? 0), hasComma: comma !== undefined };
  }
  return undefined;
}

/** The new constants as they follow the last one of an existing enum; a comment behind that one goes with them. */
export function enumExtension(constants: readonly string[], { hasComma }: ExtendedEnum): string {
  const lines = constants.map((constant) => `\n\t${constant}`);
  return hasComma ? lines.map((line) => `${line},`).join('') : `,${lines.join(',')}`;
}

/** `KMS_MODE_LOCAL` for option `local` of parameter `kms_mode`. */
function constantName(parameter: string, option: string): string {
  return `${parameter}_${option}`.toUpperCase().replaceAll(/\W+/g, '_');
}

/** The array of options as C. */
export function optionsText({ array, options }: Options): string {
  const rows = options.map((option) => `\t{${quoteC(option.name)}, ${option.value}, ${option.hidden}},`);
  return [`static const struct config_enum_entry ${array}[] = {`, ...rows, '\t{NULL, 0, false}', '};'].join('\n');
}

/** A C enum of the constants that are missing, laid out as the enums of the header it goes to. */
export function enumType(
  context: TreeContext,
  parameter: string,
  constants: readonly string[],
  path: TreePath,
): { readonly name: string; readonly text: string } {
  const plain = parameter.replaceAll(/(?:^|[_.]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const name = isMentioned(context, plain, []) ? `${plain}Option` : plain;
  const end = trailingComma(context, path) ? ',' : '';
  const lines = constants.map((constant, index) => `\t${constant}${index < constants.length - 1 ? ',' : end}`);
  return { name, text: [`/* Possible values for ${parameter} */`, `typedef enum ${name}`, '{', ...lines, `} ${name};`].join('\n') };
}

/** Whether the last constant of an enum is followed by a comma, in the header or else in utils/guc.h. */
function trailingComma(context: TreeContext, path: TreePath): boolean {
  for (const file of [path, GUC_HEADER]) {
    const text = context.tree.read(file)?.text ?? '';
    const types = context.c.outline(text).types.filter((type) => type.enumerators.length > 1);
    const commas = types.map((type) => /^\s*,/.test(text.slice(type.enumerators.at(-1)?.end ?? 0)));
    if (commas.length > 0) return majority(commas) ?? false;
  }
  return false;
}
