import { fail, ok, type Result } from '../base/result.ts';

interface FieldBase {
  readonly label: string;
  /** One sentence for the manual, the wizard and `pgsmith form`. */
  readonly description: string;
  readonly required?: true;
  /** Asked by a wizard before the first preview, like a required field. */
  readonly ask?: 'first';
  /** Answers of another field with which it has a meaning; a wizard asks it only then. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
}
interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly default?: string;
}
/** A C or SQL value: JSON strings, numbers and booleans are accepted and kept as text. */
interface ValueField extends FieldBase {
  readonly kind: 'value';
  readonly default?: string;
}
interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly of: readonly string[];
  readonly default?: string;
}
interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
  readonly default?: boolean;
}
interface IntegerField extends FieldBase {
  readonly kind: 'integer';
  readonly default?: number;
}
/** A list of words. A string is split at commas, blanks and `|`. */
interface WordsField extends FieldBase {
  readonly kind: 'words';
}
/** A list of objects; where `shorthand` names a field, a bare string stands for an object with that field only. */
interface RecordsField extends FieldBase {
  readonly kind: 'records';
  readonly fields: Readonly<Record<string, TextField | ValueField | ChoiceField | BooleanField>>;
  readonly shorthand?: string;
  /** Reads the list from one line, as people type it. */
  readonly parse?: (text: string) => Result<readonly unknown[]>;
  /** Writes a list as the line that `parse` reads. */
  readonly print?: (records: readonly unknown[]) => string;
}

/** One question of a form. */
export type Field = TextField | ValueField | ChoiceField | BooleanField | IntegerField | WordsField | RecordsField;

/** The questions of one registration as data, rendered alike by the wizard, the command line and the manual. */
export type Form = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { kind: 'choice'; of: readonly (infer C)[] }
  ? C
  : F extends { kind: 'text' | 'value' }
    ? string
    : F extends { kind: 'boolean' }
      ? boolean
      : F extends { kind: 'integer' }
        ? number
        : F extends { kind: 'words' }
          ? readonly string[]
          : F extends { kind: 'records'; fields: infer R extends Form }
            ? readonly RequestOf<R>[]
            : never;

/** A parsed form: required fields and those with a default are there, the others may be undefined; lists may be empty. */
export type RequestOf<F extends Form> = {
  readonly [K in keyof F]: F[K] extends { required: true } | { default: unknown } | { kind: 'words' } | { kind: 'records' }
    ? ValueOf<F[K]>
    : ValueOf<F[K]> | undefined;
};

/**
 * Decodes input against a form. Refuses what is no object, unknown fields, missing required fields and values of the
 * wrong kind, each with the field's name. An empty string stands for "not given".
 */
export function parseForm<F extends Form>(form: F, input: unknown, at = ''): Result<RequestOf<F>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return fail({
      code: 'form/not-an-object',
      message: `Expected an object of fields${at && ` at ${at}`}`,
      hint: `Known fields: ${Object.keys(form).join(', ')}.`,
    });
  }
  const given = new Map(Object.entries(input).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  const unknown = [...given.keys()].find((name) => !Object.hasOwn(form, name));
  if (unknown !== undefined)
    return fail({
      code: 'form/unknown-field',
      message: `Unknown field "${at}${unknown}"`,
      hint: `Known fields: ${Object.keys(form).join(', ')}.`,
    });
  const request: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(form)) {
    const value = given.get(name);
    if (value === undefined) {
      if (field.required)
        return fail({
          code: 'form/missing-field',
          message: `Field "${at}${name}" is required: ${field.description}`,
          field: `${at}${name}`,
        });
      request[name] = field.kind === 'words' || field.kind === 'records' ? [] : field.default;
      continue;
    }
    const parsed = parseField(field, value, `${at}${name}`);
    if (!parsed.ok) return parsed;
    request[name] = parsed.value;
  }
  return ok(request as RequestOf<F>);
}

function parseField(field: Field, value: unknown, at: string): Result<unknown> {
  const wrong = (expected: string) =>
    fail({ code: 'form/wrong-kind', message: `Field "${at}" must be ${expected}, not ${JSON.stringify(value)}`, field: at });
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? ok(value) : wrong('a string');
    case 'value':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? ok(String(value))
        : wrong('a string, a number or a boolean');
    case 'choice': {
      const choice = field.of.find((one) => typeof value === 'string' && one.toLowerCase() === value.toLowerCase());
      return choice === undefined ? wrong(`one of ${field.of.join(', ')}`) : ok(choice);
    }
    case 'boolean': {
      const word = String(value).toLowerCase();
      if (['true', 'yes', 'on', 't'].includes(word)) return ok(true);
      return ['false', 'no', 'off', 'f'].includes(word) ? ok(false) : wrong('true or false');
    }
    case 'integer': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return Number.isSafeInteger(number) ? ok(number) : wrong('a whole number');
    }
    case 'words': {
      const words = typeof value === 'string' ? value.split(/[\s,|]+/).filter(Boolean) : value;
      return Array.isArray(words) && words.every((word) => typeof word === 'string') ? ok(words) : wrong('a list of words');
    }
    case 'records': {
      const list = typeof value === 'string' && field.parse ? field.parse(value) : ok(value);
      if (!list.ok) return fail({ ...list.problem, field: at });
      if (!Array.isArray(list.value)) return wrong('a list');
      const records: unknown[] = [];
      for (const [index, item] of list.value.entries()) {
        const object = field.shorthand !== undefined && typeof item === 'string' ? { [field.shorthand]: item } : item;
        const parsed = parseForm(field.fields, object, `${at}[${index}].`);
        if (!parsed.ok) return parsed;
        records.push(parsed.value);
      }
      return ok(records);
    }
  }
}
