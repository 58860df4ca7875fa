import type { Place } from '../base/result.ts';
import { functionsOf } from '../index/c-functions.ts';
import { filesMentioning } from '../index/mentions.ts';
import type { TreeContext } from '../tree/context.ts';

/** Functions of the server that give a process another type, by its `B_…` constant, each with the place. */
export function turningInto(context: TreeContext, type: string): readonly { readonly name: string; readonly place: Place }[] {
  return filesMentioning(context, 'src/backend', '.c', 'MyBackendType').flatMap((path) => {
    const text = context.tree.read(path)?.text ?? '';
    return [...text.matchAll(new RegExp(`\\bMyBackendType\\s*=\\s*${type}\\s*;`, 'g'))].flatMap(({ index }) => {
      const around = functionsOf(context, path).findLast((one) => one.offset < index);
      return around ? [{ name: around.name, place: { path, offset: index } }] : [];
    });
  });
}
