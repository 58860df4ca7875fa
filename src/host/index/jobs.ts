/** Units of the index that threads compute together: jobs of some units each, and how many of the jobs have been taken. */
export interface Jobs {
  readonly all: readonly (readonly string[])[];
  /** One number in memory that all threads share. */
  readonly taken: Int32Array;
}

/** Jobs of which none is taken. */
export function jobsOf(all: readonly (readonly string[])[]): Jobs {
  return { all, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** Takes one job after the other, each that no other thread has taken, so that all threads are done at about the same time. */
export function* takeJobs({ all, taken }: Jobs): Generator<readonly string[]> {
  for (let job = all[Atomics.add(taken, 0, 1)]; job; job = all[Atomics.add(taken, 0, 1)]) yield job;
}
