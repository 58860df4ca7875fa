import type { Choice, Feature, Field } from '../../core/api.ts';
import { findTreeRoot } from '../../host/disk-tree.ts';
import type { Call } from '../call.ts';
import { flagOf } from '../fields.ts';
import { openContext } from '../open.ts';
import { type Outcome, refused } from '../outcome.ts';
import { columns, wrap } from '../table.ts';
import { featureOf } from './kinds.ts';

type Choices = Readonly<Record<string, readonly Choice[]>>;

/** `pgsmith form KIND`: the questions, and the answers that the tree knows where there is a tree. */
export async function form(call: Call): Promise<Outcome> {
  const feature = featureOf(call.operands[0] ?? '');
  if ('ok' in feature) return feature;
  const choices = await treeChoices(call, feature);
  if ('ok' in choices) return choices as Outcome;
  return { ok: true, json: () => formJson(feature, choices), text: () => formText(feature, choices) };
}

/** Choices read from the tree: demanded of a tree that was named, taken where the current directory is inside of one. */
async function treeChoices(call: Call, feature: Feature): Promise<Choices | (Outcome & { ok: false })> {
  if (call.tree === undefined && findTreeRoot(call.cwd) === undefined) return {};
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const choices = feature.choices(opened.context);
  if (choices.ok) return choices.value;
  return call.tree === undefined ? {} : refused(choices.problem, opened.tree);
}

function formJson(feature: Feature, choices: Choices): unknown {
  const describe = ([name, field]: [string, Field]): unknown => ({
    name,
    flag: `--${flagOf(name)}`,
    type: field.kind,
    label: field.label,
    description: field.description,
    required: field.required === true,
    ...('default' in field ? { default: field.default } : {}),
    ...('of' in field ? { choices: field.of.map((value) => ({ value })) } : {}),
    ...(choices[name] ? { choices: choices[name] } : {}),
    ...(field.kind === 'records' ? { fields: Object.entries(field.fields).map(describe), shorthand: field.shorthand } : {}),
  });
  return { kind: feature.kind, label: feature.label, fields: Object.entries(feature.form).map(describe) };
}

function formText(feature: Feature, choices: Choices): string {
  const fields = Object.entries(feature.form).map(([name, field]) => {
    const [head = ''] = columns([[`--${flagOf(name)}`, valueWord(field)]]).split('\n');
    const state = field.required ? '  required' : 'default' in field && field.default !== undefined ? `  default ${field.default}` : '';
    const of = 'of' in field ? field.of : (choices[name]?.map((choice) => choice.value) ?? []);
    return [
      `${head}${state}`,
      `    ${field.description}`,
      ...(of.length > 0 ? [wrap(of, '      ').trimEnd()] : []),
      ...itemLines(field),
    ].join('\n');
  });
  return `${feature.label}: pgsmith add ${feature.kind} ...\n\n${fields.join('\n')}\n`;
}

/** The fields of each item of a list. */
function itemLines(field: Field): readonly string[] {
  if (field.kind !== 'records') return [];
  const short = field.shorthand === undefined ? '' : `, or ${field.shorthand},${field.shorthand},...`;
  return [
    `      JSON list of objects${short}`,
    ...Object.entries(field.fields).map(([name, item]) => {
      const of = item.kind === 'choice' ? ` (${item.of.join(', ')})` : '';
      return `      ${name}${item.required ? ' (required)' : ''}: ${item.description}${of}`;
    }),
  ];
}

function valueWord(field: Field): string {
  switch (field.kind) {
    case 'boolean':
      return '[true|false]';
    case 'integer':
      return 'N';
    case 'words':
      return 'WORD,...';
    case 'records':
      return 'LIST';
    case 'choice':
    case 'text':
    case 'value':
      return 'VALUE';
  }
}
