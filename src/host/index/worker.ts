// A worker thread: opens the tree by itself and computes units of the index, one message of units for each job, until all jobs are taken.
import { parentPort, workerData } from 'node:worker_threads';
import { createMemo, isParsed, openTree } from '../../core/api.ts';
import { diskTree } from '../disk-tree.ts';
import { laterCSyntax } from '../later-syntax.ts';
import { type Jobs, takeJobs } from './jobs.ts';
import { computeFile, computeUnit } from './units.ts';

const { root, jobs } = workerData as { readonly root: string; readonly jobs: Jobs };
const disk = diskTree(root);
const { c, load } = laterCSyntax();
const memo = createMemo();

for (const keys of takeJobs(jobs)) {
  if (keys.some(isParsed)) await load();
  parentPort?.postMessage(keys.flatMap((key) => computeFile(disk, key) ?? computeWhole(key) ?? []));
}

/** Computes a unit that needs the whole tree, which is read then. */
function computeWhole(key: string) {
  const opened = openTree(disk, { c, today: { year: 1970, month: 1, day: 1 }, random: () => 0, reservedOids: new Set(), memo });
  return opened.ok ? computeUnit(opened.value, key) : undefined;
}
