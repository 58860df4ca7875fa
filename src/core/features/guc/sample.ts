import { type ConfFile, parseConf } from '../../syntax/conf.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { GucSite } from './locate.ts';
import { sampleRelative } from './relatives.ts';
import type { Parameter } from './resolve.ts';
import { literal } from './rows.ts';
import { withUnit } from './value.ts';

/** Column in which comments of the sample begin. */
const COMMENT_COLUMN = 40;
/** Width of a TAB in the sample. */
const TAB = 8;

/** Where a parameter goes in postgresql.conf.sample. */
export interface SamplePoint {
  readonly offset: number;
  /** The parameter above it; undefined at the beginning of a section. */
  readonly after: string | undefined;
}

/** After the nearest relative, else at the beginning of the section whose headings are the group's text. */
export function samplePoint(context: TreeContext, site: GucSite, parameter: Parameter, groupText: string): SamplePoint | undefined {
  const text = context.tree.read(paths.sample)?.text;
  if (text === undefined) return undefined;
  const conf = parseConf(text);
  const relative = sampleRelative(site, conf, parameter);
  if (relative) return { offset: relative.end, after: relative.name };
  const section = sectionOf(conf, groupText);
  if (section === undefined) return undefined;
  const last = conf.parameters.filter((line) => line.section === section).at(-1);
  return { offset: last?.end ?? conf.sections[section]?.start ?? 0, after: last?.name };
}

/** Index of the section whose headings a group's text names, such as `Resource Usage / Memory`. */
function sectionOf(conf: ConfFile, groupText: string): number | undefined {
  const [top = '', sub = ''] = groupText.split(' / ').map((part) => part.toLowerCase());
  const index = conf.sections.findIndex(
    (one) => top !== '' && one.section.toLowerCase().startsWith(top) && one.subsection.toLowerCase() === sub,
  );
  return index < 0 ? undefined : index;
}

/** The line or lines of a parameter, in the tree's own style of columns. */
export function sampleText(context: TreeContext, parameter: Parameter): string {
  const setting = `#${parameter.name} = ${sampleValue(parameter)}`;
  const comments = sampleComments(parameter);
  const spaces = context.shape.sample === 'spaces';
  const indent = spaces ? ' '.repeat(COMMENT_COLUMN) : '\t'.repeat(COMMENT_COLUMN / TAB);
  const [first, ...rest] = comments;
  if (first === undefined) return `${setting}\n`;
  const gap =
    setting.length >= COMMENT_COLUMN
      ? spaces
        ? ' '
        : '\t'
      : spaces
        ? ' '.repeat(COMMENT_COLUMN - setting.length)
        : '\t'.repeat(COMMENT_COLUMN / TAB - Math.floor(setting.length / TAB));
  return [`${setting}${gap}# ${first}`, ...rest.map((comment) => `${indent}# ${comment}`)].map((line) => `${line}\n`).join('');
}

/** The boot value as users write it. */
export function sampleValue(parameter: Parameter): string {
  const { boot, bootNumber, type } = parameter;
  switch (type) {
    case 'bool':
      return boot === 'true' ? 'on' : boot === 'false' ? 'off' : boot;
    case 'enum':
      return parameter.options.find((option) => option.value === boot && !option.hidden)?.name ?? boot;
    case 'string':
      return boot === 'NULL' ? "''" : `'${(literal(boot) ?? boot).replaceAll("'", "''")}'`;
    case 'int':
      return bootNumber === undefined ? boot : withUnit(bootNumber, parameter.unit);
    case 'real':
      return bootNumber === undefined ? boot : parameter.unit === undefined ? boot : withUnit(bootNumber, parameter.unit);
  }
}

/** What committers say behind a setting when there is a rule for it; no comment is as common as one. */
function sampleComments(parameter: Parameter): readonly string[] {
  const visible = parameter.options.filter((option) => !option.hidden).map((option) => option.name);
  const zeroOff = parameter.bootNumber === 0 && /\bdisable/i.test(parameter.longDesc ?? '') ? unitComment(parameter.unit) : undefined;
  const facts = [...(visible.length > 1 ? [listed(visible)] : []), ...(zeroOff === undefined ? [] : [zeroOff])];
  const restart = parameter.context === 'PGC_POSTMASTER' ? ['(change requires restart)'] : [];
  return [...facts, ...restart];
}

function unitComment(unit: string | undefined): string {
  const names: Readonly<Record<string, string>> = {
    GUC_UNIT_MS: 'in milliseconds, ',
    GUC_UNIT_S: 'in seconds, ',
    GUC_UNIT_MIN: 'in minutes, ',
  };
  return `${names[unit ?? ''] ?? ''}0 is disabled`;
}

/** `a, b, or c`. */
export function listed(items: readonly string[]): string {
  return items.length < 3 ? items.join(' or ') : `${items.slice(0, -1).join(', ')}, or ${items.at(-1)}`;
}
