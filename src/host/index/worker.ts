// A worker thread: opens the tree by itself and computes units that need no C parser, one message of units for each message of keys.
import { parentPort, workerData } from 'node:worker_threads';
import { createMemo, openTree } from '../../core/api.ts';
import { diskTree } from '../disk-tree.ts';
import { laterCSyntax } from '../wasm.ts';
import { computeUnparsed } from './units.ts';

const disk = diskTree(String(workerData));
const { c } = laterCSyntax();
const memo = createMemo();

/** The tree as a whole, read when a unit needs it. */
function context() {
  const opened = openTree(disk, { c, today: { year: 1970, month: 1, day: 1 }, random: () => 0, reservedOids: new Set(), memo });
  return opened.ok ? opened.value : undefined;
}

parentPort?.on('message', (keys: readonly string[]) => {
  // A new snapshot for each message: texts that are not needed any more are dropped.
  disk.refresh();
  parentPort?.postMessage(keys.flatMap((key) => computeUnparsed(context, disk, key) ?? []));
});
