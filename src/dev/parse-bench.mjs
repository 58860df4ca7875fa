// One tree parsed raw, masked and with #if resolved: time, shares of files with errors, function bodies, peak memory. Prints JSON.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { resolveConditionals } from '../core/syntax/c/conditionals.ts';
import { mask } from '../core/syntax/c/mask.ts';
import { countErrors, loadParser } from '../core/syntax/c/parser.ts';

/** A function as PostgreSQL writes it: its name in column 0, its parameters, a brace alone on the next line. */
const FUNCTION = /^([A-Za-z_]\w*)\([^;{}]*?\)\s*\n\{/gm;

const root = process.argv[2] ?? '';
const { resolve } = createRequire(import.meta.url);
const withTree = await loadParser({
  runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammar: readFileSync(join(dirname(resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm')),
});
const decoder = new TextDecoder();
const counts = { files: 0, stock: 0, masked: 0, both: 0, functions: 0, clean: 0 };
const times = { raw: 0, masked: 0 };
for (const path of [...sources(join(root, 'src/backend')), ...sources(join(root, 'src/include'))]) measure(path);
const { files } = counts;
process.stdout.write(
  JSON.stringify({
    files,
    ratio: times.masked / times.raw,
    stock: counts.stock / files,
    masked: counts.masked / files,
    both: counts.both / files,
    clean: counts.clean / counts.functions,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

function measure(path) {
  const text = decoder.decode(readFileSync(path));
  counts.files += 1;
  if (timed('raw', () => withTree(text, (node) => node.hasError))) counts.stock += 1;
  const [masked, errors] = timed('masked', () => {
    const result = mask(text);
    return [result, withTree(result, (node) => node.hasError)];
  });
  const resolved = errors ? resolveConditionals(masked) : masked;
  if (errors) counts.masked += 1;
  if (errors && withTree(resolved, countErrors) > 0) counts.both += 1;
  if (path.includes('/src/backend/') && path.endsWith('.c')) countBodies(text, masked, resolved);
}

/** @template T @param {'raw' | 'masked'} pass @param {() => T} work @returns {T} */
function timed(pass, work) {
  const start = process.hrtime.bigint();
  const result = work();
  times[pass] += Number(process.hrtime.bigint() - start);
  return result;
}

/** Functions found by their layout, and those of them whose subtree is free of errors in one of the passes. */
function countBodies(text, masked, resolved) {
  const wanted = [...text.matchAll(FUNCTION)].map((match) => match.index).filter((index) => masked.slice(index, index + 1).trim() !== '');
  const clean = new Set([...cleanFunctions(masked), ...(resolved === masked ? [] : cleanFunctions(resolved))]);
  counts.functions += wanted.length;
  counts.clean += wanted.filter((index) => clean.has(index)).length;
}

/** Offsets of the names of error-free function definitions. */
function cleanFunctions(text) {
  return withTree(text, (root) =>
    root.descendantsOfType('function_definition').flatMap((node) => (node && !node.hasError ? nameOffsets(node) : [])),
  );
}

function nameOffsets(node) {
  let at = node.childForFieldName('declarator');
  while (at && at.type !== 'identifier') at = at.childForFieldName('declarator');
  return at ? [at.startIndex] : [];
}

function* sources(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.[ch]$/.test(entry.name)) yield path;
  }
}
