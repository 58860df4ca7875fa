import type { Place } from '../base/result.ts';
import { type CatalogConstant, catalogConstants } from '../catalog/constants.ts';
import { CATALOG_DIRECTORY } from '../catalog/headers.ts';
import { recordsOf } from '../catalog/records.ts';
import type { Link } from '../features/feature.ts';
import { functionsOf } from '../index/c-functions.ts';
import { type IndexEntry, KINDS } from '../index/entry.ts';
import { mentionsInCode } from '../index/mentions.ts';
import { treeIndex } from '../index/tree-index.ts';
import { linksOf } from '../links/links.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Definition, Hover } from './answers.ts';
import { type Word, wordAt } from './conf.ts';
import { meansParameter } from './message-words.ts';
import { entriesByCode, entriesByIdentifier } from './names.ts';
import { parameterCode, parameterReferences } from './parameters.ts';
import { describeParameter } from './registered.ts';
import { describeRow } from './rows.ts';
import { argumentHover } from './sql-arguments.ts';
import { describeWord, otherSide } from './words.ts';

/** Kinds whose names C compilers see in generated headers only, or in strings, so that tools for C cannot lead to where they are listed. */
const LISTED = new Set(['errcode', 'wait-event', 'lwlock', 'tranche', 'rmgr', 'node', 'function']);

/** A word of C code with what it is registered as. */
interface Known {
  readonly word: Word;
  readonly entries: readonly IndexEntry[];
  /** How the word stands for them: as the name of a parameter in a string, as a C function where it is defined, as anything else. */
  readonly as: 'parameter' | 'code' | 'word';
}

/** What a word of C code is registered as: an identifier, a parameter's name in a string, a name on a line of lwlocklist.h. */
function meaningAt(context: TreeContext, path: TreePath, offset: number): Known | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  if (!word) return undefined;
  const parameter = parameterAt(context, text, wordAt(text, offset)) ?? parameterAt(context, text, word);
  if (parameter) return parameter;
  const run = entriesByCode(context).get(word.text);
  if (run && functionsOf(context, path).some((one) => one.offset === word.start)) return { word, entries: run, as: 'code' };
  // Lists that several files expand name a thing without what the expansion adds to it.
  const own = path.endsWith('.h')
    ? treeIndex(context)
        .ofFile(path)
        .filter((one) => isOnLine(one, path, text, word) && isNamed(one, word.text))
    : [];
  return { word, entries: own.length > 0 ? own : (entriesByIdentifier(context).get(word.text) ?? []), as: 'word' };
}

/** A word of a string that is the name of a parameter, its dots included where a module's prefix belongs to it. */
function parameterAt(context: TreeContext, text: string, word: Word | undefined): Known | undefined {
  if (!word || !meansParameter(text, word)) return undefined;
  const isDotted = word.text.includes('.');
  const entries = treeIndex(context)
    .named(word.text)
    .filter((one) => one.kind === 'guc' || (isDotted && one.kind === 'custom-guc'));
  return entries.length === 0 ? undefined : { word, entries, as: 'parameter' };
}

/** What a word of C code is registered as, in Markdown; of `PG_GETARG_X(n)`, the SQL argument. */
export function cWordHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const argument = argumentHover(context, path, offset);
  if (argument) return argument;
  const found = meaningAt(context, path, offset);
  if (!found) return undefined;
  const constant = found.entries.length === 0 ? catalogConstants(context).get(found.word.text) : undefined;
  const described = constant ? [describeConstant(context, constant)] : found.entries.slice(0, 5).map((one) => describeEntry(context, one));
  return described.length === 0 ? undefined : { start: found.word.start, end: found.word.end, markdown: described.join('\n\n---\n\n') };
}

/**
 * Where a word of C code is listed, for words that tools for C cannot follow; from a parameter's own row, the code behind it; from a C
 * function where it is defined, the rows that run it.
 */
export function cWordDefinition(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const found = meaningAt(context, path, offset);
  if (!found) return undefined;
  const { word, entries, as } = found;
  const text = context.tree.read(path)?.text ?? '';
  const isRow = as === 'parameter' && /^",\s*PGC_/.test(text.slice(word.end, word.end + 40));
  const listed = entries.filter((one) => as !== 'word' || LISTED.has(one.kind));
  const constant = catalogConstants(context).get(word.text);
  const places = isRow
    ? listed.flatMap((one) => parameterCode(context, one))
    : listed.map((one) => (isOnLine(one, path, text, word) ? (otherSide(context, one) ?? one) : one).place);
  if (constant && listed.length === 0) places.push(constant.place);
  return places.length === 0 ? undefined : { start: word.start, end: word.end, places };
}

/** Everything linked to what a word of C code is registered as. */
export function cWordReferences(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const found = meaningAt(context, path, offset);
  if (!found) return [];
  if (found.entries.some((one) => one.kind === 'guc') && found.as === 'parameter') return parameterReferences(context, found.word.text);
  const constant = found.entries.length === 0 ? catalogConstants(context).get(found.word.text) : undefined;
  const uses = constant ? mentionsInCode(context, constant.name) : [];
  return [
    ...found.entries.flatMap((entry) => [
      entry.place,
      ...linksOf(context, entry)
        .filter(isBeyondC(found, entry))
        .map((link) => link.place),
    ]),
    ...(constant ? [constant.place] : []),
    ...uses.map(({ path: file, offset: at }) => ({ path: file, offset: at })),
  ];
}

/**
 * Which links of an entry tools for C do not know: of functions and variables they find the code that uses them. Of hooks they find what
 * their build compiles, which seldom holds all modules.
 */
function isBeyondC({ as, word }: Known, { kind }: IndexEntry): (link: Link) => boolean {
  const isTheirs = as === 'code' || kind === 'guc';
  return ({ place, text }) => !isTheirs || !/\.[chly]$/.test(place.path) || !(text ?? word.text).includes(word.text);
}

/** Whether an entry is listed on the line of a word. */
function isOnLine({ place }: IndexEntry, path: TreePath, text: string, word: Word): boolean {
  return place.path === path && text.lastIndexOf('\n', place.offset - 1) === text.lastIndexOf('\n', word.start - 1);
}

/** Whether a word on the line of an entry names it: in lists, the prefix or the ending that all lines share is left out. */
function isNamed({ name, fields }: IndexEntry, word: string): boolean {
  const { id } = fields;
  return name === word || fields['event'] === word || (typeof id === 'string' && (id === word || id.endsWith(`_${word}`)));
}

function describeConstant(context: TreeContext, { place, record, declaration }: CatalogConstant): string {
  return record ? describeRow(context, place.path, record) : `\`\`\`c\n${declaration}\n\`\`\``;
}

/** An entry in Markdown. */
export function describeEntry(context: TreeContext, entry: IndexEntry): string {
  if (entry.kind === 'guc') return describeParameter(context, entry);
  if (entry.place.path.startsWith(`${CATALOG_DIRECTORY}/`) && entry.place.path.endsWith('.dat')) {
    const record = recordsOf(context, entry.place.path).find((one) => one.start === entry.place.offset);
    if (record) return describeRow(context, entry.place.path, record);
  }
  const word = describeWord(context, entry);
  if (word !== undefined) return word;
  const { signature, ...fields } = entry.fields;
  const facts = Object.entries(fields).map(([name, value]) => `- ${name}: \`${Array.isArray(value) ? value.join(', ') : String(value)}\``);
  return [
    `**${entry.name}** \u2014 ${KINDS[entry.kind]}`,
    signature === undefined ? '' : `\`\`\`c\n${String(signature)}\n\`\`\``,
    facts.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}
