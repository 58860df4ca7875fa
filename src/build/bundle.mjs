// Bundles what ships: dist/cli/main.mjs with its lazily loaded chunks beside it, and the two wasm files in dist.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds everything into `dist` and removes what earlier builds left there.
 * @param {string} dist absolute path of the output directory
 */
export async function bundle(dist) {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const result = await build({
    absWorkingDir: repository,
    entryPoints: { 'cli/main': 'src/cli/main.ts' },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'cli/[name]-[hash]',
    bundle: true,
    // Chunks keep what only some commands need, the C parser above all, out of the start of the others.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
    define: { PGSMITH_VERSION: JSON.stringify(version) },
    loader: { '.scm': 'text' },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = new Set(Object.keys(result.metafile.outputs).map((path) => resolve(repository, path)));
  const cli = join(dist, 'cli');
  for (const name of readdirSync(cli)) if (!outputs.has(join(cli, name))) rmSync(join(cli, name), { recursive: true });
  chmodSync(join(cli, 'main.mjs'), 0o755);
  copyWasm(dist);
}

/** @param {string} dist */
function copyWasm(dist) {
  const { resolve: locate } = createRequire(import.meta.url);
  mkdirSync(dist, { recursive: true });
  copyFileSync(locate('web-tree-sitter/web-tree-sitter.wasm'), join(dist, 'web-tree-sitter.wasm'));
  copyFileSync(join(dirname(locate('tree-sitter-c/package.json')), 'tree-sitter-c.wasm'), join(dist, 'tree-sitter-c.wasm'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const dist = join(repository, 'dist');
  await bundle(dist);
  process.stdout.write(`Built ${relative(process.cwd(), dist) || '.'}\n`);
}
