import { paths } from '../../src/core/tree/shape.ts';
import type { SourceTree, TreePath } from '../../src/core/tree/source-tree.ts';
import type { Commit, GitRepository } from './git.ts';
import { arrayRows, recordRows } from './readers/guc.ts';
import type { Item } from './readers/items.ts';
import { procRecords, recordField } from './readers/proc.ts';
import { individualLocks, initCalls, sizeCalls, subsystems, trancheIds } from './readers/shmem.ts';

/** The kinds that have a corpus. */
export const KINDS = ['guc', 'function', 'shmem'] as const;
export type Kind = (typeof KINDS)[number];

/** One commit that registered something, with what its parent did not have. */
export interface Registration {
  readonly kind: Kind;
  readonly commit: Commit;
  readonly added: readonly string[];
  /** Names the parent has: placement is judged by the nearest neighbours among these. */
  readonly known: ReadonlySet<string>;
}

/** A commit that adds more than this many names at once is a conversion, not a registration. */
const MOST_ADDED = 5;

interface Source {
  /** Files whose change makes a commit interesting. */
  readonly files: readonly TreePath[];
  readonly items: (tree: SourceTree) => readonly Item[];
}

const lwlockHeader = 'src/include/storage/lwlock.h';

const sources: Readonly<Record<Kind, Source>> = {
  guc: { files: [paths.gucParameters, paths.gucTables, paths.gucC], items: gucRows },
  function: { files: [paths.pgProc], items: plainFunctions },
  shmem: { files: [paths.ipci, paths.subsystemList, paths.lwlockNames, paths.lwlockList, lwlockHeader], items: sharedMemory },
};

/** Records of functions in C; aggregates, procedures and SQL functions are other registrations. */
function plainFunctions(tree: SourceTree): readonly Item[] {
  return procRecords(textOf(tree, paths.pgProc)).filter(
    ({ text }) => !/^[ap]$/.test(recordField(text, 'prokind') ?? 'f') && recordField(text, 'prolang') !== 'sql',
  );
}

/** Rows of the parameter table, whichever shape it has. */
export function gucRows(tree: SourceTree): readonly Item[] {
  const records = recordRows(textOf(tree, paths.gucParameters));
  return records.length > 0 ? records : [paths.gucTables, paths.gucC].flatMap((path) => arrayRows(textOf(tree, path)));
}

/** The text of a file, empty where there is none. */
export function textOf(tree: SourceTree, path: TreePath): string {
  return tree.read(path)?.text ?? '';
}

function sharedMemory(tree: SourceTree): readonly Item[] {
  const ipci = textOf(tree, paths.ipci);
  const list = textOf(tree, paths.lwlockList);
  return [
    ...sizeCalls(ipci),
    ...initCalls(ipci),
    ...subsystems(textOf(tree, paths.subsystemList)),
    ...individualLocks(list || textOf(tree, paths.lwlockNames)),
    ...trancheIds(`${textOf(tree, lwlockHeader)}\n${list}`),
  ];
}

/** The registrations of a kind in a repository's history, newest first. Pure renames and mass changes are left out. */
export function* registrations(repository: GitRepository, kind: Kind, since: string): Generator<Registration> {
  for (const commit of repository.commits(sources[kind].files, since)) {
    const registration = registrationOf(repository, kind, commit);
    if (registration) yield registration;
  }
}

/** What one commit registered, or undefined where it registered nothing of the kind. */
export function registrationOf(repository: GitRepository, kind: Kind, commit: Commit): Registration | undefined {
  const names = (sha: string) => new Set(sources[kind].items(repository.tree(sha)).map((item) => item.name));
  const known = names(commit.parent);
  const after = names(commit.sha);
  const added = [...after].filter((name) => !known.has(name));
  const removed = [...known].filter((name) => !after.has(name));
  const conversion = known.size === 0 || added.length > MOST_ADDED || removed.length >= added.length;
  return added.length === 0 || conversion ? undefined : { kind, commit, added, known };
}
