import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isParsed, isTreeUnit, type TreeContext, unitKeys } from '../../core/api.ts';
import { readStoredIndex, type StoredUnit, writeStoredIndex } from './stored-index.ts';
import { computeUnit, describeSources, takeUnits } from './units.ts';

/** What a caller may want to know or to do while the index is filled. */
export interface FillOptions {
  readonly progress?: (share: number) => void;
  readonly loadParser?: () => Promise<void>;
}

/** How many files a worker is sent at once. */
const PORTION = 250;

/** More workers than that wait for the disk and for this thread. */
const MOST_WORKERS = 4;

/** How many files are read in this thread rather than by workers, whose start costs about as much. */
const FEW = 100;

/**
 * Fills the memo of a context with the index of the tree at `root`: from the stored index as far as it holds, the rest computed by
 * worker threads, so that this one stays free. Stores the index where it has changed. `progress` hears shares from 0 to 1; `loadParser` is called before
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

/** What is parsed is computed in this thread, which needs most of what it is computed from anyway; the rest by workers. */
async function computeAll(
  context: TreeContext,
  root: string,
  keys: readonly string[],
  progress: (share: number) => void,
): Promise<readonly StoredUnit[]> {
  const whole = keys.filter(isParsed);
  const unparsed = keys.filter((key) => !isParsed(key));
  const script = unparsed.length > FEW ? workerScript() : undefined;
  const byWorkers = script === undefined ? undefined : computeUnparsed(script, root, unparsed);
  // A failure is seen where the promise is awaited, which is later.
  byWorkers?.catch(() => undefined);
  const units: StoredUnit[] = [];
  for (const [index, key] of (byWorkers === undefined ? [...whole, ...unparsed] : whole).entries()) {
    if (isTreeUnit(key)) await new Promise((resolve) => setImmediate(resolve));
    const unit = computeUnit(context, key);
    if (unit) units.push(unit);
    progress(index / (whole.length + 1));
  }
  const computed = (await byWorkers) ?? [];
  takeUnits(context, computed, Number.POSITIVE_INFINITY);
  return [...units, ...computed];
}

/** Computes units by worker threads, one for each core beside that of this thread; those of the whole tree come first. */
async function computeUnparsed(script: string, root: string, keys: readonly string[]): Promise<readonly StoredUnit[]> {
  const portions = Array.from({ length: Math.ceil(keys.length / PORTION) }, (_, index) =>
    keys.slice(index * PORTION, (index + 1) * PORTION),
  );
  const workers = Math.min(Math.max(availableParallelism() - 1, 1), MOST_WORKERS, portions.length);
  const shares = Array.from({ length: workers }, (_, own) => portions.filter((__, index) => index % workers === own));
  return (await Promise.all(shares.map((share) => runWorker(script, root, share)))).flat();
}

/** One worker. It gets all its portions at once, so that it never waits for this thread, which is busy. */
function runWorker(script: string, root: string, portions: readonly (readonly string[])[]): Promise<readonly StoredUnit[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: root });
    const units: StoredUnit[] = [];
    let waiting = portions.length;
    worker.on('message', (found: readonly StoredUnit[]) => {
      units.push(...found);
      waiting -= 1;
      if (waiting === 0) worker.terminate().then(() => resolve(units), reject);
    });
    worker.on('error', reject);
    for (const portion of portions) worker.postMessage(portion);
  });
}

/** The worker's bundle beside those of the hosts; run from source there is none. */
function workerScript(): string | undefined {
  const script = fileURLToPath(new URL('../index-worker.mjs', import.meta.url));
  return existsSync(script) ? script : undefined;
}
