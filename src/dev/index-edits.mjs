// Measures in one process what an editor sees of the index: how long it takes from nothing, after a keystroke and after a switch of
// branches, and how much memory it holds. Arguments: a tree that may be changed, the file to be edited, how many files a switch changes.
// Prints JSON.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMemo, features, openTree, overlayTree, treeIndex, unitKeys } from '../core/api.ts';
import { diskTree, KEPT_TEXT } from '../host/disk-tree.ts';
import { fillIndex } from '../host/index/fill-index.ts';
import { loadCSyntax } from '../host/wasm.ts';

const EDITS = 200;
const [root = '', path = '', switched = '0'] = process.argv.slice(2);
const c = await loadCSyntax();
const memo = createMemo();
const disk = diskTree(root, KEPT_TEXT);

function contextOf(texts) {
  const surroundings = { c, today: { year: 2026, month: 1, day: 1 }, random: () => 0, reservedOids: new Set(), memo };
  const context = openTree(overlayTree(disk, texts), surroundings);
  if (!context.ok) throw new Error(context.problem.message);
  return context.value;
}

const first = contextOf(new Map());
const begun = performance.now();
await fillIndex(first, root);
const cold = performance.now() - begun;
const count = treeIndex(first).all.length;
disk.refresh();
globalThis.gc?.();
const megabytes = process.memoryUsage().rss / 1e6;
// What an editor's server has read of a tree, too, before somebody types.
const ready = contextOf(new Map());
for (const feature of features) feature.check(ready);
const text = disk.read(path)?.text ?? '';
const times = [];
for (let edit = 0; edit < EDITS; edit += 1) {
  const context = contextOf(new Map([[path, `${text}/* ${edit} */\n`]]));
  const start = performance.now();
  treeIndex(context);
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
const files = unitKeys(first).filter((key) => /^src\/backend\/.*\.c$/.test(key));
for (const file of files.slice(0, Number(switched))) appendFileSync(join(root, file), '/* another branch */\n');
disk.refresh();
const start = performance.now();
treeIndex(contextOf(new Map()));
const afterSwitch = performance.now() - start;
process.stdout.write(JSON.stringify({ count, cold, afterSwitch, megabytes, p50: times[EDITS / 2], p95: times[Math.floor(EDITS * 0.95)] }));
