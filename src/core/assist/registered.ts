import { tolerant } from '../catalog/tolerant.ts';
import type { Choice, Entry } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { unitName } from '../index/parameter-units.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** Everything registered of a kind by name in lower case; of several entries of one name, all. */
export function entriesOf(context: TreeContext, kind: string): ReadonlyMap<string, readonly Entry[]> {
  return remember(context, `entries ${kind}`, (inner) => {
    const feature = features.find((one) => one.kind === kind);
    const listed = feature && tolerant(inner, (readable) => feature.list(readable));
    const byName = new Map<string, Entry[]>();
    for (const entry of listed?.ok ? listed.value : []) {
      const name = entry.name.toLowerCase();
      byName.set(name, [...(byName.get(name) ?? []), entry]);
    }
    return byName;
  });
}

/** Answers that the tree knows for the fields of a kind, by field; also while somebody is typing a record of it. */
export function choicesOf(context: TreeContext, kind: string): Readonly<Record<string, readonly Choice[]>> {
  const feature = features.find((one) => one.kind === kind);
  const choices = feature && tolerant(context, (readable) => feature.choices(readable));
  return choices?.ok ? choices.value : {};
}

/** A parameter in Markdown: type, default, range, context, group, what it is for. */
export function describeParameter(context: TreeContext, { name, fields }: Entry): string {
  const text = (field: string) => (fields[field] === undefined || fields[field] === null ? '' : String(fields[field]));
  const unit = text('unit') && unitName(context, text('unit'));
  const range = fields['min'] === undefined ? '' : `, ${text('min')} to ${text('max')}`;
  const options = Array.isArray(fields['options']) ? fields['options'].filter((one) => !one.hidden).map((one) => one.name) : [];
  const flags = Array.isArray(fields['flags']) ? fields['flags'].join(' ') : '';
  return [
    `**${name}** \`${text('type')}\` \u2014 ${text('shortDesc')}`,
    [text('longDesc'), options.length > 0 ? `One of ${options.map((one) => `\`${one}\``).join(', ')}.` : ''].filter(Boolean).join(' '),
    `Default \`${text('default') || "''"}${unit && ` ${unit}`}\`${range}. \`${text('context')}\`, \`${text('group')}\`${flags && `, ${flags}`}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A SQL function in Markdown: signature, OID, what it does. */
export function describeFunction({ name, fields }: Entry): string {
  const args = Array.isArray(fields['args']) ? fields['args'] : [];
  const list = args.map((one) => [one.mode === 'in' ? '' : one.mode, one.name, one.type].filter(Boolean).join(' ')).join(', ');
  const traits = [fields['volatility'], fields['strict'] === true ? 'strict' : 'called on null input', `parallel ${fields['parallel']}`];
  return [
    `\`\`\`sql\n${name}(${list}) \u2192 ${fields['set'] === true ? 'setof ' : ''}${fields['returns']}\n\`\`\``,
    `${fields['description'] ?? ''}`,
    `OID ${fields['oid']}, ${traits.join(', ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
