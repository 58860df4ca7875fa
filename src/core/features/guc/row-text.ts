import { quoteValue } from '../../syntax/records.ts';
import type { Parameter } from './resolve.ts';
import { cString } from './value.ts';

/** A row of a C table with the comma after it, in the layout of its neighbours. */
export function rowText(parameter: Parameter): string {
  const { flags, longDesc } = parameter;
  const description = [
    `\t\t\tgettext_noop(${cString(parameter.shortDesc)}),`,
    `\t\t\t${longDesc === undefined ? 'NULL' : `gettext_noop(${cString(longDesc)})`}${flags.length > 0 ? ',' : ''}`,
    ...(flags.length > 0 ? [`\t\t\t${flags.join(' | ')}`] : []),
  ];
  const values = [
    parameter.boot,
    ...(parameter.min === undefined ? [] : [parameter.min, parameter.max]),
    ...(parameter.optionsArray === undefined ? [] : [parameter.optionsArray]),
  ];
  const { check, assign, show } = parameter.hooks;
  return [
    '\t{',
    `\t\t{${cString(parameter.name)}, ${parameter.context}, ${parameter.group},`,
    ...description,
    '\t\t},',
    `\t\t&${parameter.variable},`,
    `\t\t${values.join(', ')},`,
    `\t\t${[check, assign, show].map((hook) => hook ?? 'NULL').join(', ')}`,
    '\t},',
  ].join('\n');
}

/** A record of guc_parameters.dat with the comma after it: four fields on the first line, then one a line. */
export function recordText(parameter: Parameter): string {
  const { hooks } = parameter;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['short_desc', parameter.shortDesc],
    ['long_desc', parameter.longDesc],
    ['flags', parameter.flags.length > 0 ? parameter.flags.join(' | ') : undefined],
    ['variable', parameter.variable],
    ['boot_val', parameter.boot],
    ['min', parameter.min],
    ['max', parameter.max],
    ['options', parameter.optionsArray],
    ['check_hook', hooks.check],
    ['assign_hook', hooks.assign],
    ['show_hook', hooks.show],
  ];
  const first = `{ name => ${quoteValue(parameter.name)}, type => '${parameter.type}', context => '${parameter.context}', group => '${parameter.group}',`;
  const rest = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} => ${quoteValue(value)},`]));
  return [first, ...rest, '},'].join('\n');
}

/** A new array of enum options. */
export function optionsText(parameter: Parameter): string {
  const rows = parameter.options.map((option) => `\t{${cString(option.name)}, ${option.value}, ${option.hidden}},`);
  return [`static const struct config_enum_entry ${parameter.optionsArray}[] = {`, ...rows, '\t{NULL, 0, false}', '};'].join('\n');
}
