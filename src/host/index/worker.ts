// A worker thread: opens the tree by itself and computes the units that it is sent, one message of units for each message of keys.
import { parentPort, workerData } from 'node:worker_threads';
import { createMemo, openTree } from '../../core/api.ts';
import { diskTree } from '../disk-tree.ts';
import { loadCSyntax } from '../wasm.ts';
import { computeUnit } from './units.ts';

const disk = diskTree(String(workerData));
const c = await loadCSyntax();
const memo = createMemo();

parentPort?.on('message', (keys: readonly string[]) => {
  // A new snapshot for each message: texts that are not needed any more are dropped.
  disk.refresh();
  const context = openTree(disk, { c, today: { year: 1970, month: 1, day: 1 }, random: () => 0, reservedOids: new Set(), memo });
  parentPort?.postMessage(context.ok ? keys.flatMap((key) => computeUnit(context.value, key) ?? []) : []);
});
