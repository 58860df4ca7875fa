import type { TreeContext } from '../../tree/context.ts';
import type { Choice, Entry } from '../feature.ts';
import { isLiteral, literalText } from './c-text.ts';
import { type GucEntry, isUnit } from './entry.ts';
import type { GucSite } from './locate.ts';
import { type EnumOption, findOptions, knownArrays } from './option-list.ts';

/** Every parameter in the words of the form, in the order of the tree: a request of these fields is what registers it. */
export function list(context: TreeContext, site: GucSite): readonly Entry[] {
  return site.entries.map((entry) => {
    const options = entry.options === undefined ? [] : (findOptions(context, site.tableFile, entry.options)?.options ?? []);
    return { name: entry.name, place: { path: entry.path, offset: entry.start }, fields: fieldsOf(entry, options) };
  });
}

function fieldsOf(entry: GucEntry, options: readonly EnumOption[]): Readonly<Record<string, unknown>> {
  return {
    type: entry.type,
    default: defaultOf(entry, options),
    min: entry.min,
    max: entry.max,
    options: entry.type === 'enum' ? options : undefined,
    optionsArray: entry.options,
    unit: entry.flags.find(isUnit),
    flags: entry.flags.filter((flag) => !isUnit(flag)),
    context: entry.context,
    group: entry.group,
    shortDesc: entry.shortDesc,
    longDesc: entry.longDesc,
    variable: entry.variable,
    checkHook: entry.checkHook,
    assignHook: entry.assignHook,
    showHook: entry.showHook,
    conditions: entry.conditions,
  };
}

/** The boot value as the form takes it: a string without its quotes, an option by its name, else the C expression. */
function defaultOf(entry: GucEntry, options: readonly EnumOption[]): string {
  if (entry.type === 'string' && isLiteral(entry.boot)) return literalText(entry.boot) ?? '';
  const same = options.filter((option) => option.value === entry.boot);
  return (same.find((option) => !option.hidden) ?? same[0])?.name || entry.boot;
}

/** What the types of parameters take; no header of the tree says it. */
export const TYPES: readonly Choice[] = [
  { value: 'bool', description: 'on or off' },
  { value: 'int', description: 'whole number, in a unit where it has one' },
  { value: 'real', description: 'floating-point number, in a unit where it has one' },
  { value: 'string', description: 'text' },
  { value: 'enum', description: 'one of a list of words' },
];

/** Answers that the tree knows, for the wizard and for people who ask. */
export function choices(context: TreeContext, site: GucSite): Readonly<Record<string, readonly Choice[]>> {
  const { contexts, groups, flags, units, meanings } = site.vocabulary();
  const explained = (values: readonly string[]) => values.map((value) => ({ value, description: meanings.get(value) ?? '' }));
  const used = site.entries.flatMap((entry) => entry.options ?? []);
  return {
    type: TYPES,
    context: explained(contexts),
    group: [...groups].map(([value, description]) => ({ value, description })),
    flags: explained(flags),
    unit: explained(units),
    optionsArray: knownArrays(site.tableText, used).map((value) => {
      const options = findOptions(context, site.tableFile, value)?.options ?? [];
      const shown = options.filter((option) => !option.hidden);
      return { value, description: (shown.length > 0 ? shown : options).map((option) => option.name || '""').join(', ') };
    }),
  };
}
