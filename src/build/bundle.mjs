// Bundles what ships: dist/cli/main.mjs with its lazily loaded chunks beside it, dist/server/main.mjs, dist/client/extension.cjs,
// and the two wasm files in dist.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds everything into `dist` and removes what earlier builds left there.
 * @param {string} dist absolute path of the output directory
 */
export async function bundle(dist) {
  const cli = join(dist, 'cli');
  const written = new Set();
  // What a module imports while it runs becomes a bundle of its own. Bundles share no chunks: esbuild would put the whole
  // core into one that every command has to load, while a bundle takes only what it uses.
  const waiting = [join(repository, 'src/cli/main.ts')];
  for (const entry of waiting) {
    const outfile = join(cli, outputName(entry));
    written.add(outfile);
    await build({ ...options(), entryPoints: [entry], outfile, plugins: [separately(waiting)] });
  }
  for (const name of readdirSync(cli)) if (!written.has(join(cli, name))) rmSync(join(cli, name), { recursive: true });
  chmodSync(join(cli, 'main.mjs'), 0o755);
  await bundleServer(dist);
  await bundleWorker(dist);
  await bundleClient(dist);
  copyWasm(dist);
}

/**
 * The language server: one file, since it needs all of the engine at once.
 * @param {string} dist
 */
async function bundleServer(dist) {
  // The protocol library is CommonJS and requires Node's modules while it runs.
  const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    ...options(),
    banner: { js: banner },
    minifyIdentifiers: true,
    entryPoints: [join(repository, 'src/server/main.ts')],
    outfile: join(dist, 'server', 'main.mjs'),
  });
}

/**
 * The worker threads that compute the index, for both hosts.
 * @param {string} dist
 */
async function bundleWorker(dist) {
  await build({
    ...options(),
    minifyIdentifiers: true,
    entryPoints: [join(repository, 'src/host/index/worker.ts')],
    outfile: join(dist, 'index', 'worker.mjs'),
  });
}

/**
 * The VS Code client. VS Code loads it as CommonJS and gives it the module `vscode`.
 * @param {string} dist
 */
async function bundleClient(dist) {
  const { banner: _, ...shared } = options();
  await build({
    ...shared,
    format: 'cjs',
    minifyIdentifiers: true,
    external: ['vscode'],
    entryPoints: [join(repository, 'src/client/extension.ts')],
    outfile: join(dist, 'client', 'extension.cjs'),
  });
}

/** A hash of the engine's source code and dependencies, which names the version of its extractors. */
function engineHash() {
  const hash = createHash('sha1').update(readFileSync(join(repository, 'package-lock.json')));
  const visit = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) visit(join(folder, entry.name));
      else hash.update(entry.name).update(readFileSync(join(folder, entry.name)));
    }
  };
  visit(join(repository, 'src/core'));
  return hash.digest('hex');
}

/** @returns {import('esbuild').BuildOptions} */
function options() {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  return {
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
    define: { PGSMITH_VERSION: JSON.stringify(version), PGSMITH_ENGINE: JSON.stringify(engineHash()) },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/**
 * Leaves `import('./x.ts')` of our own modules to run time and adds the module to the entries.
 * @param {string[]} entries
 * @returns {import('esbuild').Plugin}
 */
function separately(entries) {
  return {
    name: 'dynamic-imports-separately',
    setup(builder) {
      builder.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const entry = resolve(resolveDir, path);
        if (!entries.includes(entry)) entries.push(entry);
        return { path: `./${outputName(entry)}`, external: true };
      });
    },
  };
}

/** @param {string} entry */
function outputName(entry) {
  return basename(entry).replace(/\.ts$/, '.mjs');
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
