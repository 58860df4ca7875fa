import { locate } from '../features/shmem/locate.ts';
import { functionsOf, type PlacedFunction } from '../index/c-functions.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** Members of `ShmemCallbacks` through which the server calls the modules of its list of subsystems. */
const MEMBERS: Readonly<Record<string, 'request' | 'init'>> = { request_fn: 'request', init_fn: 'init' };

/** Whether a call goes through such a member rather than to a function. */
export function isCallbackCall(name: string): boolean {
  return Object.hasOwn(MEMBERS, name);
}

/** The functions that a call through a member of `ShmemCallbacks` runs when the server starts, in the order of subsystemlist.h. */
export function calledBack(context: TreeContext, member: string): readonly PlacedFunction[] {
  const part = MEMBERS[member];
  if (part === undefined || context.shape.shmem !== 'subsystem-list') return [];
  return remember(context, `called back ${member}`, (inner) => {
    const site = locate(inner);
    if (!site.ok) return [];
    const { lists, callbacks } = site.value;
    return lists.subsystems.flatMap((subsystem) => {
      const object = callbacks.find((one) => one.name === subsystem.name);
      const name = object?.[part];
      const definition = object && functionsOf(inner, object.file.path).find((one) => one.name === name);
      return definition ? [{ ...definition, place: { path: object.file.path, offset: definition.offset } }] : [];
    });
  });
}
