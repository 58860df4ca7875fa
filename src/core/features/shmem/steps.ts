import { ok, type Result } from '../../base/result.ts';
import { planBuild } from '../../place/build-lists.ts';
import { placeNamedLock } from '../../place/lwlock.ts';
import { LWLOCK_C, LWLOCK_H, placeTranche } from '../../place/tranche.ts';
import { TYPEDEFS, typedefsNotes } from '../../place/typedefs.ts';
import { lockEventFile, MONITORING, placeLockEvent } from '../../place/wait-event.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { basename } from '../../tree/source-tree.ts';
import { missingPrototypes } from './prototypes.ts';
import type { Registration, ShmemStep, ShmemWhat } from './registration.ts';

/** The steps of a registration; an optional one without a place becomes a note. */
export function stepsOf(
  context: TreeContext,
  registration: Registration,
): Result<{ readonly steps: readonly ShmemStep[]; readonly notes: readonly string[] }> {
  const steps: ShmemStep[] = [];
  const notes: string[] = [];
  const step = (what: ShmemWhat, file: string, why: string, required = true) => steps.push({ what, file, why, required, registration });
  const { place, functions, areas, types, define, after } = registration;
  const shared = place.header ?? place.path;
  if (types.some((type) => type.shared)) step('types', shared, 'declares what is shared');
  if (types.some((type) => !type.shared)) step('types', place.path, 'declares keys and entries');
  if (define) step('define', place.path, 'names the greatest number of entries');
  step('variable', place.path, 'points to the area in each process');
  codeSteps(context, registration, step);
  if (after.size) step('size-call', paths.ipci, 'reserves the memory');
  if (after.init) step('init-call', paths.ipci, 'creates the area at start, and attaches to it');
  if ((after.size || after.init) && place.header !== undefined) step('include', paths.ipci, 'declares the functions that are called');
  if (after.subsystem) step('subsystem', paths.subsystemList, 'lets the server call the callbacks');
  const locks = lockSteps(context, registration, step, notes);
  if (!locks.ok) return locks;
  if (types.length > 0) {
    if (context.tree.read(TYPEDEFS)) step('typedefs', TYPEDEFS, 'tells pgindent the new types', false);
    notes.push(...typedefsNotes(context));
  }
  const build = planBuild(context, place.path);
  if (!build.ok) return build;
  for (const list of build.value.lists) step(list.what, list.path, `builds ${basename(place.path)}`);
  notes.push(...build.value.notes);
  if (areas.length > 1) notes.push(`The lock of the hash stands in a struct of its own, "${areas[0]?.name}".`);
  if (functions.size.existing ?? functions.init.existing ?? functions.callbacks.existing) {
    notes.push(`The module ${place.path} has shared memory already: its functions were extended.`);
  }
  return ok({ steps, notes });
}

type AddStep = (what: ShmemWhat, file: string, why: string, required?: boolean) => void;

function codeSteps(context: TreeContext, registration: Registration, step: AddStep): void {
  const { place, functions, dialect, areas } = registration;
  const verb = (existing: unknown, does: string) => (existing ? `${does}, in the function that the module has` : does);
  if (dialect.callbacks) {
    if (
      !functions.callbacks.existing ||
      (functions.callbacks.existing.init === undefined && areas.some((area) => area.kind === 'struct'))
    ) {
      step('callbacks', place.path, 'names the functions that the server calls');
    }
    step('request-function', place.path, verb(functions.request.existing, 'asks for the memory'));
    if (areas.some((area) => area.kind === 'struct'))
      step('init-function', place.path, verb(functions.init.existing, 'initializes the memory'));
    return;
  }
  if (place.header !== undefined && missingPrototypes(context, registration).length > 0)
    step('prototypes', place.header, 'declares the functions for ipci.c');
  step('size-function', place.path, verb(functions.size.existing, 'tells how much memory is needed'));
  step('init-function', place.path, verb(functions.init.existing, 'creates or attaches to the area'));
}

function lockSteps(context: TreeContext, { lock }: Registration, step: AddStep, notes: string[]): Result<true> {
  if (!lock) return ok(true);
  if (lock.kind === 'named') {
    const placed = placeNamedLock(context, lock.name, 'lock');
    if (!placed.ok) return placed;
    step('lock', placed.value.path, 'gives the lock its number and its name');
  } else {
    const placed = placeTranche(context, lock.id, lock.name, 'tranche');
    if (!placed.ok) return placed;
    if (context.shape.lwlock === 'lwlocklist.h-tranches')
      step('tranche', paths.lwlockList, 'gives the tranche of the lock its identifier and its name');
    else {
      step('tranche', LWLOCK_H, 'gives the tranche of the lock its identifier');
      step('tranche', LWLOCK_C, 'gives the tranche its name');
    }
  }
  const file = lockEventFile(context);
  const event = placeLockEvent(context, { ...lock, predefined: lock.kind === 'named' }, 'wait-event');
  const optional = file === MONITORING;
  if (!event.ok && !optional) return event;
  if (event.ok) step('wait-event', file, optional ? 'documents the wait event' : 'names and documents the wait event', !optional);
  else notes.push(`The wait event ${lock.name} was not documented: ${event.problem.message}.`);
  return ok(true);
}
