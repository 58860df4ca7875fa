import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { bundle } from '../../src/build/bundle.mjs';

/** What a run of the command left. */
export type Run = SpawnSyncReturns<string>;

/** The built command, run as a process. */
export interface Pgsmith {
  /** A directory for this test file, with a blank in its name. */
  readonly scratch: string;
  /** Path of the bundle's entry. */
  readonly main: string;
  (args: readonly string[], options?: { readonly cwd?: string; readonly input?: string }): Run;
}

/** Builds the command once for a test file; call it at the top. */
export function builtPgsmith(): Pgsmith {
  const scratch = mkdtempSync(join(tmpdir(), 'pgsmith cli-'));
  const main = join(scratch, 'dist', 'cli', 'main.mjs');
  beforeAll(() => bundle(join(scratch, 'dist')));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const run = (args: readonly string[], options: { readonly cwd?: string; readonly input?: string } = {}): Run =>
    spawnSync(process.execPath, [main, ...args], { cwd: scratch, encoding: 'utf8', maxBuffer: 1 << 28, input: '', ...options });
  return Object.assign(run, { scratch, main });
}
