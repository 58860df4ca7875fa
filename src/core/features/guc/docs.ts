import { parseConf } from '../../syntax/conf.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { GucSite } from './locate.ts';
import { majority } from './relatives.ts';
import type { Parameter } from './resolve.ts';
import { sampleValue } from './sample.ts';
import { unitWords } from './value.ts';
import { bestOf, sharedPrefix, sharedWords } from './words.ts';

/** The page that documents parameters. */
export const CONFIG_SGML = 'doc/src/sgml/config.sgml';

const TYPE_WORDS = { bool: 'boolean', int: 'integer', real: 'floating point', string: 'string', enum: 'enum' } as const;

/** Where an entry goes: after the one of a relative. */
export interface DocumentationPoint {
  readonly offset: number;
  readonly after: string;
}

interface DocumentedParameter {
  readonly name: string;
  /** After the line of `</varlistentry>`. */
  readonly end: number;
  /** Identifier of the section that holds it. */
  readonly section: string;
}

/** The parameters that config.sgml documents, in order. */
export function documentedParameters(text: string): readonly DocumentedParameter[] {
  const found: DocumentedParameter[] = [];
  let section = '';
  for (const match of text.matchAll(/<sect[12] id="([^"]+)"|<varlistentry id="guc-[^"]*"[^>]*>([\s\S]*?)<\/varlistentry>[ \t]*\r?\n/g)) {
    if (match[1] !== undefined) section = match[1];
    const name = /<term><varname>([^<]+)<\/varname>/.exec(match[2] ?? '')?.[1];
    if (name !== undefined) found.push({ name, end: match.index + match[0].length, section });
  }
  return found;
}

/**
 * After the entry of the parameter above ours in the sample, where it stands in the section of our group; else after the one that
 * shares most of the name; else after the last of the section. Undefined where the group has no documented parameter.
 */
export function documentationPoint(
  context: TreeContext,
  site: GucSite,
  parameter: Parameter,
  sampleNeighbour: string | undefined,
): DocumentationPoint | undefined {
  const text = context.tree.read(CONFIG_SGML)?.text;
  if (text === undefined) return undefined;
  const documented = documentedParameters(text);
  const groups = new Map(site.entries.map((entry) => [entry.name.toLowerCase(), entry.group]));
  const section = majority(documented.filter((one) => groups.get(one.name.toLowerCase()) === parameter.group).map((one) => one.section));
  const candidates = documented.filter((one) => one.section === section);
  const neighbour = candidates.find((one) => one.name === sampleNeighbour);
  const relative = bestOf(candidates, (one) => sharedPrefix(one.name, parameter.name) * 10 + sharedWords(one.name, parameter.name) * 3);
  const chosen = neighbour ?? relative ?? candidates.at(-1);
  return chosen && { offset: chosen.end, after: chosen.name };
}

/** The entry of a parameter, with the empty line before it. */
export function documentationText(context: TreeContext, parameter: Parameter): string {
  const sgml = context.tree.read(CONFIG_SGML)?.text ?? '';
  const sentences = [
    parameter.shortDesc,
    ...(parameter.longDesc === undefined ? [] : [parameter.longDesc]),
    ...(parameter.options.length > 0
      ? [
          `Valid values are ${parameter.options
            .filter((one) => !one.hidden)
            .map((one) => `<literal>${one.name}</literal>`)
            .join(', ')}.`,
        ]
      : []),
  ].map((sentence, index) => (index < (parameter.longDesc === undefined ? 1 : 2) ? escapeSgml(sentence) : sentence));
  const unit = parameter.unit === undefined ? undefined : unitWords(parameter.unit);
  const all = [
    ...sentences,
    `The default is <literal>${escapeSgml(defaultWords(parameter))}</literal>.`,
    ...(unit === undefined ? [] : [`If this value is specified without units, it is taken as ${unit}.`]),
    ...contextSentence(sgml, parameter.context),
  ];
  return [
    '',
    `     <varlistentry id="guc-${parameter.name.replaceAll('_', '-').toLowerCase()}" xreflabel="${parameter.name}">`,
    `      <term><varname>${parameter.name}</varname> (<type>${TYPE_WORDS[parameter.type]}</type>)`,
    '      <indexterm>',
    `       <primary><varname>${parameter.name}</varname> configuration parameter</primary>`,
    '      </indexterm>',
    '      </term>',
    '      <listitem>',
    '       <para>',
    ...wrap(all.join(' ')).map((line) => `        ${line}`),
    '       </para>',
    '      </listitem>',
    '     </varlistentry>',
    '',
  ].join('\n');
}

function defaultWords(parameter: Parameter): string {
  const value = sampleValue(parameter);
  return parameter.type === 'string' ? value.replaceAll(/^'|'$/g, '') || "''" : value;
}

/** When a parameter can be set, in the words that the tree's own page uses. */
function contextSentence(sgml: string, context: string): readonly string[] {
  switch (context) {
    case 'PGC_POSTMASTER':
      return ['This parameter can only be set at server start.'];
    case 'PGC_SIGHUP':
      return ['This parameter can only be set in the <filename>postgresql.conf</filename> file or on the server command line.'];
    case 'PGC_BACKEND':
    case 'PGC_SU_BACKEND':
      return ['This parameter cannot be changed after session start.'];
    case 'PGC_SUSET':
      return [
        /appropriate\s+<literal>SET<\/literal>\s+privilege/.test(sgml)
          ? 'Only superusers and users with the appropriate <literal>SET</literal> privilege can change this setting.'
          : 'Only superusers can change this setting.',
      ];
    default:
      return [];
  }
}

function escapeSgml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Lines of at most 71 characters; a tag is never broken. */
function wrap(text: string): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.match(/<[^>]*>(?:[^\s<]*(?:<[^>]*>)?)*|[^\s]+/g) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > 71) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/** The parameters that the sample lists, for checks. */
export function sampleNames(context: TreeContext): ReadonlySet<string> {
  return new Set(parseConf(context.tree.read(paths.sample)?.text ?? '').parameters.map((line) => line.name.toLowerCase()));
}
