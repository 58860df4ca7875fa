// A worker thread: opens the tree by itself and computes units of files, one message of units for each message of paths.
import { parentPort, workerData } from 'node:worker_threads';
import { diskTree } from '../disk-tree.ts';
import { computeFile } from './units.ts';

const disk = diskTree(String(workerData));

parentPort?.on('message', (paths: readonly string[]) => {
  // A new snapshot for each message: texts that are not needed any more are dropped.
  disk.refresh();
  parentPort?.postMessage(paths.flatMap((path) => computeFile(disk, path) ?? []));
});
