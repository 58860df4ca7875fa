import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isTreeUnit, type TreeContext, unitKeys } from '../../core/api.ts';
import { readStoredIndex, type StoredUnit, writeStoredIndex } from './stored-index.ts';
import { computeUnit, describeSources, takeUnits } from './units.ts';

/** How many files a worker is sent at once. */
const PORTION = 250;

/** How many files are read in this thread rather than by workers, whose start costs about as much. */
const FEW = 100;

/**
 * Fills the memo of a context with the index of the tree at `root`: from the stored index as far as it holds, the rest computed by
 * worker threads, so that this one stays free. Stores the index where it has changed. `progress` hears shares from 0 to 1.
 */
export async function fillIndex(context: TreeContext, root: string, progress: (share: number) => void = () => undefined): Promise<void> {
  const shape = JSON.stringify(context.shape);
  const stored = readStoredIndex(root, shape);
  const taken = stored ? takeUnits(context, stored.units, stored.written) : new Set<string>();
  const missing = unitKeys(context).filter((key) => !taken.has(key));
  if (missing.length === 0) return;
  const computed = await computeAll(context, root, missing, progress);
  const kept = (stored?.units ?? []).filter((unit) => taken.has(unit.key));
  writeStoredIndex(root, shape, [
    ...kept.map((unit) => ({ ...unit, sources: describeSources(context, unit.key) ?? unit.sources })),
    ...computed,
  ]);
}

async function computeAll(
  context: TreeContext,
  root: string,
  keys: readonly string[],
  progress: (share: number) => void,
): Promise<readonly StoredUnit[]> {
  const script = workerScript();
  if (keys.length <= FEW || script === undefined) return keys.flatMap((key) => computeUnit(context, key) ?? []);
  const portions = portionsOf(keys);
  const units: StoredUnit[] = [];
  const total = portions.length;
  const work = Array.from({ length: Math.min(availableParallelism(), total) }, () =>
    runWorker(script, root, portions, (found) => {
      units.push(...found);
      progress((total - portions.length) / total);
    }),
  );
  await Promise.all(work);
  takeUnits(context, units, Number.POSITIVE_INFINITY);
  return units;
}

/** One worker that takes portions as long as there are any. */
function runWorker(
  script: string,
  root: string,
  portions: (readonly string[])[],
  done: (units: readonly StoredUnit[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: root, resourceLimits: { maxYoungGenerationSizeMb: 16 } });
    const next = () => {
      const portion = portions.shift();
      if (portion) worker.postMessage(portion);
      else worker.terminate().then(() => resolve(), reject);
    };
    worker.on('message', (units: readonly StoredUnit[]) => {
      done(units);
      next();
    });
    worker.on('error', reject);
    next();
  });
}

/** What rests on the whole tree first, each by itself, since it takes longest; then the files in portions. */
function portionsOf(keys: readonly string[]): (readonly string[])[] {
  const files = keys.filter((key) => !isTreeUnit(key));
  const portions = keys.filter(isTreeUnit).map((key) => [key]);
  for (let at = 0; at < files.length; at += PORTION) portions.push(files.slice(at, at + PORTION));
  return portions;
}

/** The worker's bundle beside those of the hosts; run from source there is none. */
function workerScript(): string | undefined {
  const script = fileURLToPath(new URL('../index-worker.mjs', import.meta.url));
  return existsSync(script) ? script : undefined;
}
