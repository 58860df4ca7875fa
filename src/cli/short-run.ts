import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 that this process lives for a second or two: code that is compiled for longer, in the background on all cores, costs a third of that
 * and never pays. Worker threads that are started later follow.
 */
export function compileForShortRun(): void {
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--interrupt-budget=400000');
}
