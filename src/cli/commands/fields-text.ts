import type { Entry } from '../../core/api.ts';

/** The fields of an entry that fit on a line, without empty ones. */
export function fieldsText(entry: Entry): string {
  return Object.entries(entry.fields)
    .map(([name, value]) => [name, valueText(value)] as const)
    .filter(([, text]) => text !== '' && !text.includes('\n'))
    .map(([name, text]) => `${name}=${/\s/.test(text) ? JSON.stringify(text) : text}`)
    .join(' ');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(',');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(valueText).filter(Boolean).join(' ');
  return String(value ?? '');
}
