import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isParsed, isTreeUnit, type TreeContext, unitEntries, unitKeys } from '../../core/api.ts';
import { diskTree } from '../disk-tree.ts';
import { type Jobs, jobsOf, takeJobs } from './jobs.ts';
import { readStoredIndex, type StoredUnit, writeStoredIndex } from './stored-index.ts';
import { computeFile, computeUnit, describeSources, takeUnits } from './units.ts';

/** What a caller may want to know or to do while the index is filled. */
export interface FillOptions {
  readonly progress?: (share: number) => void;
  readonly loadParser?: () => Promise<void>;
}

/** How many files a job has. */
const PORTION = 100;

/** More workers than that wait for the disk. */
const MOST_WORKERS = 4;

/** How many files are read in this thread alone rather than by workers, too, whose start costs about as much. */
const FEW = 100;

/**
 * Fills the memo of a context with the index of the tree at `root`: from the stored index as far as it holds, the rest computed by
 * this thread and by workers. Stores the index where it has changed. `progress` hears shares from 0 to 1; `loadParser` is called before
 * anything is parsed.
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
  await loadParser();
  const computed = await computeAll(context, root, missing, progress);
  const kept = (stored?.units ?? []).filter((unit) => taken.has(unit.key));
  writeStoredIndex(root, shape, [
    ...kept.map((unit) => ({ ...unit, sources: describeSources(context, unit.key) ?? unit.sources })),
    ...computed,
  ]);
}

/** Computes units: this thread and the workers each take what nobody has taken yet. */
async function computeAll(
  context: TreeContext,
  root: string,
  keys: readonly string[],
  progress: (share: number) => void,
): Promise<readonly StoredUnit[]> {
  const files = keys.filter((key) => !isTreeUnit(key));
  const script = files.length > FEW ? workerScript() : undefined;
  const jobs = jobsOf([...wholeOf(keys).map((key) => [key]), ...portionsOf(files)]);
  const byWorkers = script === undefined ? undefined : runWorkers(script, root, jobs);
  // A failure is seen where the promise is awaited, which is later.
  byWorkers?.catch(() => undefined);
  const disk = byWorkers && diskTree(root);
  const computed: StoredUnit[] = [];
  const inContext: string[] = [];
  for (const job of takeJobs(jobs)) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const key of job) {
      const unit = disk && computeFile(disk, key);
      if (unit) computed.push(unit);
      else {
        unitEntries(context, key);
        inContext.push(key);
      }
    }
    progress(jobs.all.indexOf(job) / jobs.all.length);
  }
  computed.push(...((await byWorkers) ?? []));
  takeUnits(context, computed, Number.POSITIVE_INFINITY);
  // Most files that these rest on are described by now.
  return [...computed, ...inContext.flatMap((key) => computeUnit(context, key) ?? [])];
}

/** Units of the whole tree, those that take longest first: what is parsed, and of that the areas, which are listed last. */
function wholeOf(keys: readonly string[]): readonly string[] {
  const whole = keys.filter(isTreeUnit).reverse();
  return [...whole.filter(isParsed), ...whole.filter((key) => !isParsed(key))];
}

function portionsOf(files: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(files.length / PORTION) }, (_, index) => files.slice(index * PORTION, (index + 1) * PORTION));
}

/** As many workers as there are cores beside that of this thread. */
async function runWorkers(script: string, root: string, jobs: Jobs): Promise<readonly StoredUnit[]> {
  const count = Math.min(Math.max(availableParallelism() - 1, 1), MOST_WORKERS, jobs.all.length);
  return (await Promise.all(Array.from({ length: count }, () => runWorker(script, root, jobs)))).flat();
}

function runWorker(script: string, root: string, jobs: Jobs): Promise<readonly StoredUnit[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: { root, jobs } });
    const units: StoredUnit[] = [];
    worker.on('message', (found: readonly StoredUnit[]) => units.push(...found));
    worker.on('error', reject);
    worker.on('exit', () => resolve(units));
  });
}

/** The worker's bundle beside those of the hosts; run from source there is none. */
function workerScript(): string | undefined {
  const script = fileURLToPath(new URL('../index/worker.mjs', import.meta.url));
  return existsSync(script) ? script : undefined;
}
