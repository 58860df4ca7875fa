import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

/** An empty directory with a blank in its name, removed when the test file is done; call it at the top of a test file. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'pgsmith test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Bundles a script of this folder so that it can be run as a process of its own, and returns the path. */
export async function childScript(scratch: string, name: string): Promise<string> {
  const outfile = join(scratch, `${name}.mjs`);
  const entry = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}
