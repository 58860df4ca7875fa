import { parseArgs } from 'node:util';
import { closest } from '../core/api.ts';
import { type Outcome, usage } from './outcome.ts';

/** How a flag takes its value: never, always, or only where a boolean word follows. */
export type FlagKind = 'bare' | 'value' | 'optional';

/** Flags by name without dashes. */
export type FlagSpec = ReadonlyMap<string, FlagKind>;

/** A command line taken apart: every value of each flag in the order given; a bare flag has the value `true`. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** Flags that every command takes. */
export const globalFlags: FlagSpec = new Map([
  ['tree', 'value'],
  ['json', 'bare'],
  ['help', 'bare'],
  ['version', 'bare'],
]);

/** Operands of a command line whose command is not known yet, so that flags other than `valueFlags` may look bare. */
export function guessOperands(args: readonly string[], valueFlags: readonly string[]): readonly string[] {
  return tokensOf(args, new Map(valueFlags.map((flag) => [flag, 'value']))).flatMap((token) =>
    token.kind === 'positional' ? [token.value] : [],
  );
}

/**
 * Takes a command line apart by the flags that its command knows. A value may follow its flag or an equals sign; one
 * that begins with two dashes needs the equals sign.
 */
export function parseArguments(args: readonly string[], spec: FlagSpec, command: string): Arguments | (Outcome & { ok: false }) {
  const operands: string[] = [];
  const flags = new Map<string, string[]>();
  const tokens = tokensOf(args, spec);
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'positional') operands.push(token.value);
    if (token?.kind !== 'option') continue;
    const kind = spec.get(token.name);
    if (!kind) return unknownFlag(token.rawName, spec, command);
    let value = token.value;
    if (kind === 'bare' && value !== undefined) return usage('no-value', `${token.rawName} takes no value`);
    if (kind === 'value' && (value === undefined || (!token.inlineValue && value.startsWith('--')))) {
      const hint = value === undefined ? undefined : `For a value that begins with two dashes write ${token.rawName}=${value}.`;
      return usage('value-missing', `${token.rawName} needs a value`, hint);
    }
    const next = tokens[index + 1];
    if (kind === 'optional' && value === undefined && next?.kind === 'positional' && /^(true|false|yes|no|on|off|t|f)$/i.test(next.value)) {
      value = next.value;
      index += 1;
    }
    const values = flags.get(token.name) ?? [];
    values.push(value ?? 'true');
    flags.set(token.name, values);
  }
  return { operands, flags };
}

function tokensOf(args: readonly string[], spec: FlagSpec) {
  const options = Object.fromEntries(
    [...spec].map(([name, kind]) => [
      name,
      { type: kind === 'value' ? ('string' as const) : ('boolean' as const), ...(name === 'help' ? { short: 'h' } : {}) },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function unknownFlag(rawName: string, spec: FlagSpec, command: string): Outcome & { ok: false } {
  const kebab = rawName.replace(/^-+/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const near = closest(kebab, [...spec.keys()]);
  const of = command === '' ? '' : ` of "${command}"`;
  return usage(
    'unknown-flag',
    `Unknown flag ${rawName}${of}`,
    `${near ? `Did you mean --${near}? ` : ''}Flags: ${[...spec.keys()].map((flag) => `--${flag}`).join(' ')}`,
  );
}
