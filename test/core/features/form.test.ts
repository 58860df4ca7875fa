import { describe, expect, test } from 'vitest';
import { parseForm } from '../../../src/core/features/form.ts';

const form = {
  name: { kind: 'text', label: 'Name', description: 'the name', required: true },
  value: { kind: 'value', label: 'Value', description: 'a value', default: '0' },
  type: { kind: 'choice', label: 'Type', description: 'the type', of: ['bool', 'int'] },
  set: { kind: 'boolean', label: 'Set', description: 'a set', default: false },
  rows: { kind: 'integer', label: 'Rows', description: 'rows' },
  flags: { kind: 'words', label: 'Flags', description: 'flags' },
  args: {
    kind: 'records',
    label: 'Arguments',
    description: 'arguments',
    shorthand: 'name',
    fields: {
      name: { kind: 'text', label: 'Name', description: 'its name', required: true },
      mode: { kind: 'choice', label: 'Mode', description: 'its mode', of: ['in', 'out'], default: 'in' },
    },
  },
} as const;

function problem(input: unknown) {
  const result = parseForm(form, input);
  return result.ok ? undefined : result.problem;
}

describe('parseForm', () => {
  test('fills defaults and leaves the rest undefined', () => {
    expect(parseForm(form, { name: 'a' })).toEqual({
      ok: true,
      value: { name: 'a', value: '0', type: undefined, set: false, rows: undefined, flags: [], args: [] },
    });
  });

  test('decodes what the command line and JSON give alike', () => {
    const spoken = {
      name: 'a',
      value: '3',
      type: 'INT',
      set: 'yes',
      rows: '10',
      flags: 'A | B,C',
      args: ['x', { name: 'y', mode: 'out' }],
    };
    const typed = {
      name: 'a',
      value: 3,
      type: 'int',
      set: true,
      rows: 10,
      flags: ['A', 'B', 'C'],
      args: [{ name: 'x' }, { name: 'y', mode: 'out' }],
    };
    expect(parseForm(form, spoken)).toEqual(parseForm(form, typed));
  });

  test('an empty string is no answer', () => {
    expect(problem({ name: '' })?.code).toBe('form/missing-field');
    expect(problem({ name: 'a', rows: '', type: null })).toBeUndefined();
  });

  test.each([
    [[], 'form/not-an-object', 'fields'],
    [null, 'form/not-an-object', 'fields'],
    [{ name: 'a', nmae: 'b' }, 'form/unknown-field', '"nmae"'],
    [{}, 'form/missing-field', '"name"'],
    [{ name: 1 }, 'form/wrong-kind', '"name"'],
    [{ name: 'a', type: 'text' }, 'form/wrong-kind', 'bool, int'],
    [{ name: 'a', set: 'perhaps' }, 'form/wrong-kind', '"set"'],
    [{ name: 'a', rows: '1.5' }, 'form/wrong-kind', '"rows"'],
    [{ name: 'a', value: {} }, 'form/wrong-kind', '"value"'],
    [{ name: 'a', flags: [1] }, 'form/wrong-kind', '"flags"'],
    [{ name: 'a', args: 'x' }, 'form/wrong-kind', '"args"'],
    [{ name: 'a', args: [{ name: 'x', mode: 'sideways' }] }, 'form/wrong-kind', '"args[0].mode"'],
    [{ name: 'a', args: [{ mode: 'in' }] }, 'form/missing-field', '"args[0].name"'],
  ])('%j is refused', (input, code, words) => {
    expect(problem(input)).toMatchObject({ code, message: expect.stringContaining(words) });
  });
});
