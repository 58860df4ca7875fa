import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { type Clash, nameClash, reservedName } from '../../place/new-name.ts';
import type { TreeContext } from '../../tree/context.ts';
import { findFunction, findPrototypes } from './c-search.ts';
import { quoteC } from './c-text.ts';
import type { GucType, Parameter } from './entry.ts';
import type { GucRequest } from './form.ts';
import type { GucSite } from './locate.ts';
import type { EnumOption } from './option-list.ts';

const ROLES = ['check', 'assign', 'show'] as const;
type Role = (typeof ROLES)[number];

/** The names of a parameter's hooks. */
export type HookNames = Pick<Parameter, 'checkHook' | 'assignHook' | 'showHook'>;

/** A hook with what of it is missing. */
export interface Hook {
  readonly role: Role;
  readonly name: string;
  readonly isDefined: boolean;
  readonly isDeclared: boolean;
}

/** What a hook gets as the new value, as utils/guc.h declares the hook types. */
const CHECKED: Readonly<Record<GucType, string>> = { bool: 'bool *', int: 'int *', real: 'double *', string: 'char **', enum: 'int *' };
const ASSIGNED: Readonly<Record<GucType, string>> = { bool: 'bool ', int: 'int ', real: 'double ', string: 'const char *', enum: 'int ' };

/** The names of the hooks of a request: as given, or derived from the parameter's name. */
export function hookNames(request: GucRequest): Result<HookNames> {
  const names = Object.fromEntries(ROLES.map((role) => [`${role}Hook`, nameOf(role, request[`${role}Hook`], request.name)])) as HookNames;
  for (const role of ROLES) {
    const name = names[`${role}Hook`];
    const reserved = name === undefined ? undefined : reservedName(name);
    if (reserved) return fail(badHook(role, `"${name}" ${reserved.why}`, reserved));
  }
  return ok(names);
}

function badHook(role: Role, sentence: string, { where }: Clash): Problem {
  return {
    code: 'guc/bad-hook',
    field: `${role}Hook`,
    message: `${sentence}, so no ${role} hook can be called so`,
    ...(where ? { where } : {}),
    hint: 'Name another function, or say true to have a name derived.',
  };
}

function nameOf(role: Role, given: string | undefined, parameter: string): string | undefined {
  const word = given?.trim();
  if (word === undefined || /^(?:false|no|off|NULL)$/i.test(word)) return undefined;
  return /^(?:true|yes|on)$/i.test(word) ? `${role}_${parameter.toLowerCase().replaceAll('.', '_')}` : word;
}

/** Looks the hooks up in the tree; one whose signature does not fit, or that the table cannot reach, is refused. */
export function resolveHooks(context: TreeContext, site: GucSite, parameter: Parameter): Result<readonly Hook[]> {
  const hooks: Hook[] = [];
  for (const role of ROLES) {
    const name = parameter[`${role}Hook`];
    if (name === undefined) continue;
    const found = findFunction(context, name);
    if (!found) {
      const clash = nameClash(context, name, [site.tableFile], ['type', 'macro', 'variable']);
      if (clash) return fail(badHook(role, `${name} ${clash.why}`, clash));
      hooks.push({ role, name, isDefined: false, isDeclared: findPrototypes(context, name).length > 0 });
      continue;
    }
    const expected = parametersOf(role, parameter.type);
    if (typesOf(found.parameters) !== typesOf(`(${expected.join(', ')})`))
      return fail({
        code: 'guc/hook-signature',
        message: `${name} of ${found.place.path} has the parameters ${found.parameters}, but a ${role} hook of type ${parameter.type} has (${expected.join(', ')})`,
        where: found.place,
        hint: 'Name another hook.',
      });
    if (found.conditional)
      return fail({
        code: 'guc/hook-conditional',
        field: `${role}Hook`,
        message: `${name} of ${found.place.path} stands inside of an #if, so it is not certain that it is compiled`,
        where: found.place,
        hint: 'Take it out of the #if, or name another hook.',
      });
    const inTable = found.place.path === site.tableFile;
    if (found.isStatic && !inTable)
      return fail({
        code: 'guc/hook-static',
        message: `${name} is static in ${found.place.path}, so the table of parameters cannot reach it`,
        where: found.place,
        hint: 'Remove static, or name another hook.',
      });
    hooks.push({ role, name, isDefined: true, isDeclared: found.isStatic || findPrototypes(context, name).length > 0 });
  }
  return ok(hooks);
}

function parametersOf(role: Role, type: GucType): readonly string[] {
  if (role === 'check') return [`${CHECKED[type]}newval`, 'void **extra', 'GucSource source'];
  return role === 'assign' ? [`${ASSIGNED[type]}newval`, 'void *extra'] : ['void'];
}

/** Parameter types without names and blanks. */
function typesOf(parameters: string): string {
  return parameters
    .replaceAll(/^\(|\)$/g, '')
    .split(',')
    .map((parameter) =>
      parameter
        .trim()
        .replace(/(?<=[\s*])\w+$/, '')
        .replaceAll(/\s+/g, ''),
    )
    .join();
}

function resultOf(role: Role): string {
  return role === 'check' ? 'bool ' : role === 'assign' ? 'void ' : 'const char *';
}

/** The declaration of a hook within 79 columns, continued under its first parameter. */
export function hookPrototype(hook: Hook, type: GucType, storage: 'extern' | 'static'): string {
  const head = `${storage} ${resultOf(hook.role)}${hook.name}(`;
  const indent = `${'\t'.repeat(Math.floor(head.length / 4))}${' '.repeat(head.length % 4)}`;
  const parameters = parametersOf(hook.role, type);
  let text = head;
  let column = head.length;
  for (const [index, parameter] of parameters.entries()) {
    const piece = `${parameter}${index === parameters.length - 1 ? ');' : ','}`;
    const fits = index === 0 || column + 1 + piece.length <= 79;
    text += `${index === 0 ? '' : fits ? ' ' : `\n${indent}`}${piece}`;
    column = fits ? column + piece.length + (index === 0 ? 0 : 1) : head.length + piece.length;
  }
  return text;
}

/** A hook that accepts every value, does nothing, or prints the variable. */
export function hookText(hook: Hook, parameter: Parameter, options: readonly EnumOption[], isStatic: boolean): string {
  const result = `${isStatic ? 'static ' : ''}${resultOf(hook.role).trim()}`;
  const head = [
    '/*',
    ` * GUC ${hook.role}_hook for ${parameter.name}`,
    ' */',
    result.replace(/ \*$/, ' *'),
    `${hook.name}(${parametersOf(hook.role, parameter.type).join(', ')})`,
  ];
  return [...head, '{', ...bodyOf(hook.role, parameter, options), '}'].join('\n');
}

function bodyOf(role: Role, parameter: Parameter, options: readonly EnumOption[]): readonly string[] {
  const { variable } = parameter;
  if (role === 'check') return ['\t/* To refuse *newval, call GUC_check_errdetail() and return false. */', '\treturn true;'];
  if (role === 'assign') return ['\t/* This must not fail: whatever can go wrong belongs to the check_hook. */'];
  switch (parameter.type) {
    case 'bool':
      return [`\treturn ${variable} ? "on" : "off";`];
    case 'string':
      return [`\treturn ${variable} ? ${variable} : "";`];
    case 'enum': {
      const shown = options.filter(
        (one, index) => !one.hidden && options.findIndex((other) => other.value === one.value && !other.hidden) === index,
      );
      const cases = shown.flatMap((one) => [`\t\tcase ${one.value}:`, `\t\t\treturn ${quoteC(one.name)};`]);
      return [`\tswitch (${variable})`, '\t{', ...cases, '\t}', '', '\treturn "???";'];
    }
    case 'int':
    case 'real': {
      const format = parameter.type === 'int' ? '%d' : '%g';
      return ['\tstatic char buf[64];', '', `\tsnprintf(buf, sizeof(buf), "${format}", ${variable});`, '\treturn buf;'];
    }
  }
}
