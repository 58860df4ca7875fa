import type { RequestOf } from '../form.ts';
import { parseOptions, printOptions } from './options-text.ts';

const NUMBERS = { type: ['int', 'real'] } as const;
const ENUMS = { type: ['enum'] } as const;

/** What is asked to register a configuration parameter. */
export const form = {
  name: { kind: 'text', label: 'Parameter name', description: 'name of the parameter as users write it', required: true },
  type: { kind: 'choice', label: 'Type', description: 'type of its value', of: ['bool', 'int', 'real', 'string', 'enum'], required: true },
  default: {
    kind: 'value',
    label: 'Default',
    description: 'boot value: a literal, or a C expression for numbers; an option for enums; NULL for a string without value',
    ask: 'first',
  },
  min: { kind: 'value', label: 'Minimum', description: 'smallest value of an int or real; 0 when none is given', when: NUMBERS },
  max: {
    kind: 'value',
    label: 'Maximum',
    description: 'largest value of an int or real; INT_MAX or DBL_MAX when none is given',
    when: NUMBERS,
  },
  options: {
    kind: 'records',
    label: 'Options',
    description: 'options of an enum that needs a new array; as one line: off, on, auto=MY_AUTO, yes? where ? hides one',
    when: ENUMS,
    parse: parseOptions,
    print: printOptions,
    shorthand: 'name',
    fields: {
      name: { kind: 'text', label: 'Name', description: 'the option as users write it', required: true },
      value: { kind: 'value', label: 'C value', description: 'its C constant; derived from the names when none is given' },
      hidden: { kind: 'boolean', label: 'Hidden', description: 'whether it is accepted but not shown', default: false },
    },
  },
  optionsArray: {
    kind: 'text',
    label: 'Options array',
    description: 'C array of the options: an existing one, or the name of the new one',
    when: ENUMS,
  },
  unit: {
    kind: 'text',
    label: 'Unit',
    description: 'unit of an int or real: kB, MB, B, blocks, ms, s, min, or a GUC_UNIT_ flag',
    when: NUMBERS,
  },
  flags: { kind: 'words', label: 'Flags', description: 'GUC_ flags other than the unit' },
  context: {
    kind: 'text',
    label: 'Context',
    description: 'when it can be set: a value of GucContext, with or without PGC_',
    default: 'PGC_USERSET',
  },
  group: { kind: 'text', label: 'Group', description: 'a value of config_group, or its text in pg_settings', required: true },
  shortDesc: { kind: 'text', label: 'Short description', description: 'one sentence with a period', required: true },
  longDesc: { kind: 'text', label: 'Long description', description: 'sentences that follow the short description' },
  variable: { kind: 'text', label: 'C variable', description: 'variable that holds the value; the parameter’s name when none is given' },
  checkHook: { kind: 'value', label: 'Check hook', description: 'function that checks a new value; true for check_NAME' },
  assignHook: { kind: 'value', label: 'Assign hook', description: 'function called when the value changes; true for assign_NAME' },
  showHook: { kind: 'value', label: 'Show hook', description: 'function that prints the value; true for show_NAME' },
  file: {
    kind: 'text',
    label: 'C file',
    description: 'C file that defines the variable; it may not exist yet; the file of the GUC tables when none is given',
  },
  header: { kind: 'text', label: 'Header', description: 'header that declares the variable; it may not exist yet' },
} as const;

/** A decoded request. */
export type GucRequest = RequestOf<typeof form>;
