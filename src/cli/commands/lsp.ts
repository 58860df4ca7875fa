import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Call } from '../call.ts';
import { type Outcome, usage } from '../outcome.ts';

/**
 * `pgsmith lsp --stdio`: runs the language server, which is a program of its own, on this process's standard streams until
 * the editor ends it.
 */
export async function lsp(call: Call): Promise<Outcome> {
  if (!call.flags.has('stdio')) {
    return usage(
      'no-transport',
      'The transport is missing',
      'Usage: pgsmith lsp --stdio. Standard input and output is the only transport.',
    );
  }
  const server = spawn(process.execPath, [fileURLToPath(new URL('../server/main.mjs', import.meta.url)), '--stdio'], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
  const code = await new Promise<number | null>((resolve, reject) => server.on('exit', resolve).on('error', reject));
  if (code === 0) return { ok: true, json: () => null, text: () => '' };
  return usage('server-ended', `The language server ended with ${code === null ? 'a signal' : `status ${code}`}`);
}
