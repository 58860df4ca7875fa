import type { Entry } from '../features/feature.ts';

/** Kinds of entries of the index, each with the words for one of them, in display order. */
export const KINDS = {
  guc: 'configuration parameter (GUC)',
  'custom-guc': 'customized option of a module',
  function: 'SQL function',
  type: 'data type',
  operator: 'operator',
  cast: 'cast',
  aggregate: 'aggregate',
  catalog: 'system catalog',
  view: 'system view',
  oid: 'OID assigned by hand',
  shmem: 'shared-memory area of the server',
  'addin-shmem': 'shared-memory area of a module',
  lwlock: 'predefined LWLock',
  tranche: 'LWLock tranche',
  'wait-event': 'wait event',
  hook: 'hook',
  'callback-table': 'table of callbacks',
  process: 'server process',
  bgworker: 'background worker',
  errcode: 'SQLSTATE',
  rmgr: 'WAL resource manager',
  node: 'node type',
  test: 'test',
  program: 'program',
  extension: 'extension',
} as const;

/** What an entry is. */
export type Kind = keyof typeof KINDS;

/** Something that the tree registers, with the range in its file that names or defines it. */
export interface IndexEntry extends Entry {
  readonly kind: Kind;
  /** End of the range that begins at `place`. */
  readonly end: number;
}

/** Whether a word names a kind of entries. */
export function isKind(word: string): word is Kind {
  return Object.hasOwn(KINDS, word);
}

/** The words for several entries of a kind: `SQL functions`, `shared-memory areas of the server`. */
export function pluralOf(kind: Kind): string {
  const [noun = '', ...rest] = KINDS[kind].split(/(?= of | \(| assigned )/);
  return `${noun.replace(/y$/, 'ie').replace(/s$/, 'se')}s${rest.join('')}`;
}
