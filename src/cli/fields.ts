import type { Field, Form } from '../core/api.ts';
import type { FlagKind, FlagSpec } from './arguments.ts';
import { type Outcome, usage } from './outcome.ts';

/** The flag of a form field: its name in kebab-case. */
export function flagOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The flags of a form. */
export function formFlags(form: Form): FlagSpec {
  return new Map(
    Object.entries(form).map(([name, field]): [string, FlagKind] => [flagOf(name), field.kind === 'boolean' ? 'optional' : 'value']),
  );
}

/**
 * The input object that flags stand for. Lists accumulate over repeated flags; the items of a list of records are JSON, or a line as
 * the field reads it, or words separated by commas where the field has a shorthand.
 */
export function inputOf(
  form: Form,
  flags: ReadonlyMap<string, readonly string[]>,
): { readonly ok: true; readonly input: Record<string, unknown> } | (Outcome & { ok: false }) {
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(form)) {
    const values = flags.get(flagOf(name));
    if (!values) continue;
    if (field.kind === 'words') input[name] = values.join(' ');
    else if (field.kind === 'records') {
      const records: unknown[] = [];
      for (const value of values) {
        const line = /^\s*[[{]/.test(value) ? undefined : field.parse?.(value);
        if (line?.ok === false) return usage('bad-list', `--${flagOf(name)}: ${line.problem.message}`, line.problem.hint);
        const items = line?.value ?? recordsOf(field, value);
        if (items === undefined)
          return usage('bad-list', `--${flagOf(name)} is neither JSON nor a list of words: ${value}`, recordsHint(name, field));
        records.push(...items);
      }
      input[name] = records;
    } else {
      if (values.length > 1) return usage('flag-twice', `--${flagOf(name)} is given ${values.length} times`);
      input[name] = values[0];
    }
  }
  return { ok: true, input };
}

type RecordsField = Extract<Field, { kind: 'records' }>;

function recordsOf(field: RecordsField, value: string): readonly unknown[] | undefined {
  if (/^\s*[[{]/.test(value)) {
    try {
      const parsed: unknown = JSON.parse(value);
      return Array.isArray(parsed) ? parsed : [parsed];
    } catch {
      return undefined;
    }
  }
  return field.shorthand === undefined ? undefined : splitAtCommas(value);
}

/** Splits at commas outside of parentheses and quotes, so that `numeric(10,2)` stays whole. */
function splitAtCommas(value: string): readonly string[] {
  return (value.match(/(?:\([^()]*\)|'[^']*'|"[^"]*"|[^,])+/g) ?? []).map((item) => item.trim()).filter((item) => item !== '');
}

function recordsHint(name: string, field: RecordsField): string {
  const [first = ''] = Object.keys(field.fields);
  const json = `--${flagOf(name)} '[{"${field.shorthand ?? first}": "..."}]'`;
  return field.shorthand === undefined
    ? `Write ${json}.`
    : `Write ${json}, or a list of each ${field.shorthand}: --${flagOf(name)} one,two.`;
}
