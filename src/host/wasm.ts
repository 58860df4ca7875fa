import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CGrammar, type CSyntax, createCSyntax } from '../core/api.ts';

/** Loads the C parser. It takes some tens of milliseconds, so commands that read no C do without it. */
export async function loadCSyntax(): Promise<CSyntax> {
  return createCSyntax(readGrammar());
}

/** The two wasm files: beside the bundle's folder, or in the packages they come from when run from source. */
export function readGrammar(): CGrammar {
  const dist = join(dirname(fileURLToPath(import.meta.url)), '..');
  const bundled = join(dist, 'web-tree-sitter.wasm');
  if (existsSync(bundled)) return { runtime: readFileSync(bundled), grammar: readFileSync(join(dist, 'tree-sitter-c.wasm')) };
  const { resolve } = createRequire(import.meta.url);
  return {
    runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammar: readFileSync(join(dirname(resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm')),
  };
}
