import type { Question } from '../core/api.ts';
import type { WireQuestion } from '../protocol/requests.ts';

/** A question as the client asks it. */
export function toWireQuestion({ name, field, isFirst, suggestion, choices }: Question): WireQuestion {
  return {
    name,
    kind: questionKind(field.kind, choices.length > 0),
    label: field.label,
    description: field.description,
    isRequired: field.required === true || ('default' in field && field.default !== undefined),
    isFirst,
    ...(suggestion === undefined ? {} : { suggestion: answerText(suggestion, field) }),
    choices: field.kind === 'boolean' && choices.length === 0 ? [{ value: 'true' }, { value: 'false' }] : choices,
  };
}

function questionKind(kind: Question['field']['kind'], hasChoices: boolean): WireQuestion['kind'] {
  if (kind === 'boolean') return 'boolean';
  if (kind === 'words' && hasChoices) return 'flags';
  return hasChoices && kind !== 'records' ? 'choice' : 'text';
}

/** An answer as the text that is typed for it: what `parseForm` takes back. */
export function answerText(value: unknown, field: Question['field']): string {
  if (Array.isArray(value) && field.kind === 'records' && field.print) return field.print(value);
  return Array.isArray(value) ? value.join(', ') : String(value);
}
