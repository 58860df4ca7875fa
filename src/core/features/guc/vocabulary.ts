import { constantOf } from '../../syntax/c/comment.ts';
import type { TreeContext } from '../../tree/context.ts';
import { literalText } from './c-text.ts';
import { isUnit } from './entry.ts';

/** Declares GucContext, the flags, and the variables and option arrays of the table file. */
export const GUC_HEADER = 'src/include/utils/guc.h';
/** Declares config_group. */
export const TABLES_HEADER = 'src/include/utils/guc_tables.h';

/** The words that this tree knows for parameters: nothing of it is built in. */
export interface Vocabulary {
  /** Values of GucContext. */
  readonly contexts: readonly string[];
  /** Values of config_group with their texts in pg_settings. */
  readonly groups: ReadonlyMap<string, string>;
  /** GUC_ flags but for the units. */
  readonly flags: readonly string[];
  /** GUC_UNIT_ flags. */
  readonly units: readonly string[];
  /** What the header says of contexts, flags and units, a sentence each; of some it says nothing. */
  readonly meanings: ReadonlyMap<string, string>;
}

/** Reads GucContext, config_group with config_group_names, and the flags. */
export function readVocabulary(context: TreeContext, tableText: string): Vocabulary {
  const header = context.tree.read(GUC_HEADER)?.text ?? '';
  const groups = enumerators(context, context.tree.read(TABLES_HEADER)?.text ?? '', 'config_group');
  const flags = readFlags(context, header);
  const contexts = enumerators(context, header, 'GucContext');
  return {
    contexts,
    groups: groupTexts(context, tableText, groups),
    flags: flags.filter((flag) => !isUnit(flag)),
    units: flags.filter(isUnit),
    meanings: new Map([...contexts, ...flags].map((word) => [word, constantOf(header, word)?.sentence ?? ''])),
  };
}

/** Constants named GUC_; what another one is the union of, as GUC_UNIT of its masks, is no flag. */
function readFlags(context: TreeContext, header: string): readonly string[] {
  const defines = context.c.outline(header).defines.filter((define) => /^GUC_[A-Z_]+$/.test(define.name) && !define.isFunctionLike);
  const masks = new Set(defines.flatMap((define) => (define.body.includes('|') ? (define.body.match(/\w+/g) ?? []) : [])));
  return defines
    .filter((define) => /^\(?\s*(?:0x[0-9A-Fa-f]+|1\s*<<\s*\d+)\s*\)?$/.test(define.body) && !masks.has(define.name))
    .map((define) => define.name);
}

function enumerators(context: TreeContext, text: string, name: string): readonly string[] {
  const types = context.c.outline(text).types.filter((one) => one.name === name);
  return types.find((one) => one.enumerators.length > 0)?.enumerators.map((one) => one.name) ?? [];
}

/** Groups with the texts of config_group_names, which is designated by group, or positional in the order of the enum. */
function groupTexts(context: TreeContext, tableText: string, groups: readonly string[]): ReadonlyMap<string, string> {
  const names = context.c.initializer(tableText, 'config_group_names');
  const texts = new Map<string, string>();
  for (const [index, element] of (names?.elements ?? []).entries()) {
    texts.set(element.designator?.replaceAll(/^\[\s*|\s*\]$/g, '') ?? groups[index] ?? '', literalText(element.text) ?? '');
  }
  return new Map(groups.map((group) => [group, texts.get(group) ?? '']));
}
