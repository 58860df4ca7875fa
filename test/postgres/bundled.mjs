// Modules of the engine for the judges, from its sources.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { repository } from '../../src/dev/prepare.mjs';

/**
 * Bundles a module and loads it.
 * @param {string} contents its source; what it imports is named from the top of the repository
 * @returns {Promise<any>} what it exports
 */
export async function bundled(contents) {
  const work = mkdtempSync(join(tmpdir(), 'pgsmith-engine-'));
  try {
    const outfile = join(work, 'engine.mjs');
    await build({
      stdin: { contents, resolveDir: repository },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
