import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { scratchDirectory } from '../host/scratch.ts';

const scratch = scratchDirectory();

it.each(cachedTrees().filter(({ name }) => name === '18'))(
  'reading the whole of PostgreSQL $name takes at most 300 MiB',
  {
    timeout: 600_000,
  },
  async ({ path }) => {
    const script = join(scratch, 'c-memory-child.mjs');
    const entry = fileURLToPath(new URL('./c-memory-child.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile: script, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    const { resolve } = createRequire(import.meta.url);
    const wasm = [
      resolve('web-tree-sitter/web-tree-sitter.wasm'),
      join(dirname(resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm'),
    ];
    const child = spawnSync(process.execPath, [script, path, ...wasm], { encoding: 'utf8' });
    expect(child.stderr).toBe('');
    const { files, functions, peak } = JSON.parse(child.stdout);
    expect(files).toBeGreaterThan(2000);
    expect(functions).toBeGreaterThan(20_000);
    expect(peak).toBeLessThanOrEqual(300);
  },
);
