import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isParsed, isTreeUnit, type TreeContext, unitEntries, unitKeys } from '../../core/api.ts';
import { type Jobs, jobsOf, takeJobs } from './jobs.ts';
import { readStoredIndex, type StoredUnit, writeStoredIndex } from './stored-index.ts';
import { computeUnit, describeSources, takeUnits } from './units.ts';

/** What a caller may want to know or to do while the index is filled. */
export interface FillOptions {
  readonly progress?: (share: number) => void;
  readonly loadParser?: () => Promise<void>;
}

/** How many files a job has. */
const PORTION = 100;

/** More workers than that wait for the disk. */
const MOST_WORKERS = 4;

/** How many files are read in this thread rather than by workers, whose start costs about as much. */
const FEW = 100;

/**
 * Fills the memo of a context with the index of the tree at `root`: from the stored index as far as it holds, the rest computed.
 * Stores the index where it has changed. `progress` hears shares from 0 to 1; `loadParser` is called before this thread parses anything.
 */
export async function fillIndex(
  context: TreeContext,
  root: string,
  { progress = () => undefined, loadParser = async () => undefined }: FillOptions = {},
): Promise<void> {
  const shape = JSON.stringify(context.shape);
  const stored = readStoredIndex(root, shape);
  const taken = stored ? takeUnits(context, stored.units, stored.written) : new Set<string>();
  const missing = unitKeys(context).filter((key) => !taken.has(key));
  if (missing.length === 0) return;
  const computed = await computeAll(context, root, missing, loadParser, progress);
  const kept = (stored?.units ?? []).filter((unit) => taken.has(unit.key));
  writeStoredIndex(root, shape, [
    ...kept.map((unit) => ({ ...unit, sources: describeSources(context, unit.key) ?? unit.sources })),
    ...computed,
  ]);
}

/** Computes units: workers where they are many, so that this thread is free and its memory small, else this thread. */
async function computeAll(
  context: TreeContext,
  root: string,
  keys: readonly string[],
  loadParser: () => Promise<void>,
  progress: (share: number) => void,
): Promise<readonly StoredUnit[]> {
  const files = keys.filter((key) => !isTreeUnit(key));
  const jobs = jobsOf([...wholeOf(keys).map((key) => [key]), ...portionsOf(files)]);
  const script = files.length > FEW ? workerScript() : undefined;
  if (script !== undefined) {
    const computed = await runWorkers(script, root, jobs, progress);
    const taken = takeUnits(context, computed, Number.POSITIVE_INFINITY);
    // What has changed meanwhile is computed here when it is asked for.
    if (taken.size < keys.length) await loadParser();
    return computed;
  }
  await loadParser();
  for (const job of takeJobs(jobs)) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const key of job) unitEntries(context, key);
    progress(jobs.all.indexOf(job) / jobs.all.length);
  }
  return keys.flatMap((key) => computeUnit(context, key) ?? []);
}

/** Units of the whole tree, those that take longest first: what is parsed, and of that the areas, which are listed last. */
function wholeOf(keys: readonly string[]): readonly string[] {
  const whole = keys.filter(isTreeUnit).reverse();
  return [...whole.filter(isParsed), ...whole.filter((key) => !isParsed(key))];
}

function portionsOf(files: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(files.length / PORTION) }, (_, index) => files.slice(index * PORTION, (index + 1) * PORTION));
}

/** As many workers as there are cores. */
async function runWorkers(script: string, root: string, jobs: Jobs, progress: (share: number) => void): Promise<readonly StoredUnit[]> {
  const count = Math.min(availableParallelism(), MOST_WORKERS, jobs.all.length);
  let done = 0;
  const took = () => {
    done += 1;
    progress(done / jobs.all.length);
  };
  return (await Promise.all(Array.from({ length: count }, () => runWorker(script, root, jobs, took)))).flat();
}

function runWorker(script: string, root: string, jobs: Jobs, took: () => void): Promise<readonly StoredUnit[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: { root, jobs } });
    const units: StoredUnit[] = [];
    worker.on('message', (found: readonly StoredUnit[]) => {
      units.push(...found);
      took();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(units));
  });
}

/** The worker's bundle beside those of the hosts; run from source there is none. */
function workerScript(): string | undefined {
  const script = fileURLToPath(new URL('../index/worker.mjs', import.meta.url));
  return existsSync(script) ? script : undefined;
}
