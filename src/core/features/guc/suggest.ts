import type { TreeContext } from '../../tree/context.ts';
import { findWord } from './declared.ts';
import type { GucEntry, GucType } from './entry.ts';
import { withNeededFlags } from './flag-rules.ts';
import { form } from './form.ts';
import { kinshipOf, nearestKin } from './kinship.ts';
import type { GucSite } from './locate.ts';

/** A name for a parameter that nobody has named yet. */
const FIRST_NAME = 'my_parameter';

/** Answers that make a sound parameter of whatever is given: an unused name, values of the type, group and words of the nearest relative. */
export function suggest(context: TreeContext, site: GucSite, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const text = (field: string) => (given[field] === undefined || given[field] === '' ? undefined : String(given[field]));
  const name = text('name') ?? unusedName(site);
  const type = (text('type') ?? typeOf(text('default'), given)) as GucType;
  const options =
    type === 'enum' && text('optionsArray') === undefined && text('options') === undefined ? [{ name: 'off' }, { name: 'on' }] : undefined;
  const group = text('group') ?? groupOf(context, site, name, type);
  const gucContext = contextOf(site, text('context'));
  const flags = given['flags'] === undefined ? withNeededFlags(context, site, gucContext, groupText(site, group), []) : [];
  return {
    name,
    type,
    default: defaultOf(type, text('min'), given),
    ...(options ? { options } : {}),
    group,
    ...(flags.length > 0 ? { flags } : {}),
    shortDesc: describe(name, type),
  };
}

/** A context as the tree spells it. */
function contextOf(site: GucSite, given = form.context.default as string): string {
  return findWord(site.vocabulary().contexts, given, 'PGC_') ?? given;
}

/** The text of a group that is named by its constant or by its text. */
function groupText(site: GucSite, group: string | undefined): string {
  return site.vocabulary().groups.get(group ?? '') ?? group ?? '';
}

function unusedName(site: GucSite): string {
  const taken = new Set(site.entries.map((entry) => entry.name.toLowerCase()));
  let name = FIRST_NAME;
  for (let number = 2; taken.has(name); number += 1) name = `${FIRST_NAME}_${number}`;
  return name;
}

/** The type that what is given asks for; a switch where nothing tells. */
function typeOf(value: string | undefined, given: Readonly<Record<string, unknown>>): GucType {
  if (given['options'] !== undefined || given['optionsArray'] !== undefined) return 'enum';
  if (value !== undefined && /^-?\d+$/.test(value)) return 'int';
  if (value !== undefined && /^-?\d*\.\d+$/.test(value)) return 'real';
  if (given['unit'] !== undefined || given['min'] !== undefined || given['max'] !== undefined) return 'int';
  return 'bool';
}

function defaultOf(type: GucType, min: string | undefined, given: Readonly<Record<string, unknown>>): string | undefined {
  switch (type) {
    case 'bool':
      return 'false';
    case 'int':
      return min ?? '0';
    case 'real':
      return min ?? '0.0';
    case 'string':
      return undefined;
    case 'enum':
      return given['options'] === undefined && given['optionsArray'] === undefined ? 'off' : undefined;
  }
}

/**
 * The group of the nearest relative by name; without a relative, the one of most parameters that everybody sees and sets, but for groups
 * whose parameters must have a flag: what they hold is special.
 */
function groupOf(context: TreeContext, site: GucSite, name: string, type: GucType): string | undefined {
  const visible = site.entries.filter((entry) => !entry.flags.includes('GUC_NOT_IN_SAMPLE'));
  const kinship = kinshipOf(
    { name, type, group: '' },
    site.entries.map((entry) => entry.name),
    { acrossGroups: false },
  );
  const nearest = nearestKin(visible, (entry: GucEntry) => kinship({ ...entry, sameFile: false }), 1);
  if (nearest) return nearest.group;
  const sizes = new Map<string, number>();
  for (const entry of visible) if (entry.context === form.context.default) sizes.set(entry.group, (sizes.get(entry.group) ?? 0) + 1);
  const largest = [...sizes].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  return (
    largest.find((group) => withNeededFlags(context, site, form.context.default, groupText(site, group), []).length === 0) ??
    largest[0] ??
    visible[0]?.group
  );
}

function describe(name: string, type: GucType): string {
  const words = name.replaceAll(/[_.]+/g, ' ').trim();
  return type === 'bool' ? `Enables ${words}.` : `Sets the ${words}.`;
}
