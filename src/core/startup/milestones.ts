/** What begins to exist while a process starts. */
export type Milestone = 'shared memory' | 'base' | 'process slot' | 'database';

/** In the order in which most processes reach them. */
export const MILESTONES: readonly Milestone[] = ['shared memory', 'base', 'process slot', 'database'];

/** Functions after which something exists, as every tree since 13 names them. */
const MAKERS: Readonly<Record<Milestone, RegExp>> = {
  'shared memory': /^(?:CreateSharedMemoryAndSemaphores|AttachSharedMemoryStructs)$/,
  base: /^BaseInit$/,
  'process slot': /^Init(?:Process|AuxiliaryProcess)$/,
  database: /^InitPostgres$/,
};

/** What a call of a function makes exist. */
export function milestoneOf(name: string): Milestone | undefined {
  return MILESTONES.find((milestone) => MAKERS[milestone].test(name));
}

const REACHED: Readonly<Record<Milestone, string>> = {
  'shared memory': 'shared memory exists',
  base: 'BaseInit is done',
  'process slot': 'the process has a PGPROC',
  database: 'a database is open',
};

/** What holds once something exists, as every host tells it. */
export function reachedText(milestone: Milestone): string {
  return REACHED[milestone];
}

const MISSING: Readonly<Record<Milestone, string>> = {
  'shared memory': 'no shared memory yet',
  base: 'before BaseInit',
  'process slot': 'no PGPROC yet',
  database: 'no database yet',
};

/** What holds as long as something does not exist, as every host tells it. */
export function missingText(milestone: Milestone): string {
  return MISSING[milestone];
}
