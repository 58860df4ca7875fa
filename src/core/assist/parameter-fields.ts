import type { Place } from '../base/result.ts';
import { functionPlace } from '../index/c-functions.ts';
import { parameterVariable } from '../index/c-variables.ts';
import { filesMentioning } from '../index/mentions.ts';
import { declarationAt } from '../syntax/c/declaration.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { parameterWord } from './parameters.ts';
import type { Field } from './record-fields.ts';
import { choicesOf, entriesOf } from './registered.ts';
import type { Meaning } from './words.ts';

/** Headers of the structs that records of parameters fill, and of the types of their members. */
const STRUCTS: TreePath = 'src/include/utils/guc_tables.h';
const TYPES: TreePath = 'src/include/utils/guc.h';

/** A field of the record of a parameter of a type: the member of the server's struct that it fills, and for a hook what it is called with. */
export function parameterField(context: TreeContext, type: string | undefined, name: string): Field | undefined {
  const text = context.tree.read(STRUCTS)?.text ?? '';
  const member = name === 'type' ? 'vartype' : name;
  for (const struct of [`config_${type}`, 'config_generic']) {
    const [whole] = new RegExp(`^struct ${struct}\\s*\\{[\\s\\S]*?^\\};`, 'm').exec(text) ?? [];
    const at = whole?.search(new RegExp(`(?<=^[ \\t]+[\\w \\t]*[ \\t*])${member};`, 'm')) ?? -1;
    if (whole === undefined || at < 0) continue;
    const place = { path: STRUCTS, offset: text.indexOf(whole) + at };
    const { code, comment } = declarationAt(text, place.offset);
    return { code, place, markdown: inC([code, calledAs(context, code)], comment) };
  }
  return undefined;
}

/** How a hook of a type is called. */
function calledAs({ tree }: TreeContext, member: string): string {
  const type = /^(Guc\w+Hook) /.exec(member)?.[1];
  return new RegExp(`^typedef [^;]*\\(\\*${type}\\)[^;]*;`, 'm').exec(tree.read(TYPES)?.text ?? '')?.[0].replaceAll(/\s+/g, ' ') ?? '';
}

/** What the value of a field of a parameter's record names, but for its name: a word of parameters, or something that C declares. */
export function parameterValue(context: TreeContext, record: DatRecord, column: string, value: string): Meaning | undefined {
  const word = parameterWord(context, value);
  if (word) return word;
  if (column === 'type') return ofType(context, value);
  const place = /^[A-Za-z_]\w*$/.test(value) ? declaredFor(context, column, value) : undefined;
  if (!place) return undefined;
  const { code, comment } = declarationAt(context.tree.read(place.path)?.text ?? '', place.offset);
  return { place, markdown: [inC([code], comment), optionsOf(context, record, column, value)].filter(Boolean).join('\n\n') };
}

/** A type of parameters and the struct of what only it has. */
function ofType(context: TreeContext, value: string): Meaning | undefined {
  const about = choicesOf(context, 'guc')['type']?.find((choice) => choice.value === value)?.description;
  const place = {
    path: STRUCTS,
    offset: (context.tree.read(STRUCTS)?.text ?? '').search(new RegExp(`(?<=^struct )config_${value}\\s*$`, 'm')),
  };
  const field = parameterField(context, value, 'type');
  if (about === undefined || !field) return undefined;
  return { place: place.offset < 0 ? field.place : place, markdown: `**${value}** \u2014 type of parameters: ${about}` };
}

function declaredFor(context: TreeContext, column: string, value: string): Place | undefined {
  if (column === 'variable' || column === 'options') return parameterVariable(context, value);
  if (/_hook$/.test(column)) return functionPlace(context, value);
  return /^(?:boot_val|min|max|ifdef)$/.test(column) ? constantPlace(context, value) : undefined;
}

/** Where a header defines a macro or an enumerator; a macro that switches something on may stand in a comment there. */
function constantPlace(context: TreeContext, name: string): Place | undefined {
  const definition = new RegExp(`^(?:(?:/\\*[ \\t]*)?#[ \\t]*define[ \\t]+(?=${name}\\b)|[ \\t]+(?=${name}[ \\t]*(?:=|,|/\\*|$)))`, 'm');
  for (const path of filesMentioning(context, 'src/include', '.h', name)) {
    const found = definition.exec(context.tree.read(path)?.text ?? '');
    if (found) return { path, offset: found.index + found[0].length };
  }
  return undefined;
}

/** The words that a parameter takes, each with its constant; of a constant, the words that mean it. */
function optionsOf(context: TreeContext, record: DatRecord, column: string, value: string): string {
  const [entry] = entriesOf(context, 'guc').get((fieldValue(record, 'name') ?? '').toLowerCase()) ?? [];
  const options: unknown = entry?.fields['options'];
  if (!Array.isArray(options)) return '';
  if (column === 'options')
    return options.map((one) => `- \`${one.name}\` is \`${one.value}\`${one.hidden ? ', not shown to users' : ''}`).join('\n');
  const words = options.filter((one) => one.value === value).map((one) => `\`${one.name}\``);
  return words.length === 0 ? '' : `Set by ${words.join(', ')}.`;
}

function inC(code: readonly string[], comment: string): string {
  return [`\`\`\`c\n${code.filter(Boolean).join('\n')}\n\`\`\``, comment].filter(Boolean).join('\n\n');
}
