import type { RequestOf } from '../form.ts';
import { parseArguments, printArguments } from './arguments-text.ts';

/** What is asked to register a SQL-callable built-in function. */
export const form = {
  name: { kind: 'text', label: 'SQL name', description: 'name of the function in SQL', required: true },
  args: {
    kind: 'records',
    label: 'Arguments',
    description: "arguments in order: name, type, mode and default; as one line: a integer, OUT b text, c text DEFAULT 'x'",
    ask: 'first',
    parse: parseArguments,
    print: printArguments,
    fields: {
      name: { kind: 'text', label: 'Name', description: 'name of the argument' },
      type: { kind: 'text', label: 'Type', description: 'type, as SQL or pg_type spells it', required: true },
      mode: {
        kind: 'choice',
        label: 'Mode',
        description: 'direction of the argument',
        of: ['in', 'out', 'inout', 'variadic', 'table'],
        default: 'in',
      },
      default: { kind: 'value', label: 'Default', description: 'default value as an SQL expression' },
    },
  },
  returns: { kind: 'text', label: 'Result type', description: 'result type; not needed where output arguments tell it', ask: 'first' },
  set: { kind: 'boolean', label: 'Returns a set', description: 'whether it returns any number of rows', default: false },
  volatility: {
    kind: 'choice',
    label: 'Volatility',
    description: 'immutable: same arguments, same result, forever; stable: within one statement; volatile: neither, or it has side effects',
    of: ['immutable', 'stable', 'volatile'],
    required: true,
  },
  strict: {
    kind: 'boolean',
    label: 'Strict',
    description: 'whether any null argument makes the result null without a call',
    required: true,
  },
  parallel: {
    kind: 'choice',
    label: 'Parallel safety',
    description: 'safe: may run in a worker; restricted: in the leader only; unsafe: forbids parallel plans',
    of: ['safe', 'restricted', 'unsafe'],
    required: true,
  },
  description: {
    kind: 'text',
    label: 'Description',
    ask: 'first',
    description: 'comment on the function: a phrase without a period; only functions behind an operator need none',
  },
  leakproof: {
    kind: 'boolean',
    label: 'Leakproof',
    description: 'whether it reveals nothing about its arguments except through its result',
    default: false,
  },
  cost: { kind: 'value', label: 'Cost', description: 'execution cost in units of cpu_operator_cost' },
  rows: { kind: 'value', label: 'Rows', description: 'estimated number of rows of a set', when: { set: ['true'] } },
  grantTo: {
    kind: 'words',
    label: 'Execution reserved to',
    description: 'roles that alone may execute it, or "superuser"; everybody may when none is given',
  },
  oid: { kind: 'integer', label: 'OID', description: 'OID; an unused one is picked by the project’s policy when none is given' },
  cName: { kind: 'text', label: 'C function', description: 'name of the C function; the SQL name when none is given' },
  file: { kind: 'text', label: 'C file', description: 'C file of the function; it may not exist yet' },
  near: { kind: 'text', label: 'Beside', description: 'name or OID of a registered function; the new row goes beside it' },
  bumpCatversion: {
    kind: 'boolean',
    label: 'Bump CATALOG_VERSION_NO',
    description: 'whether to bump the catalog version; committers do it, patches leave it',
    default: false,
  },
} as const;

/** A decoded request. */
export type FunctionRequest = RequestOf<typeof form>;
