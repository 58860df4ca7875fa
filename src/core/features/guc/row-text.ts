import { quoteValue } from '../../syntax/records.ts';
import { escapeC, quoteC } from './c-text.ts';
import type { Parameter } from './entry.ts';

/** How the row above a new one ends its descriptions where it has one only and no flags. */
export type ShortRowStyle = 'NULL' | 'NULL,' | 'comma';

/** A literal that would end beyond this column is split: of 132 long ones in commits since 2016 this agrees with 117. */
const WIDEST_LITERAL = 115;
/** Where the parts of a split literal end. */
const WIDTH = 79;
/** Columns of the first quote in `\t\t\tgettext_noop("`. */
const QUOTE_COLUMN = 25;

/** A row of a C table with the comma after it, as guc.c and guc_tables.c lay them out. */
export function rowText(parameter: Parameter, style: ShortRowStyle): string {
  const { flags, boot, min, max, options } = parameter;
  const hooks = [parameter.checkHook, parameter.assignHook, parameter.showHook];
  const lines = [
    '\t{',
    `\t\t{${quoteC(parameter.name)}, ${parameter.context}, ${parameter.group},`,
    ...descriptions(parameter, style),
    ...(flags.length > 0 ? [`\t\t\t${flags.join(' | ')}`] : []),
    '\t\t},',
    `\t\t&${parameter.variable},`,
    `\t\t${[boot, min, max, options].filter((value) => value !== undefined).join(', ')},`,
    `\t\t${hooks.map((hook) => hook ?? 'NULL').join(', ')}`,
    '\t},',
  ];
  return `${lines.join('\n')}\n`;
}

function descriptions({ shortDesc, longDesc, flags }: Parameter, style: ShortRowStyle): readonly string[] {
  const short = `\t\t\tgettext_noop(${splitLiteral(shortDesc)}),`;
  if (longDesc !== undefined) return [short, `\t\t\tgettext_noop(${splitLiteral(longDesc)})${flags.length > 0 ? ',' : ''}`];
  if (flags.length > 0) return [short, '\t\t\tNULL,'];
  return style === 'comma' ? [short] : [short, `\t\t\t${style}`];
}

/** A C literal, in adjacent parts where it is very long; the blank stays at the end of a part. */
function splitLiteral(text: string): string {
  const whole = quoteC(text);
  if (QUOTE_COLUMN + whole.length <= WIDEST_LITERAL) return whole;
  const parts: string[] = [''];
  for (const word of text.split(/(?<= )(?=\S)/)) {
    const part = parts.at(-1) ?? '';
    if (part !== '' && QUOTE_COLUMN + quoteC(part + word).length > WIDTH) parts.push(word);
    else parts[parts.length - 1] = part + word;
  }
  return parts.map(quoteC).join(`\n${'\t'.repeat(Math.floor(QUOTE_COLUMN / 4))} `);
}

/** A record of guc_parameters.dat with the comma after it: four fields on the first line, then one a line. */
export function recordText(parameter: Parameter): string {
  const { longDesc, flags } = parameter;
  // The generator quotes descriptions, so only the other escapes of C stand in the record.
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['short_desc', escapeC(parameter.shortDesc)],
    ['long_desc', longDesc === undefined ? undefined : escapeC(longDesc)],
    ['flags', flags.length > 0 ? flags.join(' | ') : undefined],
    ['variable', parameter.variable],
    ['boot_val', parameter.boot],
    ['min', parameter.min],
    ['max', parameter.max],
    ['options', parameter.options],
    ['check_hook', parameter.checkHook],
    ['assign_hook', parameter.assignHook],
    ['show_hook', parameter.showHook],
  ];
  const { name, type, context, group } = parameter;
  const first = Object.entries({ name, type, context, group }).map(([field, value]) => `${field} => ${quoteValue(value)},`);
  const rest = fields.flatMap(([field, value]) => (value === undefined ? [] : [`  ${field} => ${quoteValue(value)},`]));
  return `${[`{ ${first.join(' ')}`, ...rest, '},'].join('\n')}\n`;
}
