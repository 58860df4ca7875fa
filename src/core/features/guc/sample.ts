import type { Place } from '../../base/result.ts';
import { type ConfFile, type ConfParameter, parseConf } from '../../syntax/conf.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import { dirname, type TreePath } from '../../tree/source-tree.ts';
import type { Parameter } from './entry.ts';
import { nearestKin, WORTH_STANDING_BESIDE } from './kinship.ts';
import type { GucSite } from './locate.ts';
import { majority } from './majority.ts';
import type { EnumOption } from './option-list.ts';
import type { ShownValue } from './values.ts';

/** Width of a TAB in the sample, and the column of comments where no neighbour shows one. */
const TAB = 8;
const USUAL_COLUMN = 40;
/** Longest line of a list of options. */
const WIDTH = 79;

/** Where a parameter goes in its sample, and what its section does there. */
export interface SamplePoint {
  readonly offset: number;
  /** The parameter above it; undefined at the beginning of a section. */
  readonly after: string | undefined;
  /** Column in which comments begin. */
  readonly column: number;
  readonly tabs: boolean;
  /** What parameters of this context say of when they take effect. */
  readonly effect: string | undefined;
}

/** After the nearest relative in the section of the group, else at its end; undefined where no section belongs to the group. */
export function samplePoint(
  context: TreeContext,
  site: GucSite,
  parameter: Parameter,
  kinship: (name: string) => number,
): SamplePoint | undefined {
  const text = context.tree.read(sampleOf(context, parameter.name))?.text;
  if (text === undefined) return undefined;
  const conf = parseConf(text);
  const entries = new Map(site.entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const entryOf = (line: ConfParameter) => entries.get(line.name.toLowerCase());
  const section =
    majority(conf.parameters.filter((line) => entryOf(line)?.group === parameter.group).map((line) => line.section)) ??
    sectionNamed(conf, site.vocabulary().groups.get(parameter.group) ?? '');
  if (section === undefined) return undefined;
  const lines = conf.parameters.filter((line) => line.section === section);
  const after = nearestKin(lines, (line) => kinship(line.name), WORTH_STANDING_BESIDE) ?? lines.at(-1);
  const peers = conf.parameters.filter((line) => entryOf(line)?.context === parameter.context);
  return {
    offset: after?.end ?? sectionStart(text, conf, section),
    after: after?.name,
    column: commentColumn(text, lines) ?? commentColumn(text, conf.parameters) ?? USUAL_COLUMN,
    tabs: context.shape.sample === 'tabs',
    effect: commonEffect(text, peers),
  };
}

/** The section whose headings a group's text names, such as `Resource Usage / Memory`. */
function sectionNamed(conf: ConfFile, groupText: string): number | undefined {
  const [top = '', sub = ''] = groupText.split('/').map((part) => part.trim().toLowerCase());
  if (top === '') return undefined;
  const index = conf.sections.findIndex((one) => one.section.toLowerCase().startsWith(top) && one.subsection.toLowerCase() === sub);
  return index < 0 ? undefined : index;
}

/** After the blank line and the comment that follow a heading. */
function sectionStart(text: string, conf: ConfFile, section: number): number {
  const start = conf.sections[section]?.start ?? 0;
  return start + (/^(?:[ \t]*\r?\n)?(?:#(?: [^\n]*)?\n(?:[ \t]*\r?\n)?)?/.exec(text.slice(start))?.[0].length ?? 0);
}

/** The column in which most comments behind settings begin. */
function commentColumn(text: string, lines: readonly ConfParameter[]): number | undefined {
  const columns = lines.flatMap((line) => {
    const match = /^(#?[\w.]+ *= *(?:'(?:[^']|'')*'|[^\s#]*)[ \t]+)#/.exec(text.slice(line.start, line.end));
    return match?.[1] === undefined ? [] : [columnAfter(match[1])];
  });
  return majority(columns.filter((column) => column % TAB === 0));
}

function columnAfter(text: string): number {
  let column = 0;
  for (const char of text) column += char === '\t' ? TAB - (column % TAB) : 1;
  return column;
}

/** The remark in parentheses, as `(change requires restart)`, that most of the given parameters end with. */
function commonEffect(text: string, lines: readonly ConfParameter[]): string | undefined {
  const remarks = lines.flatMap((line) => /# (\([^()\n]+\))\s*$/.exec(text.slice(line.start, line.end))?.[1] ?? []);
  const common = majority(remarks);
  return remarks.filter((remark) => remark === common).length * 2 > lines.length ? common : undefined;
}

/** The line or lines of a parameter in the style of its section. */
export function sampleText(point: SamplePoint, parameter: Parameter, value: ShownValue, options: readonly EnumOption[]): string {
  const setting = `#${parameter.name} = ${value.quoted ? `'${value.text.replaceAll("'", "''")}'` : value.text}`;
  const comments = [...facts(point, parameter, options), ...(point.effect === undefined ? [] : [point.effect])];
  const [first, ...rest] = comments.map((comment) => `# ${comment}`);
  if (first === undefined) return `${setting}\n`;
  const lines = [`${setting}${gap(point, setting.length)}${first}`, ...rest.map((comment) => `${gap(point, 0)}${comment}`)];
  return lines.map((line) => `${line}\n`).join('');
}

/** Blanks from a column to that of comments; one separator where it is passed already. */
function gap({ column, tabs }: SamplePoint, from: number): string {
  if (from >= column) return tabs ? '\t' : ' ';
  return tabs ? '\t'.repeat(Math.ceil((column - from) / TAB)) : ' '.repeat(column - from);
}

/** The visible options of an enum, which nearly all enum parameters list. */
function facts(point: SamplePoint, parameter: Parameter, options: readonly EnumOption[]): readonly string[] {
  const names = parameter.type === 'enum' ? options.filter((option) => !option.hidden).map((option) => option.name) : [];
  if (names.length < 2) return [];
  const items = names.map((name, index) => (index === names.length - 1 ? `or ${name}` : names.length === 2 ? name : `${name},`));
  const lines: string[] = [''];
  for (const item of items) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && point.column + 3 + line.length + item.length > WIDTH) lines.push(item);
    else lines[lines.length - 1] = line === '' ? item : `${line} ${item}`;
  }
  return lines;
}

/** The samples of a tree: postgresql.conf.sample, then what a fork keeps beside it for parameters of its own. */
export function sampleFiles(context: TreeContext): readonly TreePath[] {
  const { tree } = context;
  const directory = dirname(paths.sample);
  const beside = (tree.list(directory) ?? []).map((entry) => `${directory}/${entry.name}`);
  return [paths.sample, ...beside.filter((path) => path.endsWith('.conf.sample') && path !== paths.sample)];
}

/** The parameters that the samples list, lower case, with their lines; undefined where there is no sample. */
export function sampleLines(context: TreeContext): ReadonlyMap<string, Place> | undefined {
  return remember(context, 'guc sample lines', (inner) => {
    if (inner.tree.stamp(paths.sample) === undefined) return undefined;
    const lines = sampleFiles(inner).flatMap((path) =>
      parseConf(inner.tree.read(path)?.text ?? '').parameters.map(
        (line) => [line.name.toLowerCase(), { path, offset: line.start }] as const,
      ),
    );
    return new Map(lines.reverse());
  });
}

/** The sample that a new parameter goes into: one that lists parameters of its prefix, else postgresql.conf.sample. */
export function sampleOf(context: TreeContext, name: string): TreePath {
  const prefix = /^\w+\./.exec(name.toLowerCase())?.[0];
  const sibling = prefix === undefined ? undefined : [...(sampleLines(context) ?? [])].find(([other]) => other.startsWith(prefix));
  return sibling?.[1].path ?? paths.sample;
}
