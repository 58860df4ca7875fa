import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { paths } from '../tree/shape.ts';

/** The unit of a parameter as the server spells it, for example `kB` for `GUC_UNIT_KB`; of sizes that a build decides, the word of the flag. */
export function unitName(context: TreeContext, flag: string): string {
  return names(context).get(flag) ?? flag.replace(/^GUC_UNIT_/, '').toLowerCase();
}

/** What `get_config_unit_name` gives for each flag. */
function names(context: TreeContext): ReadonlyMap<string, string> {
  return remember(context, 'units of parameters', ({ tree }) => {
    const text = tree.read(paths.gucC)?.text ?? '';
    const cases = text.matchAll(/\bcase (GUC_UNIT_\w+):\s*return "(\w+)";/g);
    return new Map([...cases].map(([, flag = '', name = '']) => [flag, name]));
  });
}
