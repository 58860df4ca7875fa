import type { RequestOf } from '../form.ts';

const LOCKED = { lock: ['embedded', 'named'] } as const;

/** What is asked to register a shared-memory area of the server. */
export const form = {
  name: { kind: 'text', label: 'Area name', description: 'name of the area, as pg_shmem_allocations shows it', required: true },
  kind: {
    kind: 'choice',
    label: 'Kind',
    description: 'struct: one C struct, with an array at its end where maxEntries is given; hash: a shared hash table',
    of: ['struct', 'hash'],
    default: 'struct',
    ask: 'first',
  },
  file: { kind: 'text', label: 'C file', description: 'C file of the module, under src/backend; it may not exist yet', ask: 'first' },
  header: {
    kind: 'text',
    label: 'Header',
    description: 'header of the module, under src/include; it may not exist yet; the one that belongs to the C file when none is given',
  },
  structName: { kind: 'text', label: 'Struct', description: 'name of the struct type; made from the area name when none is given' },
  variable: { kind: 'text', label: 'Variable', description: 'static pointer to the area; made from the area name when none is given' },
  sizeFunction: {
    kind: 'text',
    label: 'Size function',
    description: 'function that tells the size; one that the C file defines already is extended',
  },
  initFunction: {
    kind: 'text',
    label: 'Init function',
    description: 'function that initializes the area; one that the C file defines already is extended',
  },
  keyType: {
    kind: 'text',
    label: 'Key type',
    description: 'C type of the hash key, char[N] for strings; a struct is written for a name that the tree does not have',
    when: { kind: ['hash'] },
  },
  entryType: {
    kind: 'text',
    label: 'Entry type',
    description: 'C type of the entries of a hash or of the array of a struct; a struct is written for a name that the tree does not have',
  },
  maxEntries: {
    kind: 'value',
    label: 'Entries',
    description: 'greatest number of entries: a number, a macro, the C variable of a GUC, or an expression of these',
  },
  lock: {
    kind: 'choice',
    label: 'Lock',
    description: 'embedded: an LWLock inside the struct, with a tranche of its own; named: a predefined LWLock',
    of: ['none', 'embedded', 'named'],
    default: 'none',
    ask: 'first',
  },
  lockName: {
    kind: 'text',
    label: 'Lock name',
    description: 'name of the lock or tranche as wait events show it; made from the area name when none is given',
    when: LOCKED,
  },
  lockDescription: {
    kind: 'text',
    label: 'Lock description',
    description: 'sentence that explains the wait event, for example "Waiting to access the key cache."',
    when: LOCKED,
  },
} as const;

/** A decoded request. */
export type ShmemRequest = RequestOf<typeof form>;
