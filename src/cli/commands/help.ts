import { features, KINDS } from '../../core/api.ts';
import type { Outcome } from '../outcome.ts';
import type { Command } from '../run.ts';
import { columns } from '../table.ts';

/** `pgsmith --help`: every command on one page. */
export function help(commands: Readonly<Record<string, Command>>): Outcome {
  const listed = Object.entries(KINDS).filter(([kind]) => !features.some((feature) => feature.kind === kind));
  const text = [
    'pgsmith registers GUCs, SQL functions and shared memory in a PostgreSQL source tree.',
    '',
    'Usage: pgsmith [--tree DIR] [--json] COMMAND',
    '',
    ...Object.values(commands).flatMap((command) => [`  ${command.usage}`, `      ${command.summary}`]),
    '',
    'KIND, to register and to list',
    columns(features.map((feature) => [`  ${feature.kind}`, feature.label])).trimEnd(),
    '',
    'KIND, to list',
    columns(listed.map(([kind, label]) => [`  ${kind}`, label])).trimEnd(),
    '',
    'Everywhere',
    '  --tree DIR  top of the tree; without it, the tree around the current directory',
    '  --json      one JSON value on standard output, also for a refusal',
    '  --help, --version',
    '',
    'Exit status: 0 done, 1 refused, 2 wrong usage or internal error.',
    '',
  ].join('\n');
  return { ok: true, json: () => text, text: () => text };
}
