import { functionsOf, type PlacedFunction, serverFiles } from '../index/c-functions.ts';
import { readMacroList } from '../syntax/macro-list.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { paths } from '../tree/shape.ts';

/** Members of `ShmemCallbacks` through which the server calls the modules of its list of subsystems. */
const MEMBERS = new Set(['request_fn', 'init_fn']);

/** Whether a call goes through such a member rather than to a function. */
export function isCallbackCall(name: string): boolean {
  return MEMBERS.has(name);
}

/** The functions that a call through a member of `ShmemCallbacks` runs when the server starts, in the order of subsystemlist.h. */
export function calledBack(context: TreeContext, member: string): readonly PlacedFunction[] {
  if (!isCallbackCall(member)) return [];
  return remember(context, `called back ${member}`, (inner) => {
    const list = inner.tree.read(paths.subsystemList)?.text;
    const objects = list === undefined ? new Map<string, never>() : callbackObjects(inner);
    return readMacroList(list ?? '').entries.flatMap((entry) => {
      const object = objects.get(entry.arguments[0] ?? '');
      const name = object && new RegExp(`\\.${member}\\s*=\\s*(\\w+)`).exec(object.text)?.[1];
      const definition = object && functionsOf(inner, object.path).find((one) => one.name === name);
      return definition ? [{ ...definition, place: { path: object.path, offset: definition.offset } }] : [];
    });
  });
}

/** The initializers of all `ShmemCallbacks` objects of the server, by name. */
function callbackObjects(context: TreeContext): ReadonlyMap<string, { readonly path: string; readonly text: string }> {
  const found = new Map<string, { readonly path: string; readonly text: string }>();
  for (const path of serverFiles(context)) {
    const text = context.tree.read(path)?.text ?? '';
    if (!text.includes('ShmemCallbacks')) continue;
    for (const match of text.matchAll(/^(?:static\s+)?(?:const\s+)?ShmemCallbacks\s+(\w+)\s*=\s*\{([^}]*)\}/gm))
      found.set(match[1] ?? '', { path, text: match[2] ?? '' });
  }
  return found;
}
