import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { dirname, type TreePath, toTreePath } from '../../tree/source-tree.ts';
import type { GucType } from './entry.ts';
import type { GucRequest } from './form.ts';
import type { GucSite } from './locate.ts';
import { literal } from './rows.ts';
import { cString, evaluate, unitFlag } from './value.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An option of an enum with its C constant. */
export interface EnumOption {
  readonly name: string;
  readonly value: string;
  readonly hidden: boolean;
}

/** A request with every default filled in and every word translated into the tree's own; expressions are C. */
export interface Parameter {
  readonly name: string;
  readonly type: GucType;
  readonly variable: string;
  readonly context: string;
  readonly group: string;
  readonly unit: string | undefined;
  /** Flags, the unit first. */
  readonly flags: readonly string[];
  readonly shortDesc: string;
  readonly longDesc: string | undefined;
  readonly boot: string;
  readonly bootNumber: number | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly optionsArray: string | undefined;
  /** Options of the array, new or existing. */
  readonly options: readonly EnumOption[];
  readonly newArray: boolean;
  readonly hooks: { readonly check: string | undefined; readonly assign: string | undefined; readonly show: string | undefined };
  /** File that defines the variable. */
  readonly file: TreePath;
  /** Header that declares it. */
  readonly header: TreePath;
}

/** C types of variables by the type of parameter. */
export const C_TYPES: Readonly<Record<GucType, { readonly type: string; readonly stars: string }>> = {
  bool: { type: 'bool', stars: '' },
  int: { type: 'int', stars: '' },
  real: { type: 'double', stars: '' },
  string: { type: 'char', stars: '*' },
  enum: { type: 'int', stars: '' },
};

const refuse = (code: string, message: string, hint: string, where?: Problem['where']) =>
  fail({ code: `guc/${code}`, message, hint, ...(where ? { where } : {}) });

/** Translates and validates a request. */
export function resolveRequest(context: TreeContext, site: GucSite, words: Vocabulary, request: GucRequest): Result<Parameter> {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(request.name))
    return refuse(
      'bad-name',
      `"${request.name}" is no parameter name`,
      'Use letters, digits and underscores, at most 63; names with a dot belong to extensions.',
    );
  const taken = site.entries.find((entry) => entry.name.toLowerCase() === request.name.toLowerCase());
  if (taken)
    return refuse('name-taken', `Parameter "${taken.name}" exists already`, 'Choose another name.', {
      path: taken.path,
      offset: taken.start,
    });
  const variable = request.variable ?? request.name;
  if (!/^[A-Za-z_]\w*$/.test(variable))
    return refuse('bad-variable', `"${variable}" is no C identifier`, 'Use letters, digits and underscores.');
  const owner = site.entries.find((entry) => entry.variable === variable);
  if (owner)
    return refuse('variable-taken', `Variable ${variable} belongs to parameter "${owner.name}" already`, 'Name another variable.', {
      path: owner.path,
      offset: owner.start,
    });
  const choices = resolveWords(words, request);
  if (!choices.ok) return choices;
  const files = resolveFiles(context, site, request);
  if (!files.ok) return files;
  const options = resolveOptions(context, site, request, variable);
  if (!options.ok) return options;
  const value = resolveValue(context, request, options.value, files.value);
  if (!value.ok) return value;
  const description = [request.shortDesc, request.longDesc ?? ''].find((text) => /[\r\n]/.test(text));
  if (description !== undefined)
    return refuse('bad-description', 'A description has more than one line', 'Write it in one line; it is broken where the code wants it.');
  const hook = (kind: 'check' | 'assign' | 'show', given: string | undefined) =>
    given === undefined || given === 'false' ? undefined : given === 'true' ? `${kind}_${request.name}` : given;
  const hooks = {
    check: hook('check', request.checkHook),
    assign: hook('assign', request.assignHook),
    show: hook('show', request.showHook),
  };
  const badHook = Object.values(hooks).find((name) => name !== undefined && !/^[A-Za-z_]\w*$/.test(name));
  if (badHook !== undefined) return refuse('bad-hook', `"${badHook}" is no C identifier for a hook`, 'Name a C function, or say true.');
  return ok({
    name: request.name,
    type: request.type,
    variable,
    ...choices.value,
    shortDesc: request.shortDesc,
    longDesc: request.longDesc,
    ...value.value,
    ...options.value,
    hooks,
    ...files.value,
  });
}

function resolveWords(words: Vocabulary, request: GucRequest): Result<Pick<Parameter, 'context' | 'group' | 'unit' | 'flags'>> {
  const wanted = request.context.toUpperCase().replaceAll('-', '_');
  const context = words.contexts.find((one) => one === wanted || one === `PGC_${wanted}` || one.replaceAll('_', '') === `PGC${wanted}`);
  if (context === undefined)
    return refuse(
      'unknown-context',
      `Context "${request.context}" is not in enum GucContext of src/include/utils/guc.h`,
      `Choose one of ${words.contexts.join(', ')}.`,
    );
  const group = [...words.groups].find(([name, text]) => name === request.group.toUpperCase() || text === request.group)?.[0];
  if (group === undefined)
    return refuse(
      'unknown-group',
      `Group "${request.group}" is not in enum config_group of src/include/utils/guc_tables.h`,
      `Choose one of ${[...words.groups.keys()].join(', ')}.`,
    );
  const given = request.flags
    .map((flag) => (flag.startsWith('GUC_') ? flag : `GUC_${flag.toUpperCase()}`))
    .filter((flag) => flag !== 'GUC_0');
  const unknown = given.find((flag) => !words.flags.includes(flag));
  if (unknown !== undefined)
    return refuse('unknown-flag', `Flag "${unknown}" is not defined in src/include/utils/guc.h`, `Choose among ${words.flags.join(', ')}.`);
  const flagUnit = given.find((flag) => words.units.includes(flag));
  const unit = request.unit === undefined ? flagUnit : unitFlag(request.unit, words.units);
  if (request.unit !== undefined && unit === undefined)
    return refuse(
      'unknown-unit',
      `Unit "${request.unit}" is not defined in src/include/utils/guc.h`,
      `Choose one of ${words.units.join(', ')}.`,
    );
  if (unit !== undefined && request.type !== 'int' && request.type !== 'real')
    return refuse('unit-type', `A ${request.type} has no unit`, 'Leave out the unit, or make it an int or real.');
  const flags = given.includes(unit ?? '') ? given : [...(unit === undefined ? [] : [unit]), ...given];
  if (flags.includes('GUC_NO_SHOW_ALL') && !flags.includes('GUC_NOT_IN_SAMPLE'))
    return refuse('no-show-all', 'GUC_NO_SHOW_ALL without GUC_NOT_IN_SAMPLE fails the checks of the server', 'Add GUC_NOT_IN_SAMPLE.');
  if (flags.includes('GUC_LIST_QUOTE') && request.type !== 'string')
    return refuse('list-quote', 'GUC_LIST_QUOTE is for lists of identifiers, which are strings', 'Make it a string.');
  return ok({ context, group, unit, flags });
}

function resolveFiles(context: TreeContext, site: GucSite, request: GucRequest): Result<Pick<Parameter, 'file' | 'header'>> {
  for (const [field, value, ending] of [
    ['file', request.file, '.c'],
    ['header', request.header, '.h'],
  ] as const) {
    const path = value === undefined ? undefined : toTreePath(value);
    if (value !== undefined && !path?.endsWith(ending))
      return refuse(
        'bad-file',
        `"${value}" is no ${ending} file inside the tree`,
        `Give ${field} as a path relative to the top of the tree, ending in ${ending}.`,
      );
    if (path !== undefined && !context.tree.list(dirname(path)))
      return refuse('no-directory', `${dirname(path)} is no directory of this tree`, `Name an existing directory for ${field}.`);
  }
  const file = request.file === undefined ? site.tableFile : (toTreePath(request.file) ?? site.tableFile);
  return ok({ file, header: toTreePath(request.header ?? '') ?? ownHeader(context, file) });
}

/** The header of a C file: of the same name in the matching directory of src/include, else utils/guc.h, which the tables see anyway. */
function ownHeader(context: TreeContext, file: TreePath): TreePath {
  const own = file.replace(/^src\/backend\//, 'src/include/').replace(/\.c$/, '.h');
  return context.tree.read(own) ? own : 'src/include/utils/guc.h';
}

function resolveOptions(
  context: TreeContext,
  site: GucSite,
  request: GucRequest,
  variable: string,
): Result<Pick<Parameter, 'optionsArray' | 'options' | 'newArray'>> {
  const none = { optionsArray: undefined, options: [], newArray: false };
  if (request.type !== 'enum') {
    return request.options.length > 0 || request.optionsArray !== undefined
      ? refuse('options-type', `A ${request.type} has no options`, 'Make it an enum, or leave out the options.')
      : ok(none);
  }
  const array = request.optionsArray ?? `${request.name.toLowerCase()}_options`;
  const existing = findArray(context, site, array, request.file);
  if (existing) {
    if (request.options.length > 0 && request.optionsArray === undefined)
      return refuse(
        'array-taken',
        `Array ${array} exists already`,
        'Name another array with optionsArray, or leave out the options to use this one.',
        existing.place,
      );
    return ok({ optionsArray: array, options: existing.options, newArray: false });
  }
  if (request.options.length === 0)
    return refuse(
      'no-options',
      `No array ${array} of enum options was found, and no options were given`,
      'Give options, or name an existing array with optionsArray.',
    );
  const prefix = variable.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  const options = request.options.map((one) => ({
    name: one.name,
    value: one.value ?? `${prefix}_${one.name.toUpperCase().replaceAll(/\W+/g, '_')}`,
    hidden: one.hidden,
  }));
  const bad = options.find((one) => !/^[A-Za-z0-9_][\w-]*$/.test(one.name) || !/^[A-Za-z_]\w*$|^-?\d+$/.test(one.value));
  if (bad)
    return refuse(
      'bad-option',
      `Option "${bad.name}" with C value ${bad.value} cannot be written`,
      'Use words for options and C constants for their values.',
    );
  const twice = options.find((one, index) => options.findIndex((other) => other.name.toLowerCase() === one.name.toLowerCase()) !== index);
  return twice
    ? refuse('option-twice', `Option "${twice.name}" is given twice`, 'Give each option once.')
    : ok({ optionsArray: array, options, newArray: true });
}

/** An options array in the file of the tables, in the owner's file, or declared by an extern there and defined elsewhere. */
function findArray(context: TreeContext, site: GucSite, array: string, file: string | undefined) {
  const owner = file === undefined ? undefined : toTreePath(file);
  for (const path of [site.tableFile, ...(owner === undefined ? [] : [owner])]) {
    const text = context.tree.read(path)?.text ?? '';
    const initializer = text.includes(array) ? context.c.initializer(text, array) : undefined;
    if (!initializer) continue;
    const options = initializer.elements.flatMap((row): EnumOption[] => {
      const [name, value, hidden] = row.elements ?? [];
      const spelled = literal(name?.text);
      return spelled === undefined || value === undefined ? [] : [{ name: spelled, value: value.text, hidden: hidden?.text === 'true' }];
    });
    return { options, place: { path, offset: initializer.start } };
  }
  const table = context.tree.read(site.tableFile)?.text ?? '';
  const headers = `${table}\n${context.tree.read('src/include/utils/guc.h')?.text ?? ''}`;
  const declared = new RegExp(`extern\\s+[^;]*\\bconfig_enum_entry\\s+${array}\\s*\\[`).exec(headers);
  return declared || site.entries.some((entry) => entry.options === array)
    ? { options: [], place: { path: site.tableFile, offset: 0 } }
    : undefined;
}

function resolveValue(
  context: TreeContext,
  request: GucRequest,
  enums: Pick<Parameter, 'optionsArray' | 'options'>,
  files: Pick<Parameter, 'file' | 'header'>,
): Result<Pick<Parameter, 'boot' | 'bootNumber' | 'min' | 'max'>> {
  const given = request.default;
  switch (request.type) {
    case 'bool': {
      const word = (given ?? 'false').toLowerCase();
      if (['true', 'on', 'yes', '1'].includes(word)) return ok(plainValue('true'));
      if (['false', 'off', 'no', '0'].includes(word)) return ok(plainValue('false'));
      return /^[A-Z_]\w*$/.test(given ?? '')
        ? ok(plainValue(given ?? ''))
        : refuse('bad-default', `Default "${given}" is no boolean`, 'Use true or false.');
    }
    case 'string': {
      if (given === undefined) return ok(plainValue('""'));
      const isExpression =
        given === 'NULL' || /^"(?:[^"\\]|\\.)*"$/.test(given) || (/^[A-Z][A-Z0-9_]+$/.test(given) && isDefined(context, given, files));
      return ok(plainValue(isExpression ? given : cString(given)));
    }
    case 'enum':
      return enumValue(given, enums);
    case 'int':
    case 'real':
      return numberValue(context, request, files);
  }
}

function plainValue(boot: string): Pick<Parameter, 'boot' | 'bootNumber' | 'min' | 'max'> {
  return { boot, bootNumber: undefined, min: undefined, max: undefined };
}

function isDefined(context: TreeContext, name: string, files: Pick<Parameter, 'file' | 'header'>): boolean {
  const sources = [files.file, files.header, 'src/include/pg_config_manual.h', 'src/include/utils/guc.h', paths.gucTables, paths.gucC];
  return (
    sources.some(
      (path) => path !== undefined && new RegExp(`^\\s*#\\s*define\\s+${name}\\b`, 'm').test(context.tree.read(path)?.text ?? ''),
    ) || /^(?:DEFAULT|PG|PACKAGE)_/.test(name)
  );
}

function enumValue(
  given: string | undefined,
  enums: Pick<Parameter, 'optionsArray' | 'options'>,
): Result<Pick<Parameter, 'boot' | 'bootNumber' | 'min' | 'max'>> {
  const { options } = enums;
  const option =
    given === undefined
      ? options[0]
      : (options.find((one) => one.name.toLowerCase() === given.toLowerCase()) ?? options.find((one) => one.value === given));
  if (option) return ok(plainValue(option.value));
  if (given !== undefined && options.length === 0 && /^[A-Za-z_]\w*$/.test(given)) return ok(plainValue(given));
  if (given !== undefined && /^[A-Z][A-Z0-9_]*$/.test(given) && given.startsWith('DEFAULT_')) return ok(plainValue(given));
  return refuse(
    'default-no-option',
    `Default "${given}" is no option of ${enums.optionsArray}`,
    `Choose one of ${options.map((one) => one.name).join(', ')}.`,
  );
}

function numberValue(
  context: TreeContext,
  request: GucRequest,
  files: Pick<Parameter, 'file' | 'header'>,
): Result<Pick<Parameter, 'boot' | 'bootNumber' | 'min' | 'max'>> {
  const real = request.type === 'real';
  const headers = [files.header, files.file].filter((path) => path !== undefined);
  const number = (text: string) => evaluate(context, text, headers);
  const min = request.min ?? (real ? '0.0' : '0');
  const max = request.max ?? (real ? 'DBL_MAX' : 'INT_MAX');
  const lowest = number(min);
  const fallback = lowest !== undefined && lowest > 0 ? min : real ? '0.0' : '0';
  const boot = request.default ?? fallback;
  for (const [field, text] of [
    ['default', boot],
    ['min', min],
    ['max', max],
  ] as const) {
    if (!/^[\w\s.+\-*/()<>]+$/.test(text))
      return refuse(
        'bad-number',
        `"${text}" for ${field} is no C expression of numbers and constants`,
        'Use a number such as 64, or a constant such as INT_MAX.',
      );
    const value = number(text);
    if (!real && value !== undefined && !Number.isInteger(value))
      return refuse('bad-number', `"${text}" for ${field} is no whole number`, 'Make it a real, or use a whole number.');
    if (!real && value !== undefined && Math.abs(value) > 2147483648)
      return refuse('bad-number', `"${text}" for ${field} does not fit into an int`, 'Use at most INT_MAX.');
  }
  const [bootNumber, highest] = [number(boot), number(max)];
  if (lowest !== undefined && highest !== undefined && lowest > highest)
    return refuse('bounds', `The minimum ${min} is above the maximum ${max}`, 'Exchange them.');
  const outside =
    bootNumber !== undefined && ((lowest !== undefined && bootNumber < lowest) || (highest !== undefined && bootNumber > highest));
  if (outside)
    return refuse('default-out-of-range', `Default ${boot} is not between ${min} and ${max}`, 'Choose a default within the bounds.');
  return ok({ boot, bootNumber, min, max });
}
