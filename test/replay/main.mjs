// Entry of `npm run replay`: bundles the TypeScript of this folder and of the engine, and runs it.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const outfile = fileURLToPath(new URL('../../node_modules/.cache/pgsmith/replay.mjs', import.meta.url));
await build({
  absWorkingDir: repository,
  entryPoints: ['test/replay/run.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
process.stdout.on('error', () => process.exit());
const { main } = await import(pathToFileURL(outfile).href);
await main(process.argv.slice(2));
