// What keystrokes are measured against: one full parse of a text by tree-sitter, in this process.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { mask } from '../core/syntax/c/mask.ts';
import { loadParser } from '../core/syntax/c/parser.ts';

/** A function that parses a text from nothing, masks included, and returns how many milliseconds it took. */
export async function loadFullParse() {
  const { resolve } = createRequire(import.meta.url);
  const withTree = await loadParser({
    runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammar: readFileSync(join(dirname(resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm')),
  });
  return (/** @type {string} */ text) => {
    const start = performance.now();
    withTree(mask(text), () => undefined);
    return performance.now() - start;
  };
}
