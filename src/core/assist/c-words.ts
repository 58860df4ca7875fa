import type { Place } from '../base/result.ts';
import { functionsOf } from '../index/c-functions.ts';
import { type IndexEntry, KINDS } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import { linksOf } from '../links/links.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Definition, Hover } from './answers.ts';
import { type Word, wordAt } from './conf.ts';
import { argumentsOf, entriesByIdentifier, rowsByCFunction } from './names.ts';
import { describeFunction, describeParameter } from './registered.ts';

/** Kinds whose names C compilers see in generated headers only, or in strings, so that tools for C cannot lead to where they are listed. */
const LISTED = new Set(['errcode', 'wait-event', 'lwlock', 'tranche', 'rmgr', 'node', 'function']);

/** What a word of C code is registered as: an identifier, a parameter's name in a string, a name on a line of lwlocklist.h. */
function meaningAt(
  context: TreeContext,
  path: TreePath,
  offset: number,
): { readonly word: Word; readonly entries: readonly IndexEntry[] } | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  if (!word) return undefined;
  const isString = text[word.start - 1] === '"' && text[word.end] === '"';
  if (isString) {
    const line = text.slice(text.lastIndexOf('\n', word.start) + 1, word.start);
    return /config|guc/i.test(line)
      ? {
          word,
          entries: treeIndex(context)
            .named(word.text)
            .filter((one) => one.kind === 'guc'),
        }
      : undefined;
  }
  if (path.endsWith('/lwlocklist.h')) {
    const own = treeIndex(context)
      .ofFile(path)
      .filter((one) => one.name === word.text || one.fields['event'] === word.text);
    return { word, entries: own };
  }
  return { word, entries: entriesByIdentifier(context).get(word.text) ?? [] };
}

/** What a word of C code is registered as, in Markdown; of `PG_GETARG_X(n)`, the SQL argument. */
export function cWordHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const argument = argumentHover(context, path, offset);
  if (argument) return argument;
  const found = meaningAt(context, path, offset);
  if (!found || found.entries.length === 0) return undefined;
  const markdown = found.entries.slice(0, 5).map(describeEntry).join('\n\n---\n\n');
  return { start: found.word.start, end: found.word.end, markdown };
}

/** Where a word of C code is listed, for words that tools for C cannot follow. */
export function cWordDefinition(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const found = meaningAt(context, path, offset);
  const text = context.tree.read(path)?.text ?? '';
  const entries = found?.entries.filter((one) => LISTED.has(one.kind) || text[found.word.start - 1] === '"') ?? [];
  return found && entries.length > 0
    ? { start: found.word.start, end: found.word.end, places: entries.map((one) => one.place) }
    : undefined;
}

/** Everything linked to what a word of C code is registered as. */
export function cWordReferences(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const found = meaningAt(context, path, offset);
  return found?.entries.flatMap((entry) => [entry.place, ...linksOf(context, entry).map((link) => link.place)]) ?? [];
}

/** An entry in Markdown. */
export function describeEntry(entry: IndexEntry): string {
  if (entry.kind === 'guc') return describeParameter(entry);
  if (entry.kind === 'function') return describeFunction(entry);
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

/** On `PG_GETARG_X(n)`: name and type of that argument in every SQL function of the C function around. */
function argumentHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const macro = [...line.matchAll(/\bPG_(?:GETARG_\w+|ARGISNULL|NARGS)\(\s*(\d+)\s*\)/g)].find(
    (match) => match.index <= offset - lineStart && offset - lineStart <= match.index + match[0].length,
  );
  const around = functionsOf(context, path).findLast((one) => one.isCallable && one.offset < offset);
  const rows = around ? (rowsByCFunction(context).get(around.name) ?? []) : [];
  if (!macro || rows.length === 0) return undefined;
  const position = Number(macro[1]);
  const lines = rows.map((row) => {
    const argument = argumentsOf(row).filter((one) => one.mode !== 'out' && one.mode !== 'table')[position];
    const named = argument?.name === undefined ? '' : `\`${argument.name}\` `;
    return argument
      ? `Argument ${position + 1} of **${row.name}**: ${named}\`${argument.type}\``
      : `**${row.name}** takes no argument ${position + 1}`;
  });
  const start = lineStart + macro.index;
  return { start, end: start + macro[0].length, markdown: [...new Set(lines)].slice(0, 8).join('\n\n') };
}
