import { closest } from '../core/api.ts';
import { type Arguments, type FlagSpec, globalFlags, guessOperands, parseArguments } from './arguments.ts';
import type { Call, Run } from './call.ts';
import { type Outcome, usage } from './outcome.ts';
import { compileForShortRun } from './short-run.ts';

/** The package's version; the bundler puts it in. */
declare const PGSMITH_VERSION: string;

/** A command as the table below and the help text know it. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Names of the words after the command, all required. */
  readonly operands: readonly string[];
  /** Flags beside the global ones, once the operands are known. */
  readonly flags: (operands: readonly string[]) => Promise<FlagSpec | (Outcome & { ok: false })>;
  readonly load: () => Promise<Run>;
  /** Whether it goes on until its client leaves. */
  readonly lasts?: boolean;
}

const noFlags = async (): Promise<FlagSpec> => new Map();

const commands: Readonly<Record<string, Command>> = {
  info: {
    usage: 'info',
    summary: 'what this tree is: version, shapes, build systems, counts',
    operands: [],
    flags: noFlags,
    load: async () => (await import('./commands/info.ts')).info,
  },
  list: {
    usage: 'list KIND',
    summary: 'what is registered in it, KIND as below',
    operands: ['KIND'],
    flags: noFlags,
    load: async () => (await import('./commands/list.ts')).list,
  },
  show: {
    usage: 'show NAME',
    summary: 'everything linked to a name: rows, code, documentation, uses, tests',
    operands: ['NAME'],
    flags: noFlags,
    load: async () => (await import('./commands/show.ts')).show,
  },
  tree: {
    usage: 'tree [--under DIR] [--depth N]',
    summary: 'the directories of the tree, what each is for, and what its code registers',
    operands: [],
    flags: async () => new Map([['under', 'value'] as const, ['depth', 'value'] as const]),
    load: async () => (await import('./commands/tree.ts')).tree,
  },
  startup: {
    usage: 'startup [--process NAME] [--format text|json|mermaid]',
    summary: 'how each mode and process starts, call by call, and what exists when',
    operands: [],
    flags: async () => new Map([['format', 'value'] as const, ['process', 'value'] as const]),
    load: async () => (await import('./commands/startup.ts')).startup,
  },
  processes: {
    usage: 'processes',
    summary: 'which source file is which process, and what starts it',
    operands: [],
    flags: noFlags,
    load: async () => (await import('./commands/processes.ts')).processes,
  },
  oid: {
    usage: 'oid [--count N] [--branches]',
    summary: 'an unused OID, or N consecutive ones, and all free ranges; --branches avoids those of other local git branches',
    operands: [],
    flags: async () => new Map([['count', 'value'] as const, ['branches', 'bare'] as const]),
    load: async () => (await import('./commands/oid.ts')).oid,
  },
  form: {
    usage: 'form KIND',
    summary: 'the fields of a registration: types, choices, defaults',
    operands: ['KIND'],
    flags: noFlags,
    load: async () => (await import('./commands/form.ts')).form,
  },
  lsp: {
    usage: 'lsp --stdio',
    summary: 'the language server, for editors other than VS Code',
    operands: [],
    flags: async () => new Map([['stdio', 'bare'] as const]),
    load: async () => (await import('./commands/lsp.ts')).lsp,
    lasts: true,
  },
  add: {
    usage: 'add KIND [--FIELD VALUE]... [--input FILE|-] [--write]',
    summary: 'plans a registration and prints it as a diff; --write applies it',
    operands: ['KIND'],
    flags: async ([kind]) => (await import('./commands/add.ts')).addFlags(kind),
    load: async () => (await import('./commands/add.ts')).add,
  },
};

/** Runs one command line. Never writes to the standard streams: that is the caller's. */
export async function run(args: readonly string[], cwd: string, tell: Call['tell']): Promise<Outcome> {
  const [name, ...guessed] = guessOperands(args, ['tree', 'input', 'count', 'format', 'process', 'under', 'depth']);
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (name !== undefined && !command) {
    const near = closest(name, Object.keys(commands));
    return usage(
      'unknown-command',
      `Unknown command "${name}"`,
      `${near ? `Did you mean "${near}"? ` : ''}Commands: ${Object.keys(commands).join(', ')}.`,
    );
  }
  const own = command ? await command.flags(guessed) : (new Map() satisfies FlagSpec);
  if ('ok' in own) return own;
  const parsed = parseArguments(
    args,
    new Map([...own, ...globalFlags]),
    [name ?? '', ...guessed.slice(0, command?.operands.length)].join(' ').trim(),
  );
  if ('ok' in parsed) return parsed;
  if (parsed.flags.has('version')) return { ok: true, json: () => PGSMITH_VERSION, text: () => `pgsmith ${PGSMITH_VERSION}\n` };
  if (parsed.flags.has('help')) return help(name, parsed, cwd, tell);
  if (!command) return usage('no-command', 'No command', `Commands: ${Object.keys(commands).join(', ')}. "pgsmith --help" explains them.`);
  return start(command, parsed, cwd, tell);
}

async function start(command: Command, parsed: Arguments, cwd: string, tell: Call['tell']): Promise<Outcome> {
  const operands = parsed.operands.slice(1);
  const missing = command.operands[operands.length];
  if (missing !== undefined) return usage('operand-missing', `${missing} is missing`, `Usage: pgsmith ${command.usage}`);
  const extra = operands[command.operands.length];
  if (extra !== undefined) return usage('extra-operand', `Unexpected argument "${extra}"`, `Usage: pgsmith ${command.usage}`);
  const twice = [...globalFlags.keys()].find((flag) => (parsed.flags.get(flag)?.length ?? 0) > 1);
  if (twice !== undefined) return usage('flag-twice', `--${twice} is given twice`);
  if (!command.lasts) compileForShortRun();
  const runCommand = await command.load();
  return runCommand({ cwd, tree: parsed.flags.get('tree')?.[0], operands, flags: parsed.flags, tell });
}

/** The fields of a kind where one is named, else the page of all commands. */
async function help(name: string | undefined, parsed: Arguments, cwd: string, tell: Call['tell']): Promise<Outcome> {
  if (name === 'add' && parsed.operands.length === 2 && commands['form']) return start(commands['form'], parsed, cwd, tell);
  return (await import('./commands/help.ts')).help(commands);
}
