import type { TreeContext } from '../../tree/context.ts';
import type { Choice } from '../feature.ts';
import type { GucSite } from './locate.ts';
import { literal } from './rows.ts';

const GUC_HEADER = 'src/include/utils/guc.h';
const TABLES_HEADER = 'src/include/utils/guc_tables.h';

/** The words that this tree knows for parameters: nothing of it is built in. */
export interface Vocabulary {
  /** Values of GucContext. */
  readonly contexts: readonly string[];
  /** Values of config_group with their texts in pg_settings. */
  readonly groups: ReadonlyMap<string, string>;
  /** GUC_ flags that are single bits, units included. */
  readonly flags: readonly string[];
  readonly units: readonly string[];
}

/** Reads GucContext, config_group with config_group_names, and the flags. */
export function readVocabulary(context: TreeContext, site: GucSite): Vocabulary {
  const header = context.tree.read(GUC_HEADER)?.text ?? '';
  const contexts = enumerators(context, header, 'GucContext');
  const groups = enumerators(context, context.tree.read(TABLES_HEADER)?.text ?? '', 'config_group');
  const texts = groupTexts(context, site, groups);
  const defined = [...header.matchAll(/^#define\s+(GUC_\w+)\s+(?:0x[0-9A-Fa-f]+|\(\s*1\s*<<)/gm)].map((match) => match[1] ?? '');
  const flags = defined.filter((flag) => !/^GUC_(?:UNIT_MEMORY|UNIT_TIME|UNIT|QUALIFIER\w*)$/.test(flag));
  return {
    contexts,
    groups: new Map(groups.map((group) => [group, texts.get(group) ?? ''])),
    flags,
    units: flags.filter((flag) => flag.startsWith('GUC_UNIT_')),
  };
}

function enumerators(context: TreeContext, text: string, name: string): readonly string[] {
  const type = context.c.outline(text).types.find((one) => one.kind === 'enum' && one.name === name) ?? taggedEnum(context, text, name);
  return type?.enumerators.map((one) => one.name) ?? [];
}

/** `enum config_group { … }` without a typedef, which the outline knows by its tag. */
function taggedEnum(context: TreeContext, text: string, name: string) {
  return context.c.outline(text).types.find((one) => one.name === name && one.enumerators.length > 0);
}

/** config_group_names: designated by group, or positional in the order of the enum. */
function groupTexts(context: TreeContext, site: GucSite, groups: readonly string[]): ReadonlyMap<string, string> {
  const names = context.c.initializer(context.tree.read(site.tableFile)?.text ?? '', 'config_group_names');
  const pairs = (names?.elements ?? []).map((element, index): [string, string] => [
    element.designator?.replace(/^\[\s*|\s*\]$/g, '') ?? groups[index] ?? '',
    literal(element.text) ?? '',
  ]);
  return new Map(pairs);
}

/** Choices for the wizard and for `pgsmith form`. */
export function vocabularyChoices(words: Vocabulary): Readonly<Record<string, readonly Choice[]>> {
  return {
    context: words.contexts.map((value) => ({ value })),
    group: [...words.groups].map(([value, description]) => ({ value, description })),
    flags: words.flags.filter((flag) => !flag.startsWith('GUC_UNIT_')).map((value) => ({ value })),
    unit: words.units.map((value) => ({ value })),
  };
}
