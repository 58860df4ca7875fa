import { fail, ok, type Result } from '../../base/result.ts';
import { type NamedLocks, readNamedLocks } from '../../place/lwlock.ts';
import { readTranches, type Tranches } from '../../place/tranche.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { paths } from '../../tree/shape.ts';
import { type Area, findAreas, type ModuleFile } from './areas.ts';
import { type Callbacks, type CentralLists, LIST_HOLDERS, type ListEntry, orderedAreas, readCallbacks, readCentralLists } from './calls.ts';

/** Where and how a tree reserves shared memory. */
export interface ShmemSite {
  readonly shape: NonNullable<TreeContext['shape']['shmem']>;
  readonly lists: CentralLists;
  readonly files: readonly ModuleFile[];
  /** The first of the files that defines a function which others can call. */
  readonly homes: ReadonlyMap<string, ModuleFile>;
  readonly callbacks: readonly Callbacks[];
  /** All areas in the order of their initialization, with the entry of the central list that leads to them. */
  readonly areas: readonly { readonly area: Area; readonly entry: ListEntry | undefined }[];
  readonly locks: NamedLocks | undefined;
  readonly tranches: Tranches | undefined;
}

/** Reads the central lists, the areas of all modules and the lists of locks. */
export function locate(context: TreeContext): Result<ShmemSite> {
  const { shmem: shape } = context.shape;
  if (shape === undefined) {
    return fail({
      code: 'shmem/no-list',
      message: `No list of shared-memory users: looked for ${paths.subsystemList} and for CreateSharedMemoryAndSemaphores in ${paths.ipci}`,
      hint: 'Check that the checkout is complete.',
    });
  }
  const twice = secondHolder(context);
  if (twice) return twice;
  const lists = readCentralLists(context);
  const empty = shape === 'subsystem-list' ? lists.subsystems.length === 0 : lists.sizes.length === 0 || lists.inits.length === 0;
  if (empty) {
    const path = shape === 'subsystem-list' ? paths.subsystemList : paths.ipci;
    const sought =
      shape === 'subsystem-list' ? 'PG_SHMEM_SUBSYSTEM(…) lines' : 'size = add_size(size, …ShmemSize()) and …ShmemInit() statements';
    return fail({
      code: 'shmem/empty-list',
      message: `${path} has no ${sought}`,
      where: { path, offset: 0 },
      hint: 'Look for an unfinished edit in this file.',
    });
  }
  const modules = findAreas(context);
  const { files, homes } = modules;
  const callbacks = readCallbacks(context, files);
  return ok({
    shape,
    lists,
    files,
    homes,
    callbacks,
    areas: orderedAreas(context, lists, callbacks, modules),
    locks: remember(context, 'shmem locks', readNamedLocks),
    tranches: remember(context, 'shmem tranches', readTranches),
  });
}

/** Two definitions of a function that holds a list leave open which of them counts. */
function secondHolder(context: TreeContext): Result<never> | undefined {
  const text = context.tree.read(paths.ipci)?.text;
  if (text === undefined) return undefined;
  for (const name of LIST_HOLDERS) {
    const second = context.c.outline(text).functions.filter((one) => one.name === name)[1];
    if (!second) continue;
    return fail({
      code: 'shmem/two-candidates',
      message: `${paths.ipci} defines ${name} twice, so its list of shared-memory users is not certain`,
      where: { path: paths.ipci, offset: second.nameRange.start },
      hint: 'Leave one definition, or put the condition inside the function.',
    });
  }
  return undefined;
}
